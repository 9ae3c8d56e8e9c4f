/**
 * Writes a MIME message into memory, where Thunderbird would write it into a file of the temporary directory.
 *
 * @param {any} mimeMessage - Thunderbird's MimeMessage.
 * @returns {Promise<Uint8Array>}
 */
export async function renderInMemory(mimeMessage) {
  /** @type {string[]} */
  const pieces = [];
  mimeMessage._composeSecure = null;
  mimeMessage._fstream = { write: (/** @type {string} */ piece) => pieces.push(piece) };
  await mimeMessage._writePart(mimeMessage._initMimePart());
  delete mimeMessage._fstream;

  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    for (let index = 0; index < piece.length; index++) {
      bytes[offset++] = piece.charCodeAt(index);
    }
  }
  return bytes;
}

const SLICE = 8192;
const SLICES_AT_ONCE = 128;

/**
 * @param {Uint8Array} bytes
 * @returns {Generator<string>} In slices of one character a byte.
 */
function* slices(bytes) {
  for (let start = 0; start < bytes.length; start += SLICE) {
    // Not spread: that would go through an iterator, byte by byte.
    yield String.fromCharCode.apply(null, /** @type {any} */ (bytes.subarray(start, start + SLICE)));
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} One character a byte, as libmime takes it.
 */
export function binaryString(bytes) {
  return [...slices(bytes)].join("");
}

/**
 * The same, with pauses in which windows can answer.
 *
 * @param {Uint8Array} bytes
 * @returns {Promise<string>}
 */
export async function binaryStringInPieces(bytes) {
  const pieces = [];
  for (const slice of slices(bytes)) {
    pieces.push(slice);
    if (pieces.length % SLICES_AT_ONCE === 0) {
      await new Promise(resolve => Services.tm.dispatchToMainThread(() => resolve(undefined)));
    }
  }
  return pieces.join("");
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} As a message carries them.
 */
export function base64Lines(bytes) {
  return `${/** @type {any} */ (bytes).toBase64().replace(/.{76}(?=.)/g, "$&\r\n")}\r\n`;
}

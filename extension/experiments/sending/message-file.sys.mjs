import { ask } from "../shared/listeners.sys.mjs";

/**
 * A message that the background page holds, to be fetched in pieces.
 *
 * @typedef {object} Parcel
 * @property {string} parcel
 * @property {number} pieces
 */

/**
 * @param {any} extension
 * @param {Uint8Array | Parcel} message - A protected message: the only form of the message that gets a file.
 * @param {(part: number) => void} [report] - Told what part of it is written, from 0 to 1.
 * @returns {Promise<any>} The nsIFile.
 */
export async function writeMessageFile(extension, message, report) {
  const file = Services.dirsvc.get("TmpD", Ci.nsIFile);
  // eslint-disable-next-line bridge/own-text -- the name of a file
  file.append("nsemail.eml");
  file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
  if (!("parcel" in message)) {
    await IOUtils.write(file.path, message);
    return file;
  }
  try {
    for (let index = 0; index < message.pieces; index++) {
      const { piece } = await ask(extension, "onTake", { parcel: message.parcel, index });
      await IOUtils.write(file.path, piece, { mode: "append" });
      report?.((index + 1) / message.pieces);
    }
  } catch (error) {
    await IOUtils.remove(file.path);
    throw error;
  }
  return file;
}

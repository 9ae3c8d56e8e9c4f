/**
 * @param {Uint8Array} bytes - A protected message: the only form of the message that gets a file.
 * @returns {Promise<any>} The nsIFile.
 */
export async function writeMessageFile(bytes) {
  const file = Services.dirsvc.get("TmpD", Ci.nsIFile);
  file.append("nsemail.eml");
  file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
  await IOUtils.write(file.path, bytes);
  return file;
}

import { Failure } from "../../shared/failure.mjs";

const LF = 10;
const STORE_FIELD = /^X-Mozilla-(Status2?|Keys):/i;
const SLICE = 1024 * 1024;

/** Slices overlap by this, so that no mark is cut in two. */
const LONGEST_MARK = 32;
const MARKS = /application\/(x-)?pkcs7-|\.p7[ms]\b/i;

/**
 * The message as it was received. Thunderbird puts fields of its own before the header of IMAP messages.
 *
 * @param {number} messageId
 * @returns {Promise<Uint8Array<ArrayBuffer>>} Rejected with a {@link Failure} when it is protected and only a part of it is on this machine.
 */
export async function readSource(messageId) {
  const { bytes, partial } = await browser.smimeReading.source(messageId);
  if (bytes) {
    const source = stripStoreFields(bytes);
    if (partial && looksProtected(source)) {
      throw new Failure("message-partial");
    }
    return source;
  }
  const file = /** @type {File} */ (await browser.messages.getRaw(messageId, { data_format: "File" }));
  return stripStoreFields(new Uint8Array(await file.arrayBuffer()));
}

/**
 * @param {Uint8Array<ArrayBuffer>} source
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function stripStoreFields(source) {
  let start = 0;
  for (;;) {
    const end = source.indexOf(LF, start);
    const line = new TextDecoder("latin1").decode(source.subarray(start, Math.min(end, start + 64)));
    if (end < 0 || !STORE_FIELD.test(line)) {
      return start ? source.slice(start) : source;
    }
    start = end + 1;
  }
}

/**
 * Whether anything in the message calls itself S/MIME. Everything else never reaches the host.
 *
 * @param {Uint8Array} source
 */
export function looksProtected(source) {
  const decoder = new TextDecoder("latin1");
  for (let start = 0; start < source.length; start += SLICE) {
    if (MARKS.test(decoder.decode(source.subarray(start, start + SLICE + LONGEST_MARK)))) {
      return true;
    }
  }
  return false;
}

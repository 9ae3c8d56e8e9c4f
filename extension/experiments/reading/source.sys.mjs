import { MailServices } from "resource:///modules/MailServices.sys.mjs";

/** Takes what Thunderbird streams. */
class Collector {
  QueryInterface = ChromeUtils.generateQI(["nsIStreamListener"]);
  /** @type {Uint8Array[]} */
  #pieces = [];
  #resolve;
  #reject;
  #input = Cc["@mozilla.org/binaryinputstream;1"].createInstance(Ci.nsIBinaryInputStream);

  /**
   * @param {(pieces: Uint8Array[]) => void} resolve
   * @param {(error: Error) => void} reject
   */
  constructor(resolve, reject) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onStartRequest() {}

  /**
   * @param {unknown} _request
   * @param {any} stream
   * @param {number} _offset
   * @param {number} count
   */
  onDataAvailable(_request, stream, _offset, count) {
    const piece = new Uint8Array(count);
    this.#input.setInputStream(stream);
    this.#input.readArrayBuffer(count, piece.buffer);
    this.#pieces.push(piece);
  }

  /**
   * @param {unknown} _request
   * @param {number} status
   */
  onStopRequest(_request, status) {
    if (Components.isSuccessCode(status)) {
      this.#resolve(this.#pieces);
    } else {
      this.#reject(new Error(`the message could not be read: ${status}`));
    }
  }
}

/**
 * The bytes of a message of a folder. Thunderbird's own API makes a string of them and takes it apart again, character by
 * character, while its windows stand still.
 *
 * @param {any} header
 * @returns {Promise<?Uint8Array>} Null for a message outside every folder.
 */
export async function sourceOf(header) {
  if (!header?.folder) {
    return null;
  }
  const uri = header.folder.getUriForMsg(header);
  const pieces = await new Promise((resolve, reject) => {
    const collector = new Collector(resolve, reject);
    MailServices.messageServiceFromURI(uri).streamMessage(uri, collector, null, null, false, "");
  });
  const whole = new Uint8Array(pieces.reduce((/** @type {number} */ sum, /** @type {Uint8Array} */ piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

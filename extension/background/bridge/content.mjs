import { fromBase64, toBase64 } from "../../shared/base64.mjs";

/**
 * @typedef {object} ContentLimits
 * @property {number} chunkBytes - Most bytes of content in one chunk.
 * @property {number} windowChunks - Most chunks of one request under way.
 */

/** Sends the content of one request in chunks, never more than the receiver has granted. */
export class ContentSender {
  #post;
  #id;
  #bytes;
  #chunkBytes;
  #window;
  #sequence = 0;
  #offset = 0;
  #ended = false;

  /**
   * @param {(message: object) => void} post
   * @param {number} id - The request's.
   * @param {Uint8Array} bytes
   * @param {ContentLimits} limits
   */
  constructor(post, id, bytes, { chunkBytes, windowChunks }) {
    this.#post = post;
    this.#id = id;
    this.#bytes = bytes;
    this.#chunkBytes = chunkBytes;
    this.#window = windowChunks;
  }

  /** @param {number} chunks - How many more the receiver takes. */
  grant(chunks) {
    this.#window += chunks;
    this.send();
  }

  /** Sends what the window allows. Content without bytes is one empty chunk. */
  send() {
    while (!this.#ended && this.#window > 0) {
      const part = this.#bytes.subarray(this.#offset, this.#offset + this.#chunkBytes);
      this.#offset += part.length;
      this.#ended = this.#offset >= this.#bytes.length;
      this.#window--;
      this.#post({ type: "chunk", id: this.#id, sequence: this.#sequence++, data: toBase64(part), last: this.#ended });
    }
  }

  /** No more is sent, whatever is granted. */
  stop() {
    this.#ended = true;
  }
}

/** Collects the content of one answer and grants its sender more as it arrives. */
export class ContentReceiver {
  #post;
  #id;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #pieces = [];
  #length = 0;
  #complete = false;

  /**
   * @param {(message: object) => void} post
   * @param {number} id
   */
  constructor(post, id) {
    this.#post = post;
    this.#id = id;
  }

  /**
   * @param {{ sequence: number, data: string, last: boolean }} chunk
   * @returns {boolean} False when the chunk is out of its turn: the answer cannot be used then.
   */
  take({ sequence, data, last }) {
    if (this.#complete || sequence !== this.#pieces.length) {
      return false;
    }
    const piece = fromBase64(data);
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.#complete = last;
    if (!last) {
      this.#post({ type: "credit", id: this.#id, chunks: 1 });
    }
    return true;
  }

  /** @returns {?Uint8Array<ArrayBuffer>} Everything, or null when there was no content or its end is missing. */
  content() {
    if (!this.#complete) {
      return null;
    }
    const whole = new Uint8Array(this.#length);
    let offset = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    return whole;
  }

  /** @returns {Uint8Array<ArrayBuffer>[]} Everything as it came; nothing when the end is missing. */
  pieces() {
    return this.#complete ? this.#pieces : [];
  }
}

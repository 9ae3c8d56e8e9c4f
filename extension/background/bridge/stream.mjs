import { toBase64 } from "../../shared/base64.mjs";

/** Sends the content of one request while it is still being made: as fast as it comes, and as the receiver has room. */
export class StreamSender {
  #post;
  #id;
  #source;
  #chunkBytes;
  #window;
  #sequence = 0;
  #stopped = false;
  #onBroken;
  /** @type {() => void} */
  #wake = () => {};

  /**
   * @param {(message: object) => void} post
   * @param {number} id - The request's.
   * @param {AsyncIterable<Uint8Array>} source
   * @param {import("./content.mjs").ContentLimits} limits
   * @param {() => void} onBroken - The source failed; the content has no end.
   */
  constructor(post, id, source, { chunkBytes, windowChunks }, onBroken) {
    this.#post = post;
    this.#id = id;
    this.#source = source;
    this.#chunkBytes = chunkBytes;
    this.#window = windowChunks;
    this.#onBroken = onBroken;
  }

  /** @param {number} chunks - How many more the receiver takes. */
  grant(chunks) {
    this.#window += chunks;
    this.#wake();
  }

  send() {
    this.#run().catch(() => {
      this.stop();
      this.#onBroken();
    });
  }

  /** No more is sent, whatever comes or is granted. */
  stop() {
    this.#stopped = true;
    this.#wake();
  }

  async #run() {
    // Only the next chunk tells that one is not the last.
    let held = null;
    for await (const piece of this.#source) {
      for (let start = 0; start < piece.length; start += this.#chunkBytes) {
        if (held) {
          await this.#put(held, false);
        }
        held = piece.subarray(start, start + this.#chunkBytes);
      }
      if (this.#stopped) {
        return;
      }
    }
    await this.#put(held ?? new Uint8Array(), true);
  }

  /**
   * @param {Uint8Array} bytes
   * @param {boolean} last
   */
  async #put(bytes, last) {
    while (this.#window <= 0 && !this.#stopped) {
      await new Promise(resolve => {
        this.#wake = () => resolve(undefined);
      });
    }
    if (!this.#stopped) {
      this.#window--;
      this.#post({ type: "chunk", id: this.#id, sequence: this.#sequence++, data: toBase64(bytes), last });
    }
  }
}

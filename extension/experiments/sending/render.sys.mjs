import { AttachmentBody, slice } from "./attachment-body.sys.mjs";

const PIECE = 1024 * 1024;
const STRING_SLICE = 128 * 1024;

/**
 * A MIME message in memory, where Thunderbird would write it into a file of the temporary directory. It is made in pieces,
 * and windows stay alive in between.
 */
export class Rendering {
  /** @type {(string | AttachmentBody)[]} */
  #parts = [];
  /** How many bytes it has. */
  length = 0;

  /**
   * @param {any} mimeMessage - Thunderbird's MimeMessage.
   * @returns {Promise<Rendering>}
   */
  static async of(mimeMessage) {
    const rendering = new Rendering();
    mimeMessage._composeSecure = null;
    mimeMessage._fstream = {
      write(/** @type {string | AttachmentBody} */ part) {
        rendering.#parts.push(part);
        rendering.length += part.length;
      },
    };
    const top = mimeMessage._initMimePart();
    slice(top);
    await mimeMessage._writePart(top);
    delete mimeMessage._fstream;
    return rendering;
  }

  /** @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>} At least one piece, none of them large. */
  async *pieces() {
    let piece = new Uint8Array(PIECE);
    let filled = 0;
    for await (const bytes of this.#slices()) {
      for (let start = 0; start < bytes.length; ) {
        const part = bytes.subarray(start, start + PIECE - filled);
        piece.set(part, filled);
        filled += part.length;
        start += part.length;
        if (filled === PIECE) {
          yield piece;
          piece = new Uint8Array(PIECE);
          filled = 0;
        }
      }
    }
    yield piece.slice(0, filled);
  }

  /** @returns {AsyncGenerator<Uint8Array>} */
  async *#slices() {
    for (const part of this.#parts) {
      if (part instanceof AttachmentBody) {
        yield* part.slices();
      } else {
        for (let start = 0; start < part.length; start += STRING_SLICE) {
          yield bytesOf(part.slice(start, start + STRING_SLICE));
        }
      }
      if (part.length > STRING_SLICE) {
        await new Promise(resolve => Services.tm.dispatchToMainThread(() => resolve(undefined)));
      }
    }
  }
}

/** @param {string} text - One character a byte. */
function bytesOf(text) {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    bytes[index] = text.charCodeAt(index);
  }
  return bytes;
}

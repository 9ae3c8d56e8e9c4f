/** @typedef {{ handle: string, mime: Uint8Array, more?: boolean }} FirstPiece */

/** @typedef {{ handle: string, mime: Uint8Array, last: boolean }} FurtherPiece */

/** What one reader takes from one writer, piece by piece: the writer waits until a piece was taken. */
class PieceQueue {
  /** @type {?{ piece: Uint8Array, last: boolean, taken: (wanted: boolean) => void }} */
  #waiting = null;
  /** @type {() => void} */
  #wake = () => {};
  #closed = false;

  /**
   * @param {Uint8Array} piece
   * @param {boolean} last
   * @returns {Promise<boolean>} Whether more is wanted.
   */
  put(piece, last) {
    if (this.#closed) {
      return Promise.resolve(false);
    }
    return new Promise(taken => {
      this.#waiting = { piece, last, taken };
      this.#wake();
    });
  }

  /** Nobody reads any more. */
  close() {
    this.#closed = true;
    this.#waiting?.taken(false);
    this.#waiting = null;
    this.#wake();
  }

  /** @returns {AsyncGenerator<Uint8Array>} Fails when it is closed before the last piece. */
  async *pieces() {
    for (;;) {
      while (!this.#waiting && !this.#closed) {
        await new Promise(resolve => {
          this.#wake = () => resolve(undefined);
        });
      }
      if (!this.#waiting) {
        throw new Error("the content was cut off");
      }
      const { piece, last, taken } = this.#waiting;
      this.#waiting = null;
      taken(!last);
      yield piece;
      if (last) {
        return;
      }
    }
  }
}

/** Messages on their way from the sending seam: small ones come whole, large ones piece by piece while they are made. */
export class Intake {
  /** @type {Map<string, PieceQueue>} */
  #queues = new Map();

  /**
   * @param {FirstPiece} first
   * @returns {Uint8Array | AsyncIterable<Uint8Array>}
   */
  begin({ handle, mime, more }) {
    if (!more) {
      return mime;
    }
    const queue = new PieceQueue();
    this.#queues.set(handle, queue);
    return (async function* () {
      yield mime;
      yield* queue.pieces();
    })();
  }

  /**
   * @param {FurtherPiece} further
   * @returns {Promise<{ wanted: boolean }>}
   */
  async take({ handle, mime, last }) {
    return { wanted: (await this.#queues.get(handle)?.put(mime, last)) ?? false };
  }

  /** @param {string} handle - Of a message that is done with, or given up. */
  end(handle) {
    this.#queues.get(handle)?.close();
    this.#queues.delete(handle);
  }
}

/**
 * @param {Uint8Array | AsyncIterable<Uint8Array>} source
 * @returns {Promise<Uint8Array>}
 */
export async function whole(source) {
  if (source instanceof Uint8Array) {
    return source;
  }
  const pieces = [];
  for await (const piece of source) {
    pieces.push(piece);
  }
  return joined(pieces);
}

/** @param {Uint8Array[]} pieces */
export function joined(pieces) {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

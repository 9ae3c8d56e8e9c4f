import { joined } from "./intake.mjs";

/** A protected message that the seam fetches in pieces. @typedef {{ parcel: string, pieces: number }} Parcel */

/** Messages up to here are handed over whole. */
const SMALL = 1024 * 1024;

/** Protected messages on their way back to the sending seam. */
export class Parcels {
  /** @type {Map<string, (Uint8Array | null)[]>} */
  #kept = new Map();

  /**
   * @param {string} name - Of its own for each message.
   * @param {Uint8Array<ArrayBuffer>[]} pieces
   * @returns {Uint8Array | Parcel}
   */
  pack(name, pieces) {
    if (pieces.reduce((sum, piece) => sum + piece.length, 0) <= SMALL) {
      return joined(pieces);
    }
    this.#kept.set(name, pieces);
    return { parcel: name, pieces: pieces.length };
  }

  /**
   * Each piece is given out once.
   *
   * @param {{ parcel: string, index: number }} which
   * @returns {{ piece: Uint8Array }}
   */
  take({ parcel, index }) {
    const pieces = this.#kept.get(parcel);
    const piece = pieces?.[index];
    if (!pieces || !piece) {
      throw new Error("no such piece");
    }
    pieces[index] = null;
    if (index === pieces.length - 1) {
      this.#kept.delete(parcel);
    }
    return { piece };
  }

  /**
   * Forgets what was not fetched: the sending was cancelled.
   *
   * @param {string} start - Of the names.
   */
  drop(start) {
    for (const name of this.#kept.keys()) {
      if (name.startsWith(start)) {
        this.#kept.delete(name);
      }
    }
  }
}

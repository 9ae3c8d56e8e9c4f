/** A word that occurs nowhere else, and all the shapes in which it could reach a disk. */
export class Marker {
  /** @param {string} word ASCII; the longer, the surer. */
  constructor(word) {
    this.word = word;
    this.shapes = [
      Buffer.from(word),
      Buffer.from(word, "utf16le"),
      Buffer.from(Buffer.from(word).toString("hex")),
      // In base64 the same word has three shapes, by its place in a group of three bytes; the ends depend on neighbours.
      ...[0, 1, 2].map((shift) => {
        const padded = Buffer.concat([Buffer.alloc(shift), Buffer.from(word)]);
        return Buffer.from(padded.toString("base64").slice(shift ? 4 : 0, -4));
      }),
    ];
  }

  /**
   * @param {Buffer} data
   * @returns {boolean}
   */
  isIn(data) {
    return this.shapes.some((shape) => data.includes(shape));
  }
}

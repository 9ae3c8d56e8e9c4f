import { randomBytes } from "node:crypto";

/** A word that occurs nowhere else, and all the shapes in which it could reach a disk. */
export class Marker {
  /** @param {string} start Small letters; random ones follow. */
  constructor(start) {
    this.word = start + randomBytes(12).toString("hex").replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)]);
    const shapes = [
      this.word,
      Buffer.from(this.word).toString("hex"),
      // In base64 the same word has three shapes, by its place in a group of three bytes; the ends depend on neighbours.
      ...[0, 1, 2].map((shift) => {
        const padded = Buffer.concat([Buffer.alloc(shift), Buffer.from(this.word)]);
        return padded.toString("base64").slice(shift ? 4 : 0, -4);
      }),
    ];
    this.shapes = [...shapes.map((shape) => Buffer.from(shape)), Buffer.from(this.word, "utf16le")];
    // strace writes letters and digits as they are and a zero byte before a letter as \\0.
    this.traces = [...shapes, this.word.split("").join("\\0")];
  }

  /**
   * @param {Buffer} data
   * @returns {boolean}
   */
  isIn(data) {
    return this.shapes.some((shape) => data.includes(shape));
  }

  /**
   * @param {string} line What strace wrote about one call.
   * @returns {boolean}
   */
  isInTrace(line) {
    return this.traces.some((shape) => line.includes(shape));
  }
}

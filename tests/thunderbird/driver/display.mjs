import { readFileSync } from "node:fs";
import { pause, Resident, run, until } from "./processes.mjs";

/** An X display in memory, on the first free display number. */
export class Display {
  /** @param {string} folder Where its log goes. */
  constructor(folder) {
    this.folder = folder;
    this.name = "";
  }

  async start() {
    this.server = new Resident(
      "Xvfb",
      ["-displayfd", "3", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
      { log: `${this.folder}/xvfb.log`, extraPipe: true },
    );
    const pipe = /** @type {import("node:stream").Readable} */ (this.server.child.stdio[3]);
    let number = "";
    pipe.on("data", (data) => (number += data));
    await until("Xvfb names its display", () => {
      if (!this.server?.running) {
        throw new Error(`Xvfb ended; see ${this.folder}/xvfb.log`);
      }
      return number.endsWith("\n");
    });
    this.name = `:${number.trim()}`;
    return this;
  }

  async stop() {
    await this.server?.stop();
  }
}

/**
 * A picture of everything on a display, popups too.
 *
 * @param {string} display
 * @param {string} file
 */
export async function photograph(display, file) {
  await run("import", ["-window", "root", file], { env: { ...process.env, DISPLAY: display } });
}

/**
 * A picture of a part of a display, taken when nothing moves there any more, without anything in the file that tells of its time.
 *
 * @param {string} display
 * @param {string} file
 * @param {string} area As ImageMagick writes it: "800x600+0+0".
 * @param {string} [resting] The part of it that has to stand still; a bar of progress beside it never does.
 */
export async function photographStill(display, file, area, resting = area) {
  let last = Buffer.alloc(0);
  await until(`${resting} of the screen stands still`, async () => {
    await photographPart(display, file, resting);
    const now = readFileSync(file);
    const still = now.equals(last);
    last = now;
    await pause(400);
    return still;
  });
  await photographPart(display, file, area);
}

/**
 * @param {string} display
 * @param {string} file
 * @param {string} area
 */
async function photographPart(display, file, area) {
  const how = ["-window", "root", "-crop", area, "+repage", "-strip", "-define", "png:exclude-chunks=date,time", "-define", "png:compression-level=9"];
  await run("import", [...how, file], { env: { ...process.env, DISPLAY: display } });
}

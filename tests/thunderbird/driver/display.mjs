import { Resident, run, until } from "./processes.mjs";

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

import { run } from "./processes.mjs";

/** Mouse and keyboard of an X display: input arrives at Thunderbird as a person's would. */
export class Pointer {
  /** @param {string} display */
  constructor(display) {
    this.env = { ...process.env, DISPLAY: display };
  }

  /**
   * @param {{x: number, y: number}} point In pixels of the screen.
   * @param {{button?: number, times?: number}} [options]
   */
  async click({ x, y }, { button = 1, times = 1 } = {}) {
    await this.moveTo({ x, y });
    await this.#xdotool("click", "--repeat", String(times), "--delay", "60", String(button));
  }

  /**
   * Moves the mouse without a click. Where there is no window manager, keys go to the window below it.
   *
   * @param {{x: number, y: number}} point In pixels of the screen.
   */
  async moveTo({ x, y }) {
    await this.#xdotool("mousemove", String(Math.round(x)), String(Math.round(y)));
  }

  /** @param {string} text Line ends are the Return key. */
  async type(text) {
    for (const [index, line] of text.split("\n").entries()) {
      if (index) {
        await this.press("Return");
      }
      if (line) {
        await this.#xdotool("type", "--delay", "8", "--", line);
      }
    }
  }

  /** @param {...string} keys For example "ctrl+shift+e", "Tab", "Return". */
  async press(...keys) {
    await this.#xdotool("key", "--delay", "40", ...keys);
  }

  /** @param {...string} args */
  async #xdotool(...args) {
    await run("xdotool", args, { env: this.env });
  }
}

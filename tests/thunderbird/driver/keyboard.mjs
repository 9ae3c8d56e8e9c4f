import { pause, run, until } from "./processes.mjs";

/** How many times Tab is pressed before something counts as out of reach. */
const FAR = 120;

/** Somebody who has no mouse: whatever is reached, is reached by keys, which go to the window that lies in the middle of the screen. */
export class Keyboard {
  /** @param {import("./thunderbird.mjs").Thunderbird} thunderbird */
  constructor(thunderbird) {
    this.thunderbird = thunderbird;
    this.pointer = thunderbird.pointer;
    /** The keys that were pressed to get somewhere, for the protocol. */
    this.presses = 0;
  }

  /** @param {...string} keys */
  async press(...keys) {
    this.presses += keys.length;
    await this.pointer.press(...keys);
  }

  /** @param {string} text */
  async type(text) {
    await this.pointer.type(text);
  }

  /**
   * Presses a key until something has the focus.
   *
   * @param {string} what
   * @param {() => Promise<boolean>} isThere
   * @param {string} [key]
   */
  async walk(what, isThere, key = "Tab") {
    for (let step = 0; step < FAR; step++) {
      if (await isThere()) {
        return;
      }
      await this.press(key);
      await pause(60);
    }
    throw new Error(`${what} is not reached with ${FAR} times ${key}`);
  }

  /**
   * Goes to an element of a page by Tab.
   *
   * @param {import("./extension-page.mjs").ExtensionPage} page
   * @param {string} selector
   */
  async reach(page, selector) {
    await this.walk(`${selector} in ${page.path}`, () => page.read((css) => document.hasFocus() && (document.activeElement?.matches(css) ?? false), selector));
  }

  /**
   * Chooses a file in the system's file dialog, by its path from the clipboard: the dialog completes what is typed, and both get mixed.
   *
   * @param {string} file
   */
  async chooseFile(file) {
    const before = await this.#windows();
    await this.press("space");
    await until("the system's file dialog", async () => (await this.#windows()).some((one) => !before.includes(one)) || null);
    await this.thunderbird.chrome((text) => {
      Cc["@mozilla.org/widget/clipboardhelper;1"].getService(Ci.nsIClipboardHelper).copyString(text);
    }, file);
    await pause(1500);
    await this.press("ctrl+l");
    await pause(700);
    await this.press("ctrl+a", "ctrl+v");
    await pause(1500);
    await this.press("Return");
    await until("the file dialog closes", async () => (await this.#windows()).every((one) => before.includes(one)) || null);
  }

  /**
   * Does something that opens a window, and then what a window manager does: the new window gets the keyboard.
   *
   * @param {() => Promise<unknown>} act
   */
  async opening(act) {
    const before = await this.#windows();
    await act();
    const [fresh] = await until("a new window", async () => {
      const found = (await this.#windows()).filter((one) => !before.includes(one));
      return found.length ? found : null;
    });
    await run("xdotool", ["windowfocus", "--sync", fresh], { env: this.pointer.env });
  }

  /** @returns {Promise<string>} Where the mouse is, which nobody has touched. */
  async mouse() {
    const { stdout } = await run("xdotool", ["getmouselocation"], { env: this.pointer.env });
    return stdout.toString().replace(/ window:.*/s, "");
  }

  /** @returns {Promise<string[]>} The windows that can be seen. */
  async #windows() {
    const { stdout } = await run("xdotool", ["search", "--onlyvisible", "--maxdepth", "1", "--name", "."], { env: this.pointer.env, allow: [1] });
    return stdout.toString().split("\n").filter(Boolean);
  }
}

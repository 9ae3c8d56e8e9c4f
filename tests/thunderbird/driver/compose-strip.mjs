import { until } from "./processes.mjs";

const STRIP = "smime-bridge-strip";

/**
 * What the line above the text says.
 *
 * @typedef {{level: string, text: string, role: string, actions: {id: string, label: string}[]}} Line
 */

/** What the add-on shows in a compose window while one writes: the line, the marks at the recipients, the subject's hint. */
export class ComposeStrip {
  /** @param {import("./compose-window.mjs").ComposeWindow} compose */
  constructor(compose) {
    this.compose = compose;
    this.thunderbird = compose.thunderbird;
  }

  /** @returns {Promise<Line|null>} Null while there is none. */
  line() {
    return this.thunderbird.chrome((id) => {
      const box = document.getElementById(id);
      if (!box || box.hidden) {
        return null;
      }
      const words = box.querySelector("p");
      return {
        level: box.dataset.level ?? "",
        text: words?.innerText ?? "",
        role: words?.getAttribute("role") ?? "",
        actions: [...box.querySelectorAll("button")].map((one) => ({ id: one.dataset.action ?? "", label: one.textContent ?? "" })),
      };
    }, STRIP);
  }

  /**
   * Waits until the line says something.
   *
   * @param {RegExp} words
   * @returns {Promise<Line>}
   */
  says(words) {
    return until(`the line says ${words}`, async () => {
      const line = await this.line();
      return line && words.test(line.text) ? line : null;
    });
  }

  /** Waits until there is no line. */
  isSilent() {
    return until("the line is gone", async () => ((await this.line()) === null ? true : null));
  }

  /** @param {string} action A click on one of the line's buttons. */
  async press(action) {
    await this.compose.focus();
    await this.thunderbird.click("window", `#${STRIP} button[data-action="${action}"]`);
  }

  /** @param {string} action Gives one of the line's buttons the keyboard, as the Tab key does, and presses Return. */
  async pressByKeyboard(action) {
    await this.compose.focus();
    await this.thunderbird.chrome((id, name) => {
      const button = /** @type {HTMLElement} */ (document.querySelector(`#${id} button[data-action="${name}"]`));
      button.focus();
      if (document.activeElement !== button || button.tabIndex < 0) {
        throw new Error("the button cannot be reached by the keyboard");
      }
    }, STRIP, action);
    await this.thunderbird.pointer.press("Return");
  }

  /** @returns {Promise<Record<string, {state: string, title: string, image: string}>>} The marks, by address. */
  pills() {
    return this.thunderbird.chrome(() =>
      Object.fromEntries(
        [...document.querySelectorAll("mail-address-pill")].map((/** @type {any} */ pill) => {
          const mark = pill.querySelector(".smime-bridge-pill-mark");
          const shown = { state: pill.dataset.smimeState ?? "", title: mark?.title ?? "", image: mark?.getAttribute("src")?.split("/").at(-1) ?? "" };
          return [pill.emailAddress.toLowerCase(), shown];
        }),
      ),
    );
  }

  /** @returns {Promise<{hidden: string, text: string}|null>} */
  subjectHint() {
    return this.thunderbird.chrome(() => {
      const hint = document.getElementById("smime-bridge-subject-hint");
      return hint && !hint.hidden ? { hidden: hint.dataset.hidden ?? "", text: hint.innerText } : null;
    });
  }

  /**
   * @param {RegExp} words
   * @returns {Promise<{hidden: string, text: string}>}
   */
  subjectSays(words) {
    return until(`the subject's hint says ${words}`, async () => {
      const hint = await this.subjectHint();
      return hint && words.test(hint.text) ? hint : null;
    });
  }

  /** @returns {Promise<string>} The number on the encryption button. */
  badge() {
    return this.thunderbird.chrome(() => {
      const button = document.querySelector("[id$='composeAction-toolbarbutton']");
      return button?.getAttribute("badge") ?? "";
    });
  }
}

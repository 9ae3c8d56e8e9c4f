/**
 * What the background page made of a protected message that is to be edited, forwarded or used as a template.
 *
 * @typedef {object} EditedContent
 * @property {import("./message-parts.sys.mjs").Contents} [contents] - Without the protection.
 * @property {boolean} [encrypted]
 * @property {string} [text] - Why there are no contents.
 */

/**
 * @typedef {object} Edit
 * @property {string} token - Stands for the content in the compose window until it is filled.
 * @property {string} subject - As it is outside the protection.
 * @property {() => Promise<EditedContent>} ask - Asks for the content, again after a failure.
 * @property {Promise<EditedContent>} content
 */

/** Nobody outside can know it: text of a message never looks like a token. */
const PREFIX = `smime-bridge-content-${Services.uuid.generateUUID().toString().slice(1, -1)}-`;
const TOKEN = new RegExp(`${PREFIX}\\d+`);
const KEPT = 64;

/** Protected messages whose content compose windows wait for, by token. */
class Edits {
  #count = 0;
  /** @type {Map<string, Edit>} */
  #waiting = new Map();

  /**
   * @param {string} subject
   * @param {() => Promise<EditedContent>} ask
   * @returns {Edit}
   */
  begin(subject, ask) {
    const edit = { token: `${PREFIX}${++this.#count}`, subject, ask, content: ask() };
    this.#waiting.set(edit.token, edit);
    if (this.#waiting.size > KEPT) {
      this.#waiting.delete(this.#waiting.keys().next().value ?? edit.token);
    }
    return edit;
  }

  /**
   * @param {string} text - Of a compose window.
   * @returns {?string} The token in it.
   */
  tokenIn(text) {
    return TOKEN.exec(text)?.[0] ?? null;
  }

  /**
   * The edit of a token, which from now on belongs to whoever asked.
   *
   * @param {string} token
   */
  take(token) {
    const edit = this.#waiting.get(token) ?? null;
    this.#waiting.delete(token);
    return edit;
  }

  clear() {
    this.#waiting.clear();
  }
}

export const edits = new Edits();

/**
 * Whether a compose window waits for its content. Saving it would replace the stored message by nothing. The mark is on
 * the window itself, so that it outlasts a reload of the add-on.
 *
 * @param {any} window - Null when there is none.
 */
export function isUnfilled(window) {
  return window?.smimeBridgeUnfilled === true;
}

/**
 * @param {any} window
 * @param {boolean} unfilled
 */
export function markUnfilled(window, unfilled) {
  window.smimeBridgeUnfilled = unfilled;
}

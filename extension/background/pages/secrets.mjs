import { defer } from "../../shared/deferred.mjs";

const PAGE = "extension/popup/secret.html";

/**
 * @typedef {object} Question
 * @property {number} id
 * @property {string} kind
 * @property {Record<string, string>} parameters
 * @property {import("../../shared/deferred.mjs").Deferred<?string>} answer
 */

/**
 * Asks the user for the secrets that requests need while they are under way, in one window: further questions wait until it
 * is answered, and come up in the same place. Closing the window dismisses the question.
 */
export class SecretWindow {
  #nextId = 1;
  /** @type {Question[]} */
  #waiting = [];
  /** @type {?Question} */
  #open = null;
  /** @type {?number} */
  #windowId = null;

  /**
   * @param {{ kind: string, parameters: Record<string, string> }} prompt
   * @param {AbortSignal} [ended] - Of the request that asks; when it has ended, nobody needs the answer any more.
   * @returns {Promise<?string>} Null when it was dismissed.
   */
  async ask({ kind, parameters }, ended) {
    const question = { id: this.#nextId++, kind, parameters, answer: defer() };
    const withdraw = () => this.#settle(question, null);
    ended?.addEventListener("abort", withdraw, { once: true });
    this.#waiting.push(question);
    await this.#next();
    const secret = await question.answer.promise;
    ended?.removeEventListener("abort", withdraw);
    return secret;
  }

  /**
   * @param {{ type: string, id: number, secret?: ?string }} message - Of the window's page.
   * @returns {Promise<unknown> | undefined} Undefined when it is not for us.
   */
  answer({ type, id, secret }) {
    const question = this.#open?.id === id ? this.#open : null;
    switch (type) {
      case "secret.question":
        return Promise.resolve(question && { kind: question.kind, parameters: question.parameters });
      case "secret.answer":
        return Promise.resolve(question && this.#settle(question, secret ?? null));
      default:
        return undefined;
    }
  }

  /** @param {number} windowId */
  closed(windowId) {
    if (windowId === this.#windowId && this.#open) {
      this.#windowId = null;
      this.#settle(this.#open, null);
    }
  }

  async #next() {
    if (this.#open || !this.#waiting.length) {
      return;
    }
    const question = /** @type {Question} */ (this.#waiting.shift());
    this.#open = question;
    const url = `${browser.runtime.getURL(PAGE)}?id=${question.id}`;
    try {
      const { id } = await browser.windows.create({ type: "popup", url, width: 560, height: 360, allowScriptsToClose: true });
      if (this.#open === question) {
        this.#windowId = id ?? null;
      } else if (id !== undefined) {
        // The request ended while its window was opening.
        await browser.windows.remove(id);
      }
    } catch {
      this.#settle(question, null);
    }
  }

  /**
   * @param {Question} question
   * @param {?string} secret
   */
  #settle(question, secret) {
    question.answer.resolve(secret);
    this.#waiting = this.#waiting.filter(one => one !== question);
    if (this.#open !== question) {
      return;
    }
    const windowId = this.#windowId;
    this.#open = this.#windowId = null;
    if (windowId !== null) {
      // It may be closing by itself.
      browser.windows.remove(windowId).catch(() => {});
    }
    this.#next();
  }
}

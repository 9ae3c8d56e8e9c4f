/**
 * Questions of the small panels, by name: the verdict of a displayed message, and the ways on when recipients are missing.
 */
export class Panels {
  #openings;
  #missing;

  /**
   * @param {import("../read/openings.mjs").Openings} openings
   * @param {import("../compose/missing.mjs").MissingPanel} missing
   */
  constructor(openings, missing) {
    this.#openings = openings;
    this.#missing = missing;
  }

  /**
   * @param {{ type: string, tabId: number }} question
   * @returns {Promise<unknown> | undefined} Undefined when the question is not for us.
   */
  answer({ type, tabId }) {
    switch (type) {
      case "verdict":
        return this.#verdict(tabId);
      case "missing":
        return Promise.resolve(this.#missing.recipients(tabId));
      case "missing.unencrypted":
        return this.#missing.sendUnencrypted(tabId);
      case "missing.remove":
        return this.#missing.removeRecipients(tabId);
      case "missing.back":
        return this.#missing.back(tabId);
      default:
        return undefined;
    }
  }

  /** @param {number} tabId */
  async #verdict(tabId) {
    const displayed = /** @type {unknown} */ (await browser.messageDisplay.getDisplayedMessages(tabId));
    const { messages } = /** @type {{ messages: browser.messages.MessageHeader[] }} */ (displayed);
    if (messages.length !== 1) {
      return { report: null, failure: null, author: "" };
    }
    const { report, failure } = await this.#openings.verdict(messages[0].id);
    return { report, failure: failure && { code: failure.code, parameters: failure.parameters }, author: messages[0].author };
  }
}

const PANEL = "extension/popup/clear.html";

/**
 * Why the user is asked before a message leaves unencrypted.
 *
 * @typedef {object} Occasion
 * @property {string[]} asked - Recipients with a rule to ask.
 * @property {string[]} lost - Recipients because of whom encryption went off by itself.
 */

/** The question in words before a message leaves unencrypted that a rule, or encryption a moment ago, concerns. */
export class ClearQuestion {
  #choices;
  #onChange;
  /** @type {Map<number, Occasion>} */
  #occasions = new Map();

  /**
   * @param {import("./choices.mjs").ComposeChoices} choices
   * @param {(tabId: number) => Promise<void>} onChange - The choices of this tab changed.
   */
  constructor(choices, onChange) {
    this.#choices = choices;
    this.#onChange = onChange;
  }

  /**
   * @param {number} tabId
   * @param {Occasion} occasion
   */
  async show(tabId, occasion) {
    this.#occasions.set(tabId, occasion);
    const url = `${browser.runtime.getURL(PANEL)}?tab=${tabId}`;
    await browser.windows.create({ type: "popup", url, width: 640, height: 420, allowScriptsToClose: true });
  }

  /**
   * @param {number} tabId
   * @returns {Occasion}
   */
  occasion(tabId) {
    return this.#occasions.get(tabId) ?? { asked: [], lost: [] };
  }

  /** @param {number} tabId - Whose message leaves unencrypted, this once. */
  async sendUnencrypted(tabId) {
    await this.#choices.change(tabId, { encrypt: false, confirmed: true });
    await this.back(tabId);
    await browser.compose.sendMessage(tabId);
  }

  /** @param {number} tabId - Whose message is encrypted instead; sending is left to the user. */
  async encrypt(tabId) {
    await this.#choices.change(tabId, { encrypt: true, decidedBy: "user", lost: [] });
    await this.#onChange(tabId);
    await this.back(tabId);
  }

  /** @param {number} tabId */
  async back(tabId) {
    this.#occasions.delete(tabId);
    const { windowId } = await browser.tabs.get(tabId);
    if (windowId !== undefined) {
      await browser.windows.update(windowId, { focused: true });
    }
  }
}

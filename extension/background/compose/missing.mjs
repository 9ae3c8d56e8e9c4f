import { bareAddress } from "./address-list.mjs";

const PANEL = "extension/popup/missing.html";

/** @typedef {import("../../types/protocol.d.ts").RecipientState} RecipientState */

/**
 * What a panel shows.
 *
 * @typedef {object} Trouble
 * @property {RecipientState[]} recipients
 * @property {number} others - How many recipients besides them are ready.
 * @property {boolean} sending - The user pressed Send and nothing was sent; else the panel was opened while writing.
 */

/** The panel that says who cannot be encrypted to, and the ways on from there. */
export class MissingPanel {
  #choices;
  #onChange;
  /** @type {Map<number, Trouble & { windowId?: number }>} */
  #troubles = new Map();

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
   * @param {RecipientState[]} recipients
   * @param {{ sending?: boolean, others?: number }} [occasion]
   */
  async show(tabId, recipients, { sending = false, others = 0 } = {}) {
    await this.#closeOpen(tabId);
    const trouble = { recipients, others, sending };
    this.#troubles.set(tabId, trouble);
    const url = `${browser.runtime.getURL(PANEL)}?tab=${tabId}`;
    const { id } = await browser.windows.create({ type: "popup", url, width: 720, height: 620, allowScriptsToClose: true });
    Object.assign(trouble, { windowId: id });
  }

  /**
   * @param {number} tabId
   * @returns {Trouble}
   */
  trouble(tabId) {
    const { recipients, others, sending } = this.#troubles.get(tabId) ?? { recipients: [], others: 0, sending: false };
    return { recipients, others, sending };
  }

  /**
   * Some of them may have become ready, others are gone from the message.
   *
   * @param {number} tabId
   * @param {RecipientState[]} recipients
   * @returns {Trouble}
   */
  update(tabId, recipients) {
    Object.assign(this.#troubles.get(tabId) ?? {}, { recipients });
    return this.trouble(tabId);
  }

  /**
   * The user has confirmed in words: encryption goes off, visibly, and the message is sent.
   *
   * @param {number} tabId
   */
  async sendUnencrypted(tabId) {
    await this.#choices.change(tabId, { encrypt: false, decidedBy: "user", lost: [], confirmed: true });
    await this.#onChange(tabId);
    await this.back(tabId);
    await browser.compose.sendMessage(tabId);
  }

  /**
   * The user has confirmed in words, by name: these get a message of their own, unencrypted, the others the encrypted one.
   *
   * @param {number} tabId
   */
  async sendSeparately(tabId) {
    const separately = this.trouble(tabId).recipients.filter(({ ready }) => !ready).map(({ address }) => address);
    await this.#choices.change(tabId, { encrypt: true, decidedBy: "user", lost: [], separately });
    await this.back(tabId);
    await browser.compose.sendMessage(tabId);
  }

  /** @param {number} tabId - Everybody is ready now: the message is sent as it was meant to be. */
  async sendEncrypted(tabId) {
    await this.back(tabId);
    await browser.compose.sendMessage(tabId);
  }

  /**
   * Takes recipients out and leaves sending to the user.
   *
   * @param {number} tabId
   * @param {string[]} [addresses] - All who are not ready, when none are named.
   */
  async removeRecipients(tabId, addresses) {
    const { recipients } = this.trouble(tabId);
    const named = addresses ?? recipients.filter(({ ready }) => !ready).map(({ address }) => address);
    const unwanted = new Set(named.map(address => address.toLowerCase()));
    const { to, cc, bcc } = await browser.compose.getComposeDetails(tabId);
    await browser.compose.setComposeDetails(tabId, {
      to: await without(to, unwanted),
      cc: await without(cc, unwanted),
      bcc: await without(bcc, unwanted),
    });
    this.update(tabId, recipients.filter(({ address }) => !unwanted.has(address.toLowerCase())));
    if (!addresses) {
      await this.back(tabId);
    }
  }

  /** @param {number} tabId */
  async back(tabId) {
    this.#troubles.delete(tabId);
    const { windowId } = await browser.tabs.get(tabId);
    if (windowId !== undefined) {
      await browser.windows.update(windowId, { focused: true });
    }
  }

  /** @param {number} tabId - Whose panel, if there is one, makes place for a new one. */
  async #closeOpen(tabId) {
    const windowId = this.#troubles.get(tabId)?.windowId;
    if (windowId !== undefined) {
      await browser.windows.remove(windowId).catch(() => undefined);
    }
  }
}

/**
 * @param {messenger.compose.ComposeRecipientList | undefined} recipients
 * @param {Set<string>} unwanted - Addresses in lower case.
 */
async function without(recipients, unwanted) {
  const kept = [];
  for (const recipient of [recipients ?? []].flat()) {
    if (typeof recipient !== "string" || !unwanted.has(bareAddress(recipient))) {
      kept.push(recipient);
    }
  }
  return kept;
}

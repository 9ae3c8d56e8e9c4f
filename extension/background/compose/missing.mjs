const PANEL = "extension/popup/missing.html";

/** The panel that says who cannot be encrypted to, and the three ways on from there. */
export class MissingPanel {
  #choices;
  #onChange;
  /** @type {Map<number, import("../../types/protocol.d.ts").RecipientState[]>} */
  #missing = new Map();

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
   * @param {import("../../types/protocol.d.ts").RecipientState[]} missing
   */
  async show(tabId, missing) {
    this.#missing.set(tabId, missing);
    const url = `${browser.runtime.getURL(PANEL)}?tab=${tabId}`;
    await browser.windows.create({ type: "popup", url, width: 640, height: 520, allowScriptsToClose: true });
  }

  /** @param {number} tabId */
  recipients(tabId) {
    return this.#missing.get(tabId) ?? [];
  }

  /**
   * The user has confirmed in words: encryption goes off, visibly, and the message is sent.
   *
   * @param {number} tabId
   */
  async sendUnencrypted(tabId) {
    await this.#choices.change(tabId, { encrypt: false });
    await this.#onChange(tabId);
    await this.back(tabId);
    await browser.compose.sendMessage(tabId);
  }

  /**
   * Takes those recipients out and leaves sending to the user.
   *
   * @param {number} tabId
   */
  async removeRecipients(tabId) {
    const unwanted = new Set(this.recipients(tabId).map(one => one.address.toLowerCase()));
    const { to, cc, bcc } = await browser.compose.getComposeDetails(tabId);
    await browser.compose.setComposeDetails(tabId, {
      to: await without(to, unwanted),
      cc: await without(cc, unwanted),
      bcc: await without(bcc, unwanted),
    });
    await this.back(tabId);
  }

  /** @param {number} tabId */
  async back(tabId) {
    this.#missing.delete(tabId);
    const { windowId } = await browser.tabs.get(tabId);
    if (windowId !== undefined) {
      await browser.windows.update(windowId, { focused: true });
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

/**
 * @param {string} recipient - `Name <address>` or an address.
 * @returns {string} The address in lower case.
 */
export function bareAddress(recipient) {
  return (/<([^<>]+)>\s*$/.exec(recipient)?.[1] ?? recipient).trim().toLowerCase();
}

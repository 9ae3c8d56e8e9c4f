import { text } from "../../shared/text.mjs";

const SIGN_MENU = "sign";

/** The compose window's controls: what they show, and what happens when they are used. */
export class ComposeButtons {
  #choices;

  /** @param {import("./choices.mjs").ComposeChoices} choices */
  constructor(choices) {
    this.#choices = choices;
  }

  /** Puts the signing choice into the context menu of the encryption button, the second way to it. */
  async createMenu() {
    await browser.menus.removeAll();
    browser.menus.create({ id: SIGN_MENU, type: "checkbox", title: text("composeSignMenu"), contexts: ["compose_action"] });
  }

  /** @param {number} tabId */
  async toggleEncryption(tabId) {
    const { encrypt } = await this.#choices.of(tabId);
    await this.#choices.change(tabId, { encrypt: !encrypt, decidedBy: "user", lost: [] });
    await this.refresh(tabId);
  }

  /** @param {number} tabId */
  async toggleSigning(tabId) {
    const { sign } = await this.#choices.of(tabId);
    await this.#choices.change(tabId, { sign: !sign });
    await this.refresh(tabId);
  }

  /** @param {number} tabId - Of a message that makes no sense unsigned. */
  async switchSigningOn(tabId) {
    await this.#choices.change(tabId, { sign: true });
    await this.refresh(tabId);
  }

  /** @param {number} tabId */
  async refresh(tabId) {
    const { sign, encrypt } = await this.#choices.of(tabId);
    const lock = encrypt ? "On" : "Off";
    const pen = sign ? "On" : "Off";
    await Promise.all([
      browser.composeAction.setLabel({ tabId, label: text(`composeEncrypt${lock}Label`) }),
      browser.composeAction.setTitle({ tabId, title: text(`composeEncrypt${lock}Title`) }),
      browser.composeAction.setIcon({ tabId, path: `/extension/icons/encrypt-${lock.toLowerCase()}.svg` }),
      browser.smimeToolbar.show(tabId, {
        label: text(`composeSign${pen}Label`),
        title: text(`composeSign${pen}Title`),
        icon: `extension/icons/sign-${pen.toLowerCase()}.svg`,
        pressed: sign,
        encrypted: encrypt,
      }),
    ]);
  }

  /**
   * @param {number} tabId
   * @param {number} blocked - How many recipients an encrypted message could not be sent to.
   */
  async badge(tabId, blocked) {
    await browser.composeAction.setBadgeText({ tabId, text: blocked ? String(blocked) : "" });
    await browser.composeAction.setBadgeBackgroundColor({ tabId, color: "#c92a2a" });
  }

  /** @param {number} tabId - Whose menu is about to open. */
  async refreshMenu(tabId) {
    const { sign } = await this.#choices.of(tabId);
    await browser.menus.update(SIGN_MENU, { checked: sign });
    await browser.menus.refresh();
  }
}

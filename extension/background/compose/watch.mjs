import { Failure } from "../../shared/failure.mjs";
import { automaticChange } from "./automatic.mjs";
import { faceOf, isUnready } from "./face.mjs";

/**
 * A message being written, as its window shows it.
 *
 * @typedef {object} Described
 * @property {string} from - The bare address in the From field, changed by hand or not.
 * @property {string} identity - The address of the identity that it was chosen from.
 * @property {{ address: string, field: "to" | "cc" | "bcc", list: string }[]} recipients - Lists of the address book expanded.
 * @property {boolean} newsgroups
 * @property {boolean} linked - A file that was uploaded somewhere is only linked to.
 * @property {{ encrypt: boolean, sign: boolean, technology: string, able: boolean }} own - Thunderbird's own protection.
 */

/** Follows every compose window and shows in it, while one types, what would become of the message. */
export class ComposeWatch {
  #states;
  #choices;
  #buttons;
  #onEncryption;
  #fix;
  /** @type {Map<number, AbortController>} */
  #underWay = new Map();
  /** @type {Map<number, import("../../types/protocol.d.ts").RecipientsChecked>} */
  #seen = new Map();

  /**
   * @param {import("./states.mjs").RecipientStates} states
   * @param {import("./choices.mjs").ComposeChoices} choices
   * @param {import("./buttons.mjs").ComposeButtons} buttons
   * @param {(tabId: number) => Promise<void>} onEncryption - Encryption or signing was switched.
   * @param {(tabId: number, attention: import("../../types/protocol.d.ts").RecipientState[], others: number) => Promise<void>} fix - Shows the ways on.
   */
  constructor(states, choices, buttons, onEncryption, fix) {
    this.#states = states;
    this.#choices = choices;
    this.#buttons = buttons;
    this.#onEncryption = onEncryption;
    this.#fix = fix;
  }

  /**
   * Looks at the window anew. A look that is overtaken by the next change ends without a word; the answer at hand is shown
   * first, that of the network when it comes.
   *
   * @param {number} tabId
   */
  async refresh(tabId) {
    this.#underWay.get(tabId)?.abort();
    const abort = new AbortController();
    this.#underWay.set(tabId, abort);
    try {
      for (const offline of [true, false]) {
        const described = await browser.smimeStrip.describe(tabId);
        if (!described || abort.signal.aborted || !(await this.#look(tabId, described, { offline, signal: abort.signal }))) {
          return;
        }
      }
    } finally {
      if (this.#underWay.get(tabId) === abort) {
        this.#underWay.delete(tabId);
      }
    }
  }

  /**
   * A window has opened: what was believed for the last one may be old by now.
   *
   * @param {number} tabId
   */
  async opened(tabId) {
    this.#states.forget();
    await this.refresh(tabId);
  }

  /** Looks at all windows anew: keys, certificates, trust or rules have changed. */
  async refreshAll() {
    this.#states.forget();
    const tabs = await browser.tabs.query({ type: "messageCompose" });
    await Promise.all(tabs.map(({ id }) => this.refresh(/** @type {number} */ (id))));
  }

  /** @param {number} tabId */
  forget(tabId) {
    this.#underWay.get(tabId)?.abort();
    this.#underWay.delete(tabId);
    this.#seen.delete(tabId);
  }

  /**
   * @param {number} tabId
   * @param {string} action - Of the line above the text.
   */
  async act(tabId, action) {
    switch (action) {
      case "fix":
        return this.#showWays(tabId, state => isUnready(state) || state.reason === "changed");
      case "recipients":
        return this.#showWays(tabId, () => true);
      case "encrypt":
      case "clear":
        await this.#choices.change(tabId, { encrypt: action === "encrypt", decidedBy: "user", lost: [] });
        break;
      case "unsign":
        await this.#choices.change(tabId, { sign: false });
        break;
      case "release":
        await browser.smimeStrip.releaseOwnProtection(tabId);
        break;
      case "settings":
        return browser.runtime.openOptionsPage();
    }
    await this.#onEncryption(tabId);
    return this.refresh(tabId);
  }

  /**
   * @param {number} tabId
   * @param {(state: import("../../types/protocol.d.ts").RecipientState) => boolean} concerns - Whom the panel is about.
   */
  #showWays(tabId, concerns) {
    const recipients = this.#seen.get(tabId)?.recipients ?? [];
    const attention = recipients.filter(concerns);
    return this.#fix(tabId, attention, recipients.length - attention.length);
  }

  /**
   * @param {number} tabId
   * @param {Described} described
   * @param {{ offline: boolean, signal: AbortSignal }} how
   * @returns {Promise<boolean>} False when there is no more to find out.
   */
  async #look(tabId, described, how) {
    let checked = null;
    let failure = null;
    try {
      checked = await this.#states.check(described.from, addressesOf(described), how);
    } catch (error) {
      failure = Failure.from(error);
    }
    if (how.signal.aborted) {
      return false;
    }
    if (checked) {
      this.#seen.set(tabId, checked);
      await this.#decide(tabId, described, checked);
    }
    await this.#show(tabId, described, checked, failure);
    return checked !== null;
  }

  /**
   * @param {number} tabId
   * @param {Described} described
   * @param {import("../../types/protocol.d.ts").RecipientsChecked} checked
   */
  async #decide(tabId, described, checked) {
    const change = automaticChange(await this.#choices.of(tabId), situation(described, checked));
    if (change) {
      await this.#choices.change(tabId, change);
      await this.#onEncryption(tabId);
    }
  }

  /**
   * @param {number} tabId
   * @param {Described} described
   * @param {?import("../../types/protocol.d.ts").RecipientsChecked} checked
   * @param {?Failure} failure
   */
  async #show(tabId, described, checked, failure) {
    const choices = await this.#choices.of(tabId);
    const face = faceOf({ described, choices, checked, failure });
    const blocked = face.pills.filter(({ state }) => state === "blocked").length;
    await Promise.all([browser.smimeStrip.show(tabId, face), this.#buttons.badge(tabId, blocked)]);
  }
}

/** @param {Described} described */
function addressesOf({ recipients }) {
  return [...new Map(recipients.map(({ address }) => [address.toLowerCase(), address])).values()];
}

/**
 * @param {Described} described
 * @param {import("../../types/protocol.d.ts").RecipientsChecked} checked
 * @returns {import("./automatic.mjs").Situation}
 */
function situation(described, checked) {
  return {
    mode: checked.encryptByDefault,
    bound: checked.recipients.some(({ rule }) => rule === "always"),
    recipients: checked.recipients.map(({ address }) => address),
    unready: checked.recipients.filter(isUnready).map(({ address }) => address),
    able: !described.newsgroups && !(described.own.encrypt && described.own.able) && !checked.sender.some(({ code }) => code === "no-own-certificate"),
  };
}

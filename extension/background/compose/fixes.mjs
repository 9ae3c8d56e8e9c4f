import { text } from "../../shared/text.mjs";
import { isUnready } from "./face.mjs";

/** @typedef {import("./missing.mjs").Trouble} Trouble */

/** What can be done about a recipient who is not ready, each at the user's wish. */
export class RecipientFixes {
  #panel;
  #states;
  #collected;
  #choices;
  #onChange;
  /** @type {Map<number, AbortController>} */
  #searches = new Map();

  /**
   * @param {import("./missing.mjs").MissingPanel} panel
   * @param {import("./states.mjs").RecipientStates} states
   * @param {import("./collected.mjs").CollectedMail} collected
   * @param {import("./choices.mjs").ComposeChoices} choices
   * @param {(tabId: number) => Promise<void>} onChange - Something was found out about recipients of this tab.
   */
  constructor(panel, states, collected, choices, onChange) {
    this.#panel = panel;
    this.#states = states;
    this.#collected = collected;
    this.#choices = choices;
    this.#onChange = onChange;
  }

  /**
   * Asks about the recipients anew.
   *
   * @param {number} tabId
   * @returns {Promise<Trouble>}
   */
  async recheck(tabId) {
    this.#states.forget();
    const { recipients } = this.#panel.trouble(tabId);
    const checked = await this.#check(tabId, recipients.map(({ address }) => address));
    await this.#onChange(tabId);
    return this.#panel.update(tabId, checked);
  }

  /**
   * Looks for signed mail of a recipient. Progress is told to the panel; another call or {@link cancel} ends it.
   *
   * @param {number} tabId
   * @param {string} address
   * @returns {Promise<import("./collected.mjs").Search & { trouble: Trouble }>}
   */
  async collect(tabId, address) {
    this.cancel(tabId);
    const abort = new AbortController();
    this.#searches.set(tabId, abort);
    const search = await this.#collected.search(address, {
      signal: abort.signal,
      enough: async () => !(await this.#check(tabId, [address])).some(isUnready),
      // The panel may have been closed: then nobody hears it.
      onProgress: progress => void browser.runtime.sendMessage({ type: "fix.progress", tabId, address, ...progress }).catch(() => undefined),
    });
    return { ...search, trouble: await this.recheck(tabId) };
  }

  /** @param {number} tabId */
  cancel(tabId) {
    this.#searches.get(tabId)?.abort();
    this.#searches.delete(tabId);
  }

  /**
   * Writes the message that asks for a signed one, signed itself, and leaves sending to the user.
   *
   * @param {number} tabId
   * @param {string} address
   */
  async askForSigned(tabId, address) {
    const { identityId } = await browser.compose.getComposeDetails(tabId);
    const details = { identityId, to: [address], subject: text("askSubject"), isPlainText: true, plainTextBody: text("askBody") };
    const { id } = await browser.compose.beginNew(details);
    await this.#choices.change(/** @type {number} */ (id), { sign: true, encrypt: false, decidedBy: "user" });
    await this.#onChange(/** @type {number} */ (id));
  }

  /**
   * The addresses to which the message that is answered says that answers to its mailing list go.
   *
   * @param {number} tabId
   * @returns {Promise<string[]>}
   */
  async listAddresses(tabId) {
    const { relatedMessageId } = await browser.compose.getComposeDetails(tabId);
    if (relatedMessageId === undefined) {
      return [];
    }
    const { headers = {} } = await browser.messages.getFull(relatedMessageId);
    const posts = /** @type {string[]} */ (headers["list-post"] ?? []).join(" ");
    return [...posts.matchAll(/<mailto:([^?>]+)/gi)].map(([, address]) => decodeURIComponent(address).toLowerCase());
  }

  /**
   * @param {number} tabId
   * @param {string[]} addresses
   */
  async #check(tabId, addresses) {
    const described = await browser.smimeStrip.describe(tabId);
    const { recipients } = await this.#states.check(described?.from ?? "", addresses, { offline: false });
    return recipients;
  }
}

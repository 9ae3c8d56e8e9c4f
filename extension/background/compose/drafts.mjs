import { Failure } from "../../shared/failure.mjs";
import { failureText, text } from "../../shared/text.mjs";
import { stateField } from "./draft-state.mjs";

/**
 * A message that Thunderbird is about to store as a draft or template.
 *
 * @typedef {import("./plan.mjs").OutgoingMessage & { automatic: boolean }} SavedMessage
 */

/** @typedef {{ message: SavedMessage, choices: import("./choices.mjs").Choices, abort: AbortController }} HeldDraft */

/** Name of the bar that asks what to do with a draft that cannot be encrypted. */
export const DRAFT_BAR = "smime-bridge-draft";

/**
 * Stores a message that is to be encrypted as it will be sent: encrypted, to its writer alone. If that is not possible the
 * user decides, once for each message; until then nothing is stored.
 */
export class Drafts {
  #host;
  #choices;
  #intake;
  #parcels;
  /** @type {Map<string, HeldDraft>} */
  #held = new Map();
  /** @type {Map<number, boolean>} Whether each window's message was last known to be encrypted. */
  #encrypting = new Map();

  /**
   * @param {import("../bridge/host.mjs").Host} host
   * @param {import("./choices.mjs").ComposeChoices} choices
   * @param {import("./intake.mjs").Intake} intake
   * @param {import("./parcels.mjs").Parcels} parcels
   */
  constructor(host, choices, intake, parcels) {
    this.#host = host;
    this.#choices = choices;
    this.#intake = intake;
    this.#parcels = parcels;
  }

  /**
   * @param {SavedMessage} message
   * @returns {Promise<import("./sending.mjs").Preparation>}
   */
  async prepare(message) {
    if (message.tabId === null) {
      return { action: "leave" };
    }
    const choices = await this.#choices.of(message.tabId);
    this.#encrypting.set(message.tabId, choices.encrypt);
    if (!choices.encrypt || choices.drafts === "clear") {
      return { action: "leave" };
    }
    if (choices.drafts === "none" && message.automatic) {
      return { action: "cancel" };
    }
    this.#held.set(message.handle, { message, choices, abort: new AbortController() });
    return { action: "protect" };
  }

  /**
   * @param {import("./intake.mjs").FirstPiece} first
   * @returns {Promise<import("./sending.mjs").Outcome>}
   */
  async store({ handle, mime, more }) {
    const held = this.#held.get(handle);
    if (!held) {
      return { text: failureText(new Failure("message-gone")) };
    }
    const { message, choices, abort } = held;
    try {
      const content = this.#intake.begin({ handle, mime: stateField(choices, mime), more });
      const stored = await this.#encrypt(message, content, abort.signal);
      await browser.smimeComposing.withdraw(/** @type {number} */ (message.tabId), DRAFT_BAR);
      return { message: stored };
    } catch (error) {
      const reason = failureText(Failure.from(error));
      await this.#ask(message, reason);
      return { text: message.automatic ? "" : `${reason}\n${text("draftDecideBelow")}` };
    } finally {
      this.#held.delete(handle);
      this.#intake.end(handle);
    }
  }

  /** @param {{ handle: string }} details */
  cancel({ handle }) {
    this.#held.get(handle)?.abort.abort();
  }

  /**
   * The user's answer, for this message only.
   *
   * @param {number} tabId
   * @param {string} choice
   */
  async decide(tabId, choice) {
    await this.#choices.change(tabId, { drafts: choice === "clear" ? "clear" : "none" });
    if (choice === "clear") {
      await browser.smimeComposing.save(tabId, false);
    }
  }

  /**
   * Encryption was switched on or off, or may have been. A draft that lies unencrypted in the folder is replaced at once.
   *
   * @param {number} tabId
   */
  async encryptionChanged(tabId) {
    const { encrypt } = await this.#choices.of(tabId);
    if (this.#encrypting.get(tabId) === encrypt) {
      return;
    }
    this.#encrypting.set(tabId, encrypt);
    await browser.smimeComposing.withdraw(tabId, DRAFT_BAR);
    if (encrypt) {
      await this.#choices.change(tabId, { drafts: undefined });
      await browser.smimeComposing.save(tabId, true);
    }
  }

  /** @param {number} tabId - Of a closed window. */
  forget(tabId) {
    this.#encrypting.delete(tabId);
  }

  /**
   * @param {SavedMessage} message
   * @param {Uint8Array | AsyncIterable<Uint8Array>} content
   * @param {AbortSignal} signal
   */
  async #encrypt({ from, handle }, content, signal) {
    const how = { sign: false, encrypt: true, form: "clear", purpose: "draft", includeCertificates: false };
    const request = { type: "message.protect", from, recipients: [], ...how };
    const { pieces = [] } = await this.#host.request(request, { content, pieces: true, signal });
    if (!pieces.length) {
      throw new Failure("host-unreadable");
    }
    return this.#parcels.pack(`${handle}/`, pieces);
  }

  /**
   * @param {SavedMessage} message
   * @param {string} reason
   */
  async #ask(message, reason) {
    await browser.smimeComposing.offer(/** @type {number} */ (message.tabId), {
      name: DRAFT_BAR,
      label: text("draftNotEncrypted", { reason }),
      buttons: [
        { id: "clear", label: text("draftSaveClear") },
        { id: "none", label: text("draftSaveNone") },
      ],
    });
  }
}

import { protectedSubject } from "../read/look.mjs";
import { text } from "../../shared/text.mjs";

/**
 * What a message owes to an encrypted one that it answers, forwards or is made of.
 *
 * @typedef {object} Origin
 * @property {string} outerSubject - As it was readable on the way.
 * @property {string} innerSubject - As it was protected.
 */

/** Name of the bar that warns when the text of an encrypted message would leave unencrypted. */
export const ANSWER_BAR = "smime-bridge-answer";

/**
 * Keeps what came encrypted from leaving in the clear unnoticed: the protected subject appears in the window only while the
 * message is to be encrypted (RFC 9788 section 6.1), and sending the quoted text unencrypted is confirmed in words.
 */
export class Answers {
  #choices;
  #openings;

  /**
   * @param {import("./choices.mjs").ComposeChoices} choices
   * @param {import("../read/openings.mjs").Openings} openings
   */
  constructor(choices, openings) {
    this.#choices = choices;
    this.#openings = openings;
  }

  /**
   * A window was opened: an answer to an encrypted message gets its subject. Other windows get it with their content.
   *
   * @param {number} tabId
   */
  async opened(tabId) {
    const { relatedMessageId, type } = await browser.compose.getComposeDetails(tabId);
    const { origin } = await this.#choices.of(tabId);
    if (origin || relatedMessageId === undefined || type !== "reply") {
      return;
    }
    const { report } = await this.#openings.verdict(relatedMessageId);
    if (report?.encryption.status === "decrypted") {
      const { subject } = await browser.messages.get(relatedMessageId);
      await this.begin(tabId, { outerSubject: subject, innerSubject: protectedSubject(report) ?? subject });
    }
  }

  /**
   * @param {number} tabId
   * @param {Origin} origin
   */
  async begin(tabId, origin) {
    await this.#choices.change(tabId, { origin });
    await this.encryptionChanged(tabId);
  }

  /**
   * Encryption was switched on or off, or is known for the first time.
   *
   * @param {number} tabId
   */
  async encryptionChanged(tabId) {
    const { origin, encrypt } = await this.#choices.of(tabId);
    if (!origin) {
      return;
    }
    const { outerSubject, innerSubject } = origin;
    await (encrypt ? this.#rename(tabId, outerSubject, innerSubject) : this.#rename(tabId, innerSubject, outerSubject));
    if (encrypt) {
      await browser.smimeComposing.withdraw(tabId, ANSWER_BAR);
    } else {
      await browser.smimeComposing.offer(tabId, { name: ANSWER_BAR, label: text("answerUnencrypted"), buttons: [] });
    }
  }

  /**
   * Before a message leaves.
   *
   * @param {number} tabId
   * @param {import("./choices.mjs").Choices} choices
   * @returns {Promise<boolean>} False when the user does not want to send it like this.
   */
  async mayLeave(tabId, { origin, encrypt }) {
    if (!origin || encrypt) {
      return true;
    }
    const { subject = "" } = await browser.compose.getComposeDetails(tabId);
    const named = origin.innerSubject !== origin.outerSubject && subject.includes(origin.innerSubject);
    return browser.smimeComposing.confirm(tabId, {
      title: text("answerConfirmTitle"),
      text: text(named ? "answerConfirmSubject" : "answerConfirm"),
      accept: text("answerConfirmSend"),
      cancel: text("answerConfirmBack"),
    });
  }

  /**
   * @param {number} tabId
   * @param {string} from
   * @param {string} to
   */
  async #rename(tabId, from, to) {
    const { subject = "" } = await browser.compose.getComposeDetails(tabId);
    if (from && from !== to && subject.includes(from)) {
      await browser.smimeComposing.setSubject(tabId, subject.replace(from, () => to));
    }
  }
}

import { text } from "../../shared/text.mjs";

const NAME = "certificate";

/** Offers, above a displayed message that brings a certificate, to set it up. */
export class CertificateOffers {
  #mail;

  /** @param {import("./certificate-mail.mjs").CertificateMail} mail */
  constructor(mail) {
    this.#mail = mail;
  }

  /** @param {number[]} messageIds - What a tab shows now. */
  async display(messageIds) {
    if (messageIds.length !== 1) {
      return;
    }
    const [messageId] = messageIds;
    // Without a host nothing is offered; what is wrong then is told where the user asks for something.
    const [first] = await this.#mail.look(messageId).catch(() => []);
    if (first) {
      await browser.smimeNotices.show(messageId, {
        name: NAME,
        text: text(first.kind === "answer" ? "setupOfferAnswer" : "setupOffer", { file: first.name }),
        button: text("setupOfferButton"),
      });
    }
  }

  /**
   * The button of a notice was pressed.
   *
   * @param {string} name
   * @param {number} messageId
   */
  async press(name, messageId) {
    const [first] = name === NAME ? await this.#mail.look(messageId) : [];
    if (first) {
      await this.#mail.setUp(messageId, first);
    }
  }

  /**
   * @param {{ type: string, messageId: number }} question
   * @returns {Promise<unknown> | undefined} Undefined when the question is not for us.
   */
  answer({ type, messageId }) {
    return type === "setup.done" ? this.#settle(messageId) : undefined;
  }

  /** @param {number} messageId */
  async #settle(messageId) {
    await this.#mail.settle(messageId);
    await browser.smimeNotices.hide(NAME);
  }
}

import { codeText, failureText, text } from "../../shared/text.mjs";
import { displayForm } from "./display-form.mjs";
import { protectedSubject } from "./look.mjs";

/**
 * @typedef {object} SeamAnswer
 * @property {Uint8Array} [mime] - The content.
 * @property {Uint8Array} [display] - What to show of it in the message pane, when that is less.
 * @property {Record<string, number>} [sizes] - True sizes of attachments by those of their stand-ins in `display`.
 * @property {boolean} [encrypted]
 * @property {?string} [subject]
 * @property {string} [title] - Shown when there is nothing to show.
 * @property {string} [detail]
 * @property {boolean} [passing] - The next look at the message may come to more: its key is locked now.
 */

/** Answers the reading seam with the content of a message, or with why there is none. */
export class ReadingSeam {
  #openings;

  /** @param {import("./openings.mjs").Openings} openings */
  constructor(openings) {
    this.#openings = openings;
  }

  /**
   * @param {{ messageId: ?number, cms: ?Uint8Array }} details
   * @returns {Promise<SeamAnswer>}
   */
  async answer({ messageId, cms }) {
    return contentOf(await (messageId === null ? this.#openings.openContent(cms ?? new Uint8Array()) : this.#openings.open(messageId)));
  }
}

/**
 * @param {import("./openings.mjs").OpeningWithContent} opening
 * @returns {SeamAnswer}
 */
export function contentOf({ report, failure, content }) {
  if (failure) {
    return { title: text("readingFailed"), detail: failureText(failure) };
  }
  if (!report?.layers.length && report?.seal !== "cannot-decrypt") {
    // It calls itself protected and is not: its bytes are nothing to show as a message.
    const [reason] = report?.findings ?? [];
    return { title: text("readingFailed"), detail: reason ? codeText("finding", reason.code, reason.parameters) : "" };
  }
  if (report.seal === "cannot-decrypt" || !content) {
    const { status } = report.encryption;
    const told = { title: text("readingLocked"), detail: codeText("encryption", status) };
    return status === "locked" ? { ...told, passing: true } : told;
  }
  if (report.layers.some(layer => layer.kind === "certs-only" && layer.covers === "message")) {
    return { title: text("readingCertificatesOnly"), detail: "" };
  }
  const less = displayForm(content);
  return {
    mime: content,
    ...(less ? { display: less.mime, sizes: less.sizes } : {}),
    encrypted: report.encryption.status === "decrypted",
    subject: protectedSubject(report),
  };
}

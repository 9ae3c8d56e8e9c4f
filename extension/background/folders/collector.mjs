import { bareAddress } from "../compose/address-list.mjs";

/**
 * What one message taught.
 *
 * @typedef {object} Lesson
 * @property {boolean} signed
 * @property {string[]} added - Addresses with a certificate that was not known.
 * @property {string[]} known - Addresses whose certificate was known.
 * @property {{ address: string, reason: string }[]} refused - Signers of whom nothing was learned, with the reason why their signature is not good.
 */

/** Lets the host learn from old mail: from verified signatures only, as from mail that is displayed. */
export class Collector {
  #openings;

  /** @param {import("../read/openings.mjs").Openings} openings */
  constructor(openings) {
    this.#openings = openings;
  }

  /**
   * @param {import("./rewriter.mjs").Item} item
   * @returns {Promise<?Lesson>} Null when the message is gone.
   */
  async look({ folderId, key, headerMessageId }) {
    const messageId = await browser.smimeFolders.find(folderId, key, headerMessageId);
    if (messageId === null) {
      return null;
    }
    const { report, failure } = await this.#openings.open(messageId, { teach: true });
    if (failure) {
      throw failure;
    }
    return lessonOf(report, bareAddress((await browser.messages.get(messageId)).author));
  }
}

/**
 * @param {?import("../../types/protocol.d.ts").Report} report
 * @param {string} author
 * @returns {Lesson}
 */
export function lessonOf(report, author) {
  const added = addresses((report?.learned ?? []).filter(one => one.change === "added"));
  const status = report?.signature.status ?? "none";
  const signer = report?.signers[0];
  return {
    signed: status !== "none",
    added,
    known: addresses((report?.signers ?? []).filter(one => one.status === "valid")).filter(one => !added.includes(one)),
    refused:
      status === "none" || status === "valid"
        ? []
        : [{ address: (signer?.address ?? author).toLowerCase(), reason: signer && signer.chain !== "valid" ? signer.chain : status }],
  };
}

/** @param {{ address?: string }[]} named */
function addresses(named) {
  return [...new Set(named.flatMap(({ address }) => (address ? [address.toLowerCase()] : [])))];
}

import { bareAddress } from "./address-list.mjs";

/** So many of the newest messages are looked into: a certificate that is not in them is hardly in older ones. */
const LOOKED_INTO = 60;

/** @typedef {{ looked: number, total: number, found: boolean }} Search */

/** Looks for signed mail of a correspondent in all folders, and lets the host learn from it. */
export class CollectedMail {
  #openings;

  /** @param {import("../read/openings.mjs").Openings} openings */
  constructor(openings) {
    this.#openings = openings;
  }

  /**
   * @param {string} address
   * @param {object} how
   * @param {() => Promise<boolean>} how.enough - Whether what was learned is enough.
   * @param {AbortSignal} how.signal
   * @param {(search: Search) => void} how.onProgress
   * @returns {Promise<Search>}
   */
  async search(address, { enough, signal, onProgress }) {
    const messages = await newestFrom(address, signal);
    let looked = 0;
    for (const { id } of messages) {
      if (signal.aborted) {
        break;
      }
      const { report } = await this.#openings.open(id, { teach: true });
      onProgress({ looked: ++looked, total: messages.length, found: false });
      if (report?.signers.length && (await enough())) {
        return { looked, total: messages.length, found: true };
      }
    }
    return { looked, total: messages.length, found: false };
  }
}

/**
 * @param {string} address
 * @param {AbortSignal} signal
 */
async function newestFrom(address, signal) {
  const wanted = address.toLowerCase();
  let page = /** @type {browser.messages.MessageList} */ (await browser.messages.query({ author: address }));
  const found = [...page.messages];
  while (page.id && !signal.aborted) {
    page = await browser.messages.continueList(page.id);
    found.push(...page.messages);
  }
  return found
    .filter(({ author }) => bareAddress(author) === wanted)
    .sort((one, other) => Number(new Date(other.date)) - Number(new Date(one.date)))
    .slice(0, LOOKED_INTO);
}

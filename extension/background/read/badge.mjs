import { text } from "../../shared/text.mjs";
import { lookOf, marksOf } from "./look.mjs";

/** @type {Record<import("./look.mjs").Look, string>} */
const COLOURS = {
  valid: "#1a7f37",
  unverified: "#9a6700",
  invalid: "#b62324",
  encrypted: "#0b57a4",
  locked: "#5c5f66",
  failed: "#5c5f66",
  none: "#5c5f66",
};

/** @type {Record<import("./look.mjs").Look, string>} Only what needs attention is marked on top of its icon. */
const SIGNS = { valid: "", unverified: "?", invalid: "!", encrypted: "", locked: "✗", failed: "✗", none: "" };

/** The button above a displayed message: icon, words and colour of its verdict. */
export class SealBadge {
  #openings;
  /** @type {Map<number, number>} Which message each tab shows. */
  #displayed = new Map();

  /** @param {import("./openings.mjs").Openings} openings */
  constructor(openings) {
    this.#openings = openings;
  }

  /** @returns {Iterable<number>} The messages that tabs show now. */
  displayed() {
    return this.#displayed.values();
  }

  /**
   * @param {number} tabId
   * @param {number[]} messageIds - What the tab shows now.
   */
  async display(tabId, messageIds) {
    if (messageIds.length !== 1) {
      this.#displayed.delete(tabId);
      await this.#paint(tabId, "none", "none");
      return;
    }
    const [messageId] = messageIds;
    this.#displayed.set(tabId, messageId);
    await Promise.all([markOf(tabId, null), this.#paint(tabId, "none", "pending")]);
    const verdict = await this.#openings.verdict(messageId);
    const { look, encrypted } = lookOf(verdict);
    if (this.#displayed.get(tabId) === messageId) {
      await markOf(tabId, marksOf({ look, encrypted }));
      await this.#paint(tabId, look, encrypted && look !== "encrypted" ? `${look}Encrypted` : look);
      if (look === "valid" && verdict.report?.findings.some(({ code }) => code === "signer-changed")) {
        await this.#hintAtChange(tabId);
      }
    }
  }

  /** @param {number} tabId - A good signature stays good; that its certificate is another one than before is said beside it. */
  async #hintAtChange(tabId) {
    const action = browser.messageDisplayAction;
    await Promise.all([
      action.setTitle({ tabId, title: text("sealChangedTitle") }),
      action.setBadgeText({ tabId, text: "i" }),
      action.setBadgeBackgroundColor({ tabId, color: COLOURS.unverified }),
    ]);
  }

  /**
   * @param {number} tabId
   * @param {import("./look.mjs").Look} look
   * @param {string} words - Which texts, without their common beginning.
   */
  async #paint(tabId, look, words) {
    const key = `seal${words[0].toUpperCase()}${words.slice(1)}`;
    const icon = words.endsWith("Encrypted") ? `${look}-encrypted` : look;
    const action = browser.messageDisplayAction;
    await Promise.all([
      action.setLabel({ tabId, label: text(`${key}Label`) }),
      action.setTitle({ tabId, title: text(`${key}Title`) }),
      action.setIcon({ tabId, path: `/extension/icons/seal-${icon}.svg` }),
      action.setBadgeText({ tabId, text: SIGNS[look] }),
      action.setBadgeBackgroundColor({ tabId, color: COLOURS[look] }),
    ]);
  }
}

/**
 * Tells Thunderbird's own lock and seal. The tab may be gone by now, or show something else.
 *
 * @param {number} tabId
 * @param {?ReturnType<typeof marksOf>} marks
 */
async function markOf(tabId, marks) {
  try {
    await browser.smimeReading.mark(tabId, marks);
  } catch {
    // There is nothing to mark any more.
  }
}

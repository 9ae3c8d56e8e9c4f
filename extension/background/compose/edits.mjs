import { contentOf } from "../read/seam.mjs";
import { stateOf } from "./draft-state.mjs";
import { DRAFT_BAR } from "./drafts.mjs";

/** @typedef {{ mime?: Uint8Array, encrypted?: boolean, text?: string }} EditedMessage */

/**
 * @typedef {object} Filled
 * @property {number} tabId
 * @property {boolean} encrypted - The message that the window got was encrypted.
 * @property {string} kept - What a draft remembers of its window's switches.
 * @property {string} outerSubject
 * @property {string} innerSubject
 */

/** @typedef {{ tabId: number, bar: string, choice: string }} Chosen */

/** Gives compose windows the content of protected messages: drafts, templates, forwarded and re-used ones. */
export class Edits {
  #openings;
  #choices;
  #drafts;
  #onChange;

  /**
   * @param {import("../read/openings.mjs").Openings} openings
   * @param {import("./choices.mjs").ComposeChoices} choices
   * @param {import("./drafts.mjs").Drafts} drafts
   * @param {(tabId: number) => Promise<void>} onChange - The choices of this tab changed.
   */
  constructor(openings, choices, drafts, onChange) {
    this.#openings = openings;
    this.#choices = choices;
    this.#drafts = drafts;
    this.#onChange = onChange;
  }

  /**
   * @param {{ messageId: number }} details
   * @returns {Promise<EditedMessage>}
   */
  async content({ messageId }) {
    const { mime, encrypted, title, detail } = contentOf(await this.#openings.open(messageId));
    return mime ? { mime, encrypted } : { text: [title, detail].filter(Boolean).join(" ") };
  }

  /** @param {Filled} filled */
  async filled({ tabId, encrypted, kept }) {
    if (encrypted) {
      await this.#choices.change(tabId, { encrypt: true, ...stateOf(kept) });
      await this.#onChange(tabId);
    }
  }

  /** @param {Chosen} chosen */
  async chosen({ tabId, bar, choice }) {
    if (bar === DRAFT_BAR) {
      await this.#drafts.decide(tabId, choice);
    }
  }
}

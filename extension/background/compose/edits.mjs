import { contentOf } from "../read/seam.mjs";
import { stateOf } from "./draft-state.mjs";
import { DRAFT_BAR } from "./drafts.mjs";

/** @typedef {{ mime?: Uint8Array, encrypted?: boolean, text?: string }} EditedMessage */

/**
 * @typedef {object} Filled
 * @property {number} tabId
 * @property {boolean} encrypted - The message that the window got was encrypted.
 * @property {boolean} own - A draft or template that the user goes on with.
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
  #answers;
  #onChange;

  /**
   * @param {import("../read/openings.mjs").Openings} openings
   * @param {import("./choices.mjs").ComposeChoices} choices
   * @param {import("./drafts.mjs").Drafts} drafts
   * @param {import("./answers.mjs").Answers} answers
   * @param {(tabId: number) => Promise<void>} onChange - The choices of this tab changed.
   */
  constructor(openings, choices, drafts, answers, onChange) {
    this.#openings = openings;
    this.#choices = choices;
    this.#drafts = drafts;
    this.#answers = answers;
    this.#onChange = onChange;
  }

  /**
   * @param {{ messageId: number }} details
   * @returns {Promise<EditedMessage>}
   */
  async content({ messageId }) {
    const { mime, encrypted, title, detail } = contentOf(await this.#openings.open(messageId));
    return mime ? { mime, encrypted } : { text: [title, detail].filter(Boolean).join(": ") };
  }

  /**
   * @param {{ messageId: number }} details - A message that was attached whole.
   * @returns {Promise<{ encrypted: boolean }>}
   */
  async attached({ messageId }) {
    return { encrypted: await this.#openings.wasEncrypted(messageId) };
  }

  /** @param {Filled} filled */
  async filled({ tabId, encrypted, own, kept, outerSubject, innerSubject }) {
    if (!encrypted) {
      return;
    }
    const state = stateOf(kept);
    await this.#choices.change(tabId, { encrypt: true, ...state.choices });
    if (!own || state.quotes) {
      // The user's own draft is no secret of somebody else's, unless it was one already when it was stored.
      await this.#answers.begin(tabId, { outerSubject: own ? innerSubject : outerSubject, innerSubject });
    }
    await this.#onChange(tabId);
  }

  /** @param {Chosen} chosen */
  async chosen({ tabId, bar, choice }) {
    if (bar === DRAFT_BAR) {
      await this.#drafts.decide(tabId, choice);
    }
  }
}

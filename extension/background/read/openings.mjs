import { Failure } from "../../shared/failure.mjs";
import { looksProtected, readSource } from "./source.mjs";

/**
 * @typedef {object} Opening
 * @property {?import("../../types/protocol.d.ts").Report} report - Null when the message is not S/MIME at all, or could not be opened.
 * @property {?Failure} failure
 */

/** @typedef {Opening & { content: ?Uint8Array<ArrayBuffer> }} OpeningWithContent */

const KEPT = 200;

/** Opens received messages in the host, each once. Verdicts are kept; contents go to whoever asked and are not. */
export class Openings {
  #host;
  #onPrompt;
  #onVerdict;
  /** @type {Map<number, Promise<OpeningWithContent>>} */
  #underWay = new Map();
  /** @type {Map<number, Opening>} */
  #done = new Map();
  /** @type {Set<number>} Messages for which addresses that did not answer are asked again. */
  #again = new Set();
  /** @type {Set<number>} Messages that have taught their signer's certificate: judged anew, they do not bring back what was removed since. */
  #taught = new Set();

  /**
   * @param {import("../bridge/host.mjs").Host} host
   * @param {(prompt: import("../bridge/exchange.mjs").Prompt, ended: AbortSignal, messageId: ?number) => Promise<?string>} [onPrompt] -
   *   Asked when a message needs a secret to be read.
   * @param {(messageId: number, opening: Opening) => unknown} [onVerdict] - Told each verdict once it is there.
   */
  constructor(host, onPrompt, onVerdict) {
    this.#host = host;
    this.#onPrompt = onPrompt;
    this.#onVerdict = onVerdict;
  }

  /**
   * @param {number} messageId
   * @param {{ teach?: boolean }} [how] - Whether it may teach its signer's certificate although it has done so before.
   * @returns {Promise<OpeningWithContent>}
   */
  open(messageId, { teach = false } = {}) {
    if (teach) {
      this.#taught.delete(messageId);
    }
    let opening = this.#underWay.get(messageId);
    if (!opening) {
      opening = this.#open(messageId);
      this.#underWay.set(messageId, opening);
      opening.then(({ report, failure }) => this.#settle(messageId, { report, failure }));
    }
    return opening;
  }

  /**
   * @param {number} messageId
   * @returns {Promise<Opening>}
   */
  async verdict(messageId) {
    // What is being opened just now may come to more than it did before: its key may be unlocked.
    return this.#underWay.get(messageId) ?? this.#done.get(messageId) ?? this.open(messageId);
  }

  /**
   * Judges a message once more, and asks again who did not answer before.
   *
   * @param {number} messageId
   * @returns {Promise<Opening>}
   */
  async again(messageId) {
    this.#done.delete(messageId);
    this.#underWay.delete(messageId);
    this.#again.add(messageId);
    return this.open(messageId);
  }

  /**
   * Whether a message is encrypted, also one that cannot be decrypted here: an answer to it starts encrypted, too.
   *
   * @param {number} messageId
   */
  async wasEncrypted(messageId) {
    const { report } = await this.verdict(messageId);
    return report !== null && report.encryption.status !== "none";
  }

  /**
   * A bare CMS object that belongs to no message Thunderbird could name.
   *
   * @param {Uint8Array} content
   * @returns {Promise<OpeningWithContent>}
   */
  openContent(content) {
    return this.#ask({ kind: "cms", harvest: false }, content, null);
  }

  /** Keys or trust have changed: every message is judged anew. */
  forget() {
    this.#done.clear();
    this.#underWay.clear();
  }

  /**
   * @param {number} messageId
   * @returns {Promise<OpeningWithContent>}
   */
  async #open(messageId) {
    let source;
    try {
      source = await readSource(messageId);
    } catch (error) {
      return { report: null, failure: error instanceof Failure ? error : new Failure("message-gone"), content: null };
    }
    const again = this.#again.delete(messageId) ? { again: true } : {};
    return looksProtected(source)
      ? this.#ask({ kind: "message", harvest: !this.#taught.has(messageId), ...again }, source, messageId)
      : { report: null, failure: null, content: null };
  }

  /**
   * @param {{ kind: string, harvest: boolean }} how
   * @param {Uint8Array} content
   * @param {?number} messageId
   * @returns {Promise<OpeningWithContent>}
   */
  async #ask(how, content, messageId) {
    /** @type {import("../bridge/exchange.mjs").RequestOptions["onPrompt"]} */
    const onPrompt = async (prompt, ended) => (await this.#onPrompt?.(prompt, ended, messageId)) ?? null;
    try {
      const answer = await this.#host.request({ type: "message.open", ...how }, { content, onPrompt });
      return { report: answer.result.report, failure: null, content: answer.content };
    } catch (error) {
      return { report: null, failure: Failure.from(error), content: null };
    }
  }

  /**
   * @param {number} messageId
   * @param {Opening} opening
   */
  #settle(messageId, opening) {
    if (!this.#underWay.delete(messageId) || opening.failure) {
      return;
    }
    if (opening.report?.signature.status === "valid") {
      this.#taught.add(messageId);
    }
    this.#done.set(messageId, opening);
    this.#onVerdict?.(messageId, opening);
    if (this.#done.size > KEPT) {
      this.#done.delete(this.#done.keys().next().value ?? messageId);
    }
  }
}

import { Failure } from "../../shared/failure.mjs";

/**
 * The lock of the user's keys, as the window of questions, the message pane and the shortcut share it. Reading asks for the
 * passphrase once: who dismissed it sees locked messages until they unlock. What was on display when the keys were locked is closed
 * without a question. Sending always asks.
 */
export class KeyLock {
  #secrets;
  #judgeAnew;
  #displayed;
  #quiet = false;
  /** @type {Set<?number>} Messages that are about to be closed, because the keys were locked. */
  #closing = new Set();

  /**
   * @param {Pick<import("../pages/secrets.mjs").SecretWindow, "ask">} secrets
   * @param {() => Promise<unknown>} judgeAnew - What is displayed is opened anew.
   * @param {() => Iterable<number>} displayed - The messages on display.
   */
  constructor(secrets, judgeAnew, displayed) {
    this.#displayed = displayed;
    this.#secrets = secrets;
    this.#judgeAnew = judgeAnew;
  }

  /**
   * Asks in the name of something the user does, and must be done with.
   *
   * @param {{ kind: string, parameters: Record<string, string> }} prompt
   * @param {AbortSignal} [ended]
   */
  async ask(prompt, ended) {
    const secret = await this.#secrets.ask(prompt, ended);
    this.#quiet &&= secret === null;
    return secret;
  }

  /**
   * Asks in the name of a message that is displayed.
   *
   * @param {{ kind: string, parameters: Record<string, string> }} prompt
   * @param {AbortSignal} [ended]
   * @param {?number} [messageId]
   */
  async askForReading(prompt, ended, messageId = null) {
    if (this.#closing.delete(messageId) || this.#quiet) {
      return null;
    }
    const secret = await this.#secrets.ask(prompt, ended);
    this.#quiet = secret === null && !ended?.aborted;
    return secret;
  }

  /** @param {import("../bridge/host.mjs").Host} host */
  async unlock(host) {
    this.#quiet = false;
    this.#closing.clear();
    try {
      await host.ask({ type: "protection.unlock" });
    } catch (error) {
      const failure = Failure.from(error);
      if (failure.code !== "prompt-dismissed") {
        throw failure;
      }
      this.#quiet = true;
    }
    await this.changed();
  }

  /** @param {import("../bridge/host.mjs").Host} host */
  async lock(host) {
    await host.ask({ type: "protection.lock" });
    this.locked();
    await this.changed();
  }

  /**
   * The shortcut: the other way round.
   *
   * @param {import("../bridge/host.mjs").Host} host
   */
  async toggle(host) {
    const { asks, locked } = await host.ask({ type: "protection.show" });
    if (locked) {
      await this.unlock(host);
    } else if (asks) {
      await this.lock(host);
    }
  }

  /** The user locked the keys: what is on display closes and does not ask. */
  locked() {
    this.#closing = new Set(this.#displayed());
  }

  /** The lock may be open or closed now: everything is looked at again. */
  changed() {
    return this.#judgeAnew();
  }
}

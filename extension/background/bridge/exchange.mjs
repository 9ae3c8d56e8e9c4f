import { defer } from "../../shared/deferred.mjs";
import { Failure } from "../../shared/failure.mjs";
import { ContentReceiver, ContentSender } from "./content.mjs";
import { StreamSender } from "./stream.mjs";

/**
 * @typedef {object} Prompt
 * @property {number} prompt - Names the prompt in its answer.
 * @property {string} kind
 * @property {Record<string, string>} parameters - Among them `reason`, which is `wrong` when the last answer was.
 */

/**
 * @typedef {object} RequestOptions
 * @property {Uint8Array | AsyncIterable<Uint8Array>} [content] - Sent after the request in chunks.
 * @property {boolean} [pieces] - Content of the answer is wanted in pieces, because it may be large.
 * @property {(prompt: Prompt, ended: AbortSignal) => Promise<?string>} [onPrompt] - Answers with the secret, or null when
 *   dismissed. The signal fires when the request has ended and nobody waits for the answer any more.
 * @property {(progress: { phase: string, done: number, total: number }) => void} [onProgress]
 * @property {AbortSignal} [signal] - Cancels the request.
 */

/**
 * @typedef {object} Answer
 * @property {any} result
 * @property {?Uint8Array<ArrayBuffer>} content - Content of the answer, null when it has none or it is wanted in pieces.
 * @property {Uint8Array<ArrayBuffer>[]} [pieces]
 */

/** One request under way: its content both ways, its prompts and progress, and its end. */
export class Exchange {
  #post;
  #id;
  #request;
  #options;
  #receiver;
  /** @type {?ContentSender | StreamSender} */
  #sender = null;
  /** @type {import("../../shared/deferred.mjs").Deferred<Answer>} */
  #end = defer();
  #ended = new AbortController();

  /**
   * @param {(message: object) => void} post
   * @param {number} id
   * @param {{ type: string }} request
   * @param {RequestOptions} options
   */
  constructor(post, id, request, options) {
    this.#post = post;
    this.#id = id;
    this.#request = request;
    this.#options = options;
    this.#receiver = new ContentReceiver(post, id);
  }

  /**
   * @param {import("./content.mjs").ContentLimits} limits
   * @returns {Promise<Answer>}
   */
  start(limits) {
    const { content, signal } = this.#options;
    this.#post({ ...this.#request, id: this.#id });
    if (content) {
      this.#sender =
        content instanceof Uint8Array
          ? new ContentSender(this.#post, this.#id, content, limits)
          : new StreamSender(this.#post, this.#id, content, limits, () => this.#abandon("message-gone"));
      this.#sender.send();
    }
    const cancel = () => {
      this.#sender?.stop();
      this.#post({ type: "cancel", id: this.#id });
    };
    if (signal?.aborted) {
      cancel();
    } else {
      signal?.addEventListener("abort", cancel, { once: true });
    }
    return this.#end.promise.finally(() => {
      this.#ended.abort();
      signal?.removeEventListener("abort", cancel);
    });
  }

  /**
   * @param {any} message - From the host, about this request.
   * @returns {boolean} True when the request has ended.
   */
  receive(message) {
    switch (message.type) {
      case "chunk":
        return !this.#receiver.take(message) && this.#unreadable();
      case "credit":
        this.#sender?.grant(message.chunks);
        return false;
      case "progress":
        this.#options.onProgress?.(message);
        return false;
      case "prompt":
        this.#answerPrompt(message);
        return false;
      case "result":
        this.#end.resolve(
          this.#options.pieces
            ? { result: message.result, content: null, pieces: this.#receiver.pieces() }
            : { result: message.result, content: this.#receiver.content() }
        );
        return true;
      case "failure":
        this.fail(new Failure(message.code, message.parameters));
        return true;
      default:
        return false;
    }
  }

  /** @param {Failure} failure */
  fail(failure) {
    this.#sender?.stop();
    this.#end.reject(failure);
  }

  #unreadable() {
    this.#abandon("host-unreadable");
    return true;
  }

  /** @param {string} code - Why nothing can come of it any more. */
  #abandon(code) {
    this.#post({ type: "cancel", id: this.#id });
    this.fail(new Failure(code));
  }

  /** @param {Prompt} prompt */
  async #answerPrompt(prompt) {
    const answer = { type: "prompt.answer", id: this.#id, prompt: prompt.prompt };
    const secret = await this.#options.onPrompt?.(prompt, this.#ended.signal).catch(() => null);
    if (!this.#ended.signal.aborted) {
      this.#post(typeof secret === "string" ? { ...answer, secret } : answer);
    }
  }
}

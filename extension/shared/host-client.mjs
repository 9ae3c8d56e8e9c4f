import { defer } from "./deferred.mjs";
import { Failure } from "./failure.mjs";

/**
 * @typedef {object} PagePrompt
 * @property {string} kind
 * @property {Record<string, string>} parameters
 */

/** A page's way to the host, through the background page. */
export class HostClient {
  #port = browser.runtime.connect({ name: "page" });
  #nextCall = 1;
  /** @type {Map<number, import("./deferred.mjs").Deferred<any>>} */
  #calls = new Map();
  #askSecret;

  /** @param {(prompt: PagePrompt) => Promise<?string>} askSecret - Null when the user does not give it. */
  constructor(askSecret) {
    this.#askSecret = askSecret;
    this.#port.onMessage.addListener(message => this.#receive(/** @type {any} */ (message)));
    this.#port.onDisconnect.addListener(() => this.#failAll());
  }

  /**
   * @template {keyof import("../types/protocol.d.ts").RequestResults} T
   * @param {{ type: T } & Record<string, unknown>} request
   * @param {Uint8Array} [content]
   * @returns {Promise<import("../types/protocol.d.ts").RequestResults[T]>}
   */
  async request(request, content) {
    return (await this.#call(request, content)).result;
  }

  /**
   * Asks for something that is answered with content.
   *
   * @template {import("../types/protocol.d.ts").ContentOutRequest & keyof import("../types/protocol.d.ts").RequestResults} T
   * @param {{ type: T } & Record<string, unknown>} request
   * @returns {Promise<{ result: import("../types/protocol.d.ts").RequestResults[T], content: Uint8Array<ArrayBuffer> }>}
   */
  async download(request) {
    return this.#call(request);
  }

  /**
   * @param {{ type: string }} request
   * @param {Uint8Array} [content]
   * @returns {Promise<any>}
   */
  #call(request, content) {
    const call = this.#nextCall++;
    const answer = defer();
    this.#calls.set(call, answer);
    this.#port.postMessage({ call, request, content });
    return answer.promise;
  }

  /** @param {any} message */
  async #receive(message) {
    if (message.type === "prompt") {
      const secret = await this.#askSecret(message);
      this.#port.postMessage({ type: "answer", prompt: message.prompt, secret });
      return;
    }
    const answer = this.#calls.get(message.call);
    if (message.type === "result") {
      this.#calls.delete(message.call);
      answer?.resolve({ result: message.result, content: message.content });
    } else if (message.type === "failure") {
      this.#calls.delete(message.call);
      answer?.reject(new Failure(message.code, message.parameters));
    }
  }

  #failAll() {
    for (const answer of this.#calls.values()) {
      answer.reject(new Failure("host-ended"));
    }
    this.#calls.clear();
  }
}

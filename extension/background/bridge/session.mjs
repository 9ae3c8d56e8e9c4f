import { defer } from "../../shared/deferred.mjs";
import { Failure } from "../../shared/failure.mjs";
import { Exchange } from "./exchange.mjs";

/** The only protocol version this extension speaks. */
const PROTOCOL = 1;

/**
 * The part of `runtime.Port` that a session uses.
 *
 * @typedef {object} NativePort
 * @property {(message: object) => void} postMessage
 * @property {() => void} disconnect
 * @property {{ addListener: (listener: (message: any) => void) => void }} onMessage
 * @property {{ addListener: (listener: (port: any) => void) => void }} onDisconnect
 * @property {?{ message?: string }} [error]
 */

/** One run of the host: from its start by the first message to its end. */
export class Session {
  #port;
  #nextId = 1;
  /** @type {Map<number, Exchange>} */
  #exchanges = new Map();
  /** @type {(() => void)[]} */
  #waiting = [];
  /** @type {import("../../shared/deferred.mjs").Deferred<any>} */
  #welcome = defer();
  #welcomed = false;
  /** @type {?Failure} */
  #refusal = null;
  #ended = false;
  #onEnd;

  /**
   * @param {NativePort} port
   * @param {object} hello - What to introduce ourselves with.
   * @param {() => void} onEnd - Called once, when the host is gone.
   */
  constructor(port, hello, onEnd) {
    this.#port = port;
    this.#onEnd = onEnd;
    this.#welcome.promise.catch(() => {});
    port.onMessage.addListener(message => this.#receive(message));
    port.onDisconnect.addListener(gone => this.#end(this.#reasonOf(gone)));
    this.#post({ type: "hello", protocol: { min: PROTOCOL, max: PROTOCOL }, ...hello });
  }

  /** @returns {Promise<any>} The host's welcome. */
  get welcome() {
    return this.#welcome.promise;
  }

  /**
   * @param {{ type: string } & Record<string, unknown>} request - Without its id.
   * @param {import("./exchange.mjs").RequestOptions} [options]
   * @returns {Promise<import("./exchange.mjs").Answer>}
   */
  async request(request, options = {}) {
    const { limits } = await this.welcome;
    while (!this.#ended && this.#exchanges.size >= limits.concurrentRequests) {
      await new Promise(resolve => this.#waiting.push(() => resolve(undefined)));
    }
    if (options.signal?.aborted) {
      throw new Failure("cancelled");
    }
    if (this.#ended) {
      throw new Failure("host-ended");
    }
    const id = this.#nextId++;
    const exchange = new Exchange(message => this.#post(message), id, request, options);
    this.#exchanges.set(id, exchange);
    return exchange.start(limits);
  }

  close() {
    this.#port.disconnect();
    this.#end(this.#refusal ?? new Failure("host-ended"));
  }

  /** @param {any} message */
  #receive(message) {
    if (message.type === "welcome") {
      this.#welcomed = true;
      this.#welcome.resolve(message);
      return;
    }
    if (message.type === "failure" && message.id === undefined) {
      // Before the welcome it refuses us; later the host says so before it ends, if it ends at all.
      this.#refusal = new Failure(message.code, message.parameters);
      if (!this.#welcomed) {
        this.close();
      }
      return;
    }
    if (this.#exchanges.get(message.id)?.receive(message)) {
      this.#exchanges.delete(message.id);
      this.#waiting.shift()?.();
    }
  }

  /** @param {object} message */
  #post(message) {
    if (this.#ended) {
      return;
    }
    try {
      this.#port.postMessage(message);
    } catch {
      this.#end(new Failure("host-ended"));
    }
  }

  /** @param {any} port */
  #reasonOf(port) {
    return this.#refusal ?? new Failure(this.#welcomed ? "host-ended" : "host-missing", { detail: port?.error?.message ?? "" });
  }

  /** @param {Failure} failure */
  #end(failure) {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    this.#welcome.reject(failure);
    for (const exchange of this.#exchanges.values()) {
      exchange.fail(failure);
    }
    this.#exchanges.clear();
    this.#waiting.splice(0).forEach(resume => resume());
    this.#onEnd();
  }
}

/** The extension's end of a pipe whose other end is the test. */
export class FakePort {
  /** @type {any[]} */
  posted = [];
  /** @type {((message: any) => void)[]} */
  #messageListeners = [];
  /** @type {((port: any) => void)[]} */
  #disconnectListeners = [];
  onMessage = { addListener: (/** @type {(message: any) => void} */ listener) => void this.#messageListeners.push(listener) };
  onDisconnect = { addListener: (/** @type {(port: any) => void} */ listener) => void this.#disconnectListeners.push(listener) };
  /** @type {?{ message: string }} */
  error = null;
  disconnected = false;

  /** @param {any} message */
  postMessage(message) {
    this.posted.push(structuredClone(message));
  }

  disconnect() {
    this.disconnected = true;
  }

  /** @param {any} message - As the other end sends it. */
  say(message) {
    this.#messageListeners.forEach(listener => listener(structuredClone(message)));
  }

  /** @param {string} [reason] */
  end(reason) {
    this.error = reason ? { message: reason } : null;
    this.#disconnectListeners.forEach(listener => listener(this));
  }

  /** @param {string} type */
  last(type) {
    return this.posted.findLast(message => message.type === type);
  }

  /** @param {string} type */
  all(type) {
    return this.posted.filter(message => message.type === type);
  }
}

/** Lets everything that is ready run. */
export function settle() {
  return new Promise(resolve => setImmediate(resolve));
}

import { createConnection } from "node:net";
import { pause } from "./processes.mjs";

/** An error that Marionette answered with; `kind` is its WebDriver name, for example "unexpected alert open". */
export class MarionetteError extends Error {
  /** @param {{error: string, message: string, stacktrace?: string}} answer */
  constructor(answer) {
    super(`${answer.error}: ${answer.message}`);
    this.kind = answer.error;
  }
}

/** Client of Marionette, protocol 3: `LENGTH:[0, id, command, parameters]`, answered by `LENGTH:[1, id, error, result]`. */
export class Marionette {
  #socket;
  #received = Buffer.alloc(0);
  #next = 1;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  #waiting = new Map();
  #greeted;

  /** @param {import("node:net").Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    /** @type {(value?: unknown) => void} */
    let greet = () => {};
    this.#greeted = new Promise((resolve) => (greet = resolve));
    this.greet = greet;
    socket.on("data", (data) => this.#take(data));
    socket.on("close", () => this.#abandon(new Error("Marionette closed the connection")));
    socket.on("error", (error) => this.#abandon(error));
  }

  /**
   * Connects as soon as the port answers and opens a session.
   *
   * @param {number} port
   * @param {() => boolean} alive Whether there is still somebody to wait for.
   */
  static async connect(port, alive) {
    for (let attempt = 0; attempt < 1800; attempt++) {
      if (!alive()) {
        throw new Error("Thunderbird ended before Marionette answered");
      }
      try {
        const client = new Marionette(await open(port));
        await client.#greeted;
        await client.send("WebDriver:NewSession", { strictFileInteractability: false });
        return client;
      } catch (error) {
        if (error instanceof MarionetteError) {
          throw error;
        }
        await pause(100);
      }
    }
    throw new Error(`Marionette does not answer on port ${port}`);
  }

  /**
   * @param {string} command
   * @param {object} [parameters]
   * @returns {Promise<any>}
   */
  send(command, parameters = {}) {
    const id = this.#next++;
    const text = Buffer.from(JSON.stringify([0, id, command, parameters]));
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(new Error("Marionette is not connected"));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    });
  }

  close() {
    this.#socket.destroy();
  }

  /** @param {Buffer} data */
  #take(data) {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(0x3a);
      if (colon < 0) {
        return;
      }
      const length = Number(this.#received.subarray(0, colon));
      if (this.#received.length < colon + 1 + length) {
        return;
      }
      const text = this.#received.subarray(colon + 1, colon + 1 + length).toString();
      this.#received = this.#received.subarray(colon + 1 + length);
      this.#dispatch(JSON.parse(text));
    }
  }

  /** @param {any} message */
  #dispatch(message) {
    if (!Array.isArray(message)) {
      this.greet();
      return;
    }
    const [, id, error, result] = message;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) {
      waiting?.reject(new MarionetteError(error));
    } else {
      waiting?.resolve(result && "value" in result && Object.keys(result).length === 1 ? result.value : result);
    }
  }

  /** @param {Error} error */
  #abandon(error) {
    for (const waiting of this.#waiting.values()) {
      waiting.reject(error);
    }
    this.#waiting.clear();
  }
}

/**
 * @param {number} port
 * @returns {Promise<import("node:net").Socket>}
 */
function open(port) {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}

import { Failure } from "../../shared/failure.mjs";
import { looksProtected, readSource, stripStoreFields } from "../read/source.mjs";
import { sameMessage, withMailLines } from "./compare.mjs";

/**
 * One message of a job. All of it outlives a restart.
 *
 * @typedef {object} Item
 * @property {string} folderId
 * @property {number} key - Of the message in its folder.
 * @property {string} headerMessageId
 */

/**
 * @typedef {object} Outcome
 * @property {"copied" | "already" | "plain" | "gone"} what - `already`: nothing was to be done; `plain`: it is not encrypted.
 * @property {boolean} [trashed] - The original was moved to the trash.
 * @property {Failure} [trouble] - What else is to be told.
 */

/** @typedef {{ content: Uint8Array<ArrayBuffer>, report: import("../../types/protocol.d.ts").Report }} Opened */

/** After these the next message would fare the same: the job pauses, and the user can see to it. */
const STOPPING = new Set([
  "host-missing", "host-ended", "host-unreadable", "prompt-dismissed", "key-locked", "passphrase-wrong", "no-own-certificate",
  "copy-refused", "folder-gone", "token-absent", "token-pin-wrong", "token-pin-locked", "store-locked", "store-full", "store-unwritable",
]);

/**
 * @param {Failure} failure
 * @returns {boolean} Whether a job cannot go on after it.
 */
export function stops({ code, parameters }) {
  return STOPPING.has(code) || (code === "message-not-decrypted" && parameters.status === "locked");
}

/**
 * Copies encrypted messages without their encryption, or encrypted to the own certificate in use now. A copy counts only after
 * it was read back from its folder and opened; the original is not touched before.
 */
export class Rewriter {
  #host;
  /** @type {Map<string, Promise<Map<string, number[]>>>} Keys by Message-ID of the folders that copies go to. */
  #known = new Map();

  /** @param {Pick<import("../bridge/host.mjs").Host, "request">} host */
  constructor(host) {
    this.#host = host;
  }

  /** A job begins or goes on: what folders hold may have changed since the last one. */
  forget() {
    this.#known.clear();
  }

  /**
   * @param {Item} item
   * @param {import("./job.mjs").Options} how
   * @returns {Promise<Outcome>} Rejected with a {@link Failure}: there is no good copy, and the original is where it was.
   */
  async rewrite(item, how) {
    const messageId = await found(item.folderId, item.key, item.headerMessageId);
    if (messageId === null) {
      return { what: "gone" };
    }
    const source = await readSource(messageId);
    if (!looksProtected(source)) {
      return { what: "plain" };
    }
    const made = await this.#make(source, how);
    if (typeof made === "string") {
      return { what: made };
    }
    const opened = await this.#open(source);
    const bytes = withMailLines(made);
    const destination = how.destination || item.folderId;
    if (!(await this.#isThere(item, destination, bytes, opened, how))) {
      await this.#store(item, destination, bytes, opened, how, messageId);
    }
    return { what: "copied", ...(how.originals === "trash" ? await this.#trash(messageId) : {}) };
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} source
   * @param {import("./job.mjs").Options} how
   * @returns {Promise<Uint8Array<ArrayBuffer> | "already" | "plain">}
   */
  async #make(source, { kind, address }) {
    const request = kind === "decrypt" ? { type: "message.decrypt" } : { type: "message.reencrypt", address };
    try {
      const { result, content } = await this.#host.request(request, { content: source });
      return result.already || !content ? "already" : content;
    } catch (error) {
      if (Failure.from(error).code === "message-not-encrypted") {
        return "plain";
      }
      throw error;
    }
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} source
   * @returns {Promise<Opened>}
   */
  async #open(source) {
    const { result, content } = await this.#host.request({ type: "message.open", kind: "message", harvest: false }, { content: source });
    return { report: result.report, content: content ?? new Uint8Array() };
  }

  /**
   * Whether a good copy is there from before: of a job that was broken off.
   *
   * @param {Item} item
   * @param {string} destination
   * @param {Uint8Array} bytes
   * @param {Opened} opened
   * @param {import("./job.mjs").Options} how
   */
  async #isThere(item, destination, bytes, opened, how) {
    const known = await this.#keysIn(destination);
    for (const key of known.get(item.headerMessageId) ?? []) {
      if (destination === item.folderId && key === item.key) {
        continue;
      }
      const copy = await found(destination, key, item.headerMessageId);
      if (copy !== null && (await this.#isGood(copy, bytes, opened, how).catch(() => false))) {
        return true;
      }
    }
    return false;
  }

  /** @param {string} folderId */
  #keysIn(folderId) {
    let known = this.#known.get(folderId);
    if (!known) {
      known = browser.smimeFolders.messageKeys(folderId).then(pairs => {
        /** @type {Map<string, number[]>} */
        const keys = new Map();
        pairs.forEach(([key, id]) => keys.set(id, [...(keys.get(id) ?? []), key]));
        return keys;
      });
      this.#known.set(folderId, known);
    }
    return known;
  }

  /**
   * @param {Item} item
   * @param {string} destination
   * @param {Uint8Array} bytes
   * @param {Opened} opened
   * @param {import("./job.mjs").Options} how
   * @param {number} messageId - Of the original.
   */
  async #store(item, destination, bytes, opened, how, messageId) {
    const { key, reason } = await browser.smimeFolders.store(destination, bytes, messageId);
    if (key === null) {
      throw new Failure("copy-refused", { reason });
    }
    const copy = await found(destination, key, item.headerMessageId);
    if (copy === null) {
      throw new Failure("copy-differs");
    }
    if (!(await this.#isGood(copy, bytes, opened, how, true))) {
      await browser.smimeFolders.discard(copy);
      throw new Failure("copy-differs");
    }
  }

  /**
   * @param {number} messageId - Of the copy.
   * @param {Uint8Array} bytes - What it is to be.
   * @param {Opened} opened - The original.
   * @param {import("./job.mjs").Options} how
   * @param {boolean} [exact] - Whether it must be these very bytes; another run has encrypted it with another key.
   */
  async #isGood(messageId, bytes, { report, content }, how, exact = how.kind === "decrypt") {
    const { kind } = how;
    const { bytes: stored } = await browser.smimeFolders.readBack(messageId);
    const back = stripStoreFields(stored);
    const isIt = exact ? sameMessage(bytes, back) : (await this.#make(back, how)) === "already";
    if (!isIt) {
      return false;
    }
    if (kind === "decrypt" && !looksProtected(back)) {
      return report.signature.status === "none";
    }
    const again = await this.#open(back);
    if (again.report.signature.status !== report.signature.status) {
      return false;
    }
    return kind === "decrypt"
      ? again.report.encryption.status === "none"
      : again.report.encryption.status === "decrypted" && sameMessage(content, again.content);
  }

  /**
   * @param {number} messageId
   * @returns {Promise<Partial<Outcome>>}
   */
  async #trash(messageId) {
    const trashed = await browser.smimeFolders.moveToTrash(messageId).catch(() => false);
    return trashed ? { trashed } : { trouble: new Failure("trash-missing") };
  }
}

/**
 * @param {string} folderId
 * @param {number} key
 * @param {string} headerMessageId
 */
async function found(folderId, key, headerMessageId) {
  try {
    return await browser.smimeFolders.find(folderId, key, headerMessageId);
  } catch {
    throw new Failure("folder-gone");
  }
}

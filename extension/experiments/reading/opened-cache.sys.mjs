/** Bounds of the opened messages kept in memory; nothing of them is ever written to disk. */
const CACHE_ENTRIES = 24;
const CACHE_BYTES = 96 * 1024 * 1024;

/** How long, in milliseconds, a page that says no is given to further panes after the first one has it; then the next look tries again. */
const REFUSAL_TIME = 1_000;

/**
 * @typedef {object} Opened
 * @property {string} mime - What is displayed, as a binary string: the inner MIME entity, with stand-ins for large attachments, or a page that
 *   explains why there is none.
 * @property {?Uint8Array} whole - The inner MIME entity, when what is displayed has stand-ins.
 * @property {Record<string, number>} sizes - True sizes of attachments by those of their stand-ins.
 * @property {boolean} encrypted - Whether it was decrypted just now.
 * @property {?string} subject - The subject that the protection covers.
 * @property {boolean} [passing] - Whether it may come out differently the next time: the keys are locked now.
 * @property {number} [until]
 */

/** Opened messages, least recently used first. */
export class OpenedCache {
  /** @type {Map<string, Promise<Opened>>} */
  #pending = new Map();
  /** @type {Map<string, Opened>} */
  #opened = new Map();
  #bytes = 0;

  /** @param {string} key */
  get(key) {
    const opened = this.#opened.get(key);
    if (!opened) {
      return undefined;
    }
    this.#opened.delete(key);
    if (opened.passing) {
      opened.until ??= Date.now() + REFUSAL_TIME;
      if (opened.until < Date.now()) {
        this.#bytes -= weight(opened);
        return undefined;
      }
    }
    this.#opened.set(key, opened);
    return opened;
  }

  /**
   * @param {string} key
   * @param {() => Promise<Opened>} open
   * @returns {Promise<Opened>} One work at a time for one message.
   */
  fill(key, open) {
    let work = this.#pending.get(key);
    if (!work) {
      work = open().then(opened => {
        if (this.#pending.get(key) === work) {
          this.#store(key, opened);
        }
        return opened;
      });
      this.#pending.set(key, work);
      work.catch(() => {}).finally(() => this.#pending.get(key) === work && this.#pending.delete(key));
    }
    return work;
  }

  /**
   * @param {string} key
   * @param {Opened} opened
   */
  #store(key, opened) {
    this.#opened.set(key, opened);
    this.#bytes += weight(opened);
    for (const [oldest, entry] of this.#opened) {
      if (this.#opened.size <= CACHE_ENTRIES && this.#bytes <= CACHE_BYTES) {
        return;
      }
      if (oldest !== key) {
        this.#opened.delete(oldest);
        this.#bytes -= weight(entry);
      }
    }
  }

  clear() {
    this.#pending.clear();
    this.#opened.clear();
    this.#bytes = 0;
  }
}

/** @param {Opened} opened */
function weight({ mime, whole }) {
  return mime.length + (whole?.length ?? 0);
}

export const openedCache = new OpenedCache();

/**
 * What the user wants for one message.
 *
 * @typedef {object} Choices
 * @property {string} identityId
 * @property {boolean} sign
 * @property {boolean} encrypt
 * @property {"default" | "user" | "answer" | "rule" | "automatic"} [decidedBy] - Who switched encryption to what it is.
 * @property {string[]} [lost] - Recipients because of whom encryption that had come on by itself went off again.
 * @property {string[]} [separately] - Recipients who get this one message by itself and unencrypted, as the user said in words.
 * @property {boolean} [confirmed] - The user said in words that this one message may leave unencrypted.
 * @property {"clear" | "none"} [drafts] - What the user decided about drafts that cannot be encrypted.
 * @property {import("./answers.mjs").Origin} [origin] - The encrypted message whose text is in it.
 */

const STORAGE_KEY = "composeChoices";

/**
 * The choices of every open compose window. They are kept in the session's storage as well: the background page may be
 * suspended and must not forget that a message is to be encrypted.
 */
export class ComposeChoices {
  #defaults;
  #wasEncrypted;
  /** @type {?Promise<Map<number, Choices>>} */
  #loaded = null;
  /** @type {Map<number, Promise<Choices>>} */
  #starting = new Map();

  /**
   * @param {import("./defaults.mjs").IdentityDefaults} defaults
   * @param {(messageId: number) => boolean | Promise<boolean>} wasEncrypted - Whether a message that is answered or forwarded was encrypted.
   */
  constructor(defaults, wasEncrypted) {
    this.#defaults = defaults;
    this.#wasEncrypted = wasEncrypted;
  }

  /**
   * @param {number} tabId
   * @returns {Promise<Choices>}
   */
  async of(tabId) {
    const all = await this.#all();
    const known = all.get(tabId);
    if (known) {
      return known;
    }
    // Once for a window: of two that start at the same time, the slower would take back what changed in between.
    let starting = this.#starting.get(tabId);
    if (!starting) {
      starting = this.#start(tabId).finally(() => this.#starting.delete(tabId));
      this.#starting.set(tabId, starting);
    }
    return starting;
  }

  /**
   * @param {number} tabId
   * @returns {Promise<Choices>}
   */
  async #start(tabId) {
    const { identityId = "", relatedMessageId } = await browser.compose.getComposeDetails(tabId);
    const choices = await this.#startFrom(identityId);
    if (!choices.encrypt && relatedMessageId !== undefined && (await this.#wasEncrypted(relatedMessageId))) {
      Object.assign(choices, { encrypt: true, decidedBy: "answer" });
    }
    await this.#keep(tabId, choices);
    return choices;
  }

  /**
   * @param {number} tabId
   * @param {Partial<Choices>} change
   * @returns {Promise<Choices>}
   */
  async change(tabId, change) {
    const choices = { ...(await this.of(tabId)), ...change };
    await this.#keep(tabId, choices);
    return choices;
  }

  /**
   * Another identity brings its own defaults; encryption that is already on stays on.
   *
   * @param {number} tabId
   * @param {string} identityId
   */
  async changeIdentity(tabId, identityId) {
    const former = await this.of(tabId);
    const defaults = await this.#startFrom(identityId);
    const choices = { ...former, ...defaults, encrypt: former.encrypt || defaults.encrypt };
    await this.#keep(tabId, choices);
    return choices;
  }

  /** @param {number} tabId */
  async forget(tabId) {
    const all = await this.#all();
    if (all.delete(tabId)) {
      await this.#store(all);
    }
  }

  /**
   * @param {string} identityId
   * @returns {Promise<Choices>}
   */
  async #startFrom(identityId) {
    const { signByDefault, encryptByDefault } = await this.#defaults.ofIdentity(identityId);
    return { identityId, sign: signByDefault, encrypt: encryptByDefault };
  }

  /**
   * @param {number} tabId
   * @param {Choices} choices
   */
  async #keep(tabId, choices) {
    const all = await this.#all();
    all.set(tabId, choices);
    await this.#store(all);
  }

  #all() {
    this.#loaded ??= browser.storage.session
      .get(STORAGE_KEY)
      .then(stored => new Map(/** @type {[number, Choices][]} */ (stored[STORAGE_KEY] ?? [])));
    return this.#loaded;
  }

  /** @param {Map<number, Choices>} all */
  #store(all) {
    return browser.storage.session.set({ [STORAGE_KEY]: [...all] });
  }
}

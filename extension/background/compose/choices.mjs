/**
 * What the user wants for one message.
 *
 * @typedef {object} Choices
 * @property {string} identityId
 * @property {boolean} sign
 * @property {boolean} encrypt
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

  /**
   * @param {import("./defaults.mjs").IdentityDefaults} defaults
   * @param {(messageId: number) => boolean} wasEncrypted - Whether a message that is answered or forwarded was encrypted.
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
    const { identityId = "", relatedMessageId } = await browser.compose.getComposeDetails(tabId);
    const choices = await this.#startFrom(tabId, identityId);
    const answersEncrypted = relatedMessageId !== undefined && this.#wasEncrypted(relatedMessageId);
    return answersEncrypted && !choices.encrypt ? this.change(tabId, { encrypt: true }) : choices;
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
    const { encrypt } = await this.of(tabId);
    const choices = await this.#startFrom(tabId, identityId);
    return encrypt ? this.change(tabId, { encrypt }) : choices;
  }

  /** @param {number} tabId */
  async forget(tabId) {
    const all = await this.#all();
    if (all.delete(tabId)) {
      await this.#store(all);
    }
  }

  /**
   * @param {number} tabId
   * @param {string} identityId
   */
  async #startFrom(tabId, identityId) {
    const { signByDefault, encryptByDefault } = await this.#defaults.ofIdentity(identityId);
    const choices = { identityId, sign: signByDefault, encrypt: encryptByDefault };
    await this.#keep(tabId, choices);
    return choices;
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

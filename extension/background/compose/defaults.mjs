/**
 * @typedef {object} SendingDefaults
 * @property {string} address
 * @property {boolean} signByDefault
 * @property {boolean} encryptByDefault
 * @property {boolean} includeCertificates
 * @property {"clear" | "opaque"} form
 */

const STORAGE_KEY = "identitySettings";

/** @type {Omit<SendingDefaults, "address">} */
const NOTHING_SET = { signByDefault: false, encryptByDefault: false, includeCertificates: true, form: "clear" };

/**
 * What each identity wants by default. The host keeps it; the last answer is remembered here, so that a missing host
 * never turns "always sign" into "send as it is".
 */
export class IdentityDefaults {
  #host;

  /** @param {import("../bridge/host.mjs").Host} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * @param {string} identityId - Thunderbird's id of the identity.
   * @returns {Promise<SendingDefaults>}
   */
  async ofIdentity(identityId) {
    const identity = identityId ? await browser.identities.get(identityId) : null;
    return this.ofAddress(identity?.email ?? "");
  }

  /**
   * @param {string} address
   * @returns {Promise<SendingDefaults>}
   */
  async ofAddress(address) {
    const wanted = address.toLowerCase();
    const all = await this.#list();
    return all.find(one => one.address.toLowerCase() === wanted) ?? { ...NOTHING_SET, address };
  }

  /** @returns {Promise<SendingDefaults[]>} */
  async #list() {
    try {
      const { identities } = await this.#host.ask({ type: "identities.list" });
      await browser.storage.local.set({ [STORAGE_KEY]: identities });
      return identities;
    } catch {
      const stored = await browser.storage.local.get(STORAGE_KEY);
      return /** @type {SendingDefaults[]} */ (stored[STORAGE_KEY] ?? []);
    }
  }
}

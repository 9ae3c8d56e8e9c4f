/**
 * Questions of the small panels, by name: the ways on when recipients are not ready, and the
 * question before a message leaves unencrypted.
 */
export class Panels {
  #missing;
  #clear;
  #fixes;
  #unlock;

  /**
   * @param {import("../compose/missing.mjs").MissingPanel} missing
   * @param {import("../compose/clear.mjs").ClearQuestion} clear
   * @param {import("../compose/fixes.mjs").RecipientFixes} fixes
   * @param {() => Promise<void>} unlock - Asks for the passphrase of the keys.
   */
  constructor(missing, clear, fixes, unlock) {
    this.#missing = missing;
    this.#clear = clear;
    this.#fixes = fixes;
    this.#unlock = unlock;
  }

  /**
   * @param {{ type: string, tabId: number, address?: string }} question
   * @returns {Promise<unknown> | undefined} Undefined when the question is not for us.
   */
  answer({ type, tabId, address = "" }) {
    switch (type) {
      case "unlock":
        return this.#unlock();
      case "missing":
        return Promise.resolve(this.#missing.trouble(tabId));
      case "missing.unencrypted":
        return this.#missing.sendUnencrypted(tabId);
      case "missing.separately":
        return this.#missing.sendSeparately(tabId);
      case "missing.send":
        return this.#missing.sendEncrypted(tabId);
      case "missing.remove":
        return this.#missing.removeRecipients(tabId);
      case "missing.back":
        return this.#missing.back(tabId);
      case "fix.remove":
        return this.#missing.removeRecipients(tabId, [address]).then(() => this.#fixes.recheck(tabId));
      case "fix.recheck":
        return this.#fixes.recheck(tabId);
      case "fix.collect":
        return this.#fixes.collect(tabId, address);
      case "fix.cancel":
        return Promise.resolve(this.#fixes.cancel(tabId));
      case "fix.ask":
        return this.#fixes.askForSigned(tabId, address);
      case "fix.lists":
        return this.#fixes.listAddresses(tabId);
      case "clear":
        return Promise.resolve(this.#clear.occasion(tabId));
      case "clear.unencrypted":
        return this.#clear.sendUnencrypted(tabId);
      case "clear.encrypt":
        return this.#clear.encrypt(tabId);
      case "clear.back":
        return this.#clear.back(tabId);
      default:
        return undefined;
    }
  }
}

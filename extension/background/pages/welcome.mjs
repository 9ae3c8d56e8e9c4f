import { Failure } from "../../shared/failure.mjs";
import { needsCertificate, overview } from "../../shared/overview.mjs";

const PAGE = "extension/welcome/welcome.html";
const TROUBLE = "hostTroubleShown";

/** The page of first contact: opens it when there is something to do, and answers its questions. */
export class Welcome {
  #host;
  #mail;

  /**
   * @param {import("../bridge/host.mjs").Host} host
   * @param {import("../certificates/certificate-mail.mjs").CertificateMail} mail
   */
  constructor(host, mail) {
    this.#host = host;
    this.#mail = mail;
  }

  /** @param {{ reason: string }} details - Of the installation. */
  async installed({ reason }) {
    if (reason === "install" && (await this.#isSomethingToDo())) {
      await this.open();
    }
  }

  /** Thunderbird has started. A host that cannot be used is said once, in one place, until it has worked again. */
  async started() {
    const { failure } = await this.#greet();
    const { [TROUBLE]: told } = await browser.storage.local.get(TROUBLE);
    if (Boolean(failure) !== Boolean(told)) {
      await browser.storage.local.set({ [TROUBLE]: Boolean(failure) });
      if (failure) {
        await this.open();
      }
    }
  }

  async open() {
    await browser.tabs.create({ url: browser.runtime.getURL(PAGE) });
  }

  /**
   * @param {{ type: string, accountId: string, messageId: number, attachment: import("../certificates/certificate-mail.mjs").CertificateAttachment }} question
   * @returns {Promise<unknown> | undefined} Undefined when the question is not for us.
   */
  answer({ type, accountId, messageId, attachment }) {
    switch (type) {
      case "welcome.host":
        return this.#greet();
      case "welcome.letters":
        return this.#mail.find(accountId).catch(() => []);
      case "welcome.setup":
        return this.#mail.setUp(messageId, attachment);
      default:
        return undefined;
    }
  }

  /** @returns {Promise<{ version?: string, failure?: { code: string, parameters: Record<string, unknown> } }>} */
  async #greet() {
    try {
      const { host } = await this.#host.welcome();
      return { version: host.version };
    } catch (error) {
      const { code, parameters } = Failure.from(error);
      return { failure: { code, parameters } };
    }
  }

  async #isSomethingToDo() {
    try {
      const [accounts, { keys }] = await Promise.all([browser.accounts.list(false), this.#host.ask({ type: "keys.list" })]);
      return overview(/** @type {any} */ (accounts), keys, []).some(needsCertificate);
    } catch {
      return true;
    }
  }
}

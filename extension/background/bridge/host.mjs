import { Session } from "./session.mjs";

const HOST_NAME = "smime_bridge";

/** The host as the rest of the extension sees it: started when first needed, and again when it was gone. */
export class Host {
  /** @type {?Session} */
  #session = null;
  #onPrompt;

  /** @param {import("./exchange.mjs").RequestOptions["onPrompt"]} [onPrompt] - Asked when a request needs a secret and does not ask itself. */
  constructor(onPrompt) {
    this.#onPrompt = onPrompt;
  }

  /**
   * @param {{ type: string } & Record<string, unknown>} request
   * @param {import("./exchange.mjs").RequestOptions} [options]
   * @returns {Promise<import("./exchange.mjs").Answer>} Rejected with a {@link import("../../shared/failure.mjs").Failure}.
   */
  async request(request, options) {
    const session = await this.#open();
    return session.request(request, { onPrompt: this.#onPrompt, ...options });
  }

  /**
   * A request whose answer has no content.
   *
   * @param {{ type: string } & Record<string, unknown>} request
   * @returns {Promise<any>}
   */
  async ask(request) {
    const { result } = await this.request(request);
    return result;
  }

  /** @returns {Promise<any>} Who the host is; starts it when it is not running. */
  async welcome() {
    const session = await this.#open();
    return session.welcome;
  }

  async #open() {
    if (!this.#session) {
      const hello = await introduce();
      this.#session ??= new Session(browser.runtime.connectNative(HOST_NAME), hello, () => (this.#session = null));
    }
    return this.#session;
  }
}

async function introduce() {
  const { name, version } = await browser.runtime.getBrowserInfo();
  return {
    extension: { id: browser.runtime.id, version: browser.runtime.getManifest().version },
    client: { name, version },
    locale: browser.i18n.getUILanguage(),
  };
}

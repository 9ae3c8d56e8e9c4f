import { Failure } from "../../shared/failure.mjs";
import { saveFile } from "../../shared/save.mjs";
import { readSource } from "./source.mjs";

/** What the panel of a displayed message asks for: the verdict, another try, and the proof of it as a file. */
export class VerdictDesk {
  #host;
  #openings;
  #badge;

  /**
   * @param {import("../bridge/host.mjs").Host} host
   * @param {import("./openings.mjs").Openings} openings
   * @param {import("./badge.mjs").SealBadge} badge
   */
  constructor(host, openings, badge) {
    this.#host = host;
    this.#openings = openings;
    this.#badge = badge;
  }

  /**
   * @param {{ type: string, tabId: number, signAs?: ?string }} question
   * @returns {Promise<unknown> | undefined} Undefined when the question is not for us.
   */
  answer({ type, tabId, signAs = null }) {
    switch (type) {
      case "verdict":
        return this.#verdict(tabId);
      case "verdict.again":
        return this.#again(tabId);
      case "verdict.exporter":
        return this.#exporter(tabId);
      case "verdict.save":
        return this.#save(tabId, signAs);
      default:
        return undefined;
    }
  }

  /** @param {number} tabId */
  async #verdict(tabId) {
    const shown = await displayedMessage(tabId);
    if (!shown) {
      return { report: null, failure: null, author: "", message: null };
    }
    const { report, failure } = await this.#openings.verdict(shown.id);
    const { author, subject, date, headerMessageId } = shown;
    return {
      report,
      failure: failure && plain(failure),
      author,
      message: { author, subject, date: new Date(date).toISOString(), messageId: headerMessageId },
    };
  }

  /** @param {number} tabId */
  async #again(tabId) {
    const shown = await displayedMessage(tabId);
    if (shown) {
      await this.#openings.again(shown.id);
      await this.#badge.display(tabId, [shown.id]);
    }
    return this.#verdict(tabId);
  }

  /**
   * @param {number} tabId
   * @returns {Promise<?string>} The own address that may sign the proof: one of the message's account that has a key, else any that has.
   */
  async #exporter(tabId) {
    const shown = await displayedMessage(tabId);
    /** @type {import("../../types/protocol.d.ts").IdentityList} */
    const { identities } = await this.#host.ask({ type: "identities.list" });
    const able = identities.filter(one => one.effectiveSigningKey).map(one => one.address.toLowerCase());
    const account = shown?.folder?.accountId ? await browser.accounts.get(shown.folder.accountId, false) : null;
    const own = (account?.identities ?? []).map(({ email }) => email?.toLowerCase());
    return own.find(address => address !== undefined && able.includes(address)) ?? able[0] ?? null;
  }

  /**
   * @param {number} tabId
   * @param {?string} signAs
   * @returns {Promise<?{ code: string, parameters: Record<string, unknown> }>} Why there is no file; null when there is.
   */
  async #save(tabId, signAs) {
    try {
      const shown = await displayedMessage(tabId);
      if (!shown) {
        throw new Failure("message-gone");
      }
      const source = await readSource(shown.id);
      const { content } = await this.#host.request({ type: "message.prove", ...(signAs ? { signAs } : {}) }, { content: source });
      await saveFile(fileName(new Date()), /** @type {Uint8Array<ArrayBuffer>} */ (content), "application/zip");
      return null;
    } catch (error) {
      return plain(Failure.from(error));
    }
  }
}

/** @param {Failure} failure - As it can travel to a page. */
function plain({ code, parameters }) {
  return { code, parameters };
}

/**
 * @param {Date} now
 * @returns {string} Without anything of the message: names of files are seen by others.
 */
function fileName(now) {
  return `signed-message-proof-${now.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}.zip`;
}

/**
 * @param {number} tabId
 * @returns {Promise<?browser.messages.MessageHeader>} The one message that a tab shows; null for none or several.
 */
async function displayedMessage(tabId) {
  const displayed = /** @type {unknown} */ (await browser.messageDisplay.getDisplayedMessages(tabId));
  const { messages } = /** @type {{ messages: browser.messages.MessageHeader[] }} */ (displayed);
  return messages.length === 1 ? messages[0] : null;
}

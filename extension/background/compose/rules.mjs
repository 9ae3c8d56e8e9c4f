import { Failure } from "../../shared/failure.mjs";

const STORAGE_KEY = "recipientRules";

/** How long a message may wait for the host's word before the last known rules decide, in milliseconds. */
const PATIENCE = 5000;

/** @typedef {import("../../types/protocol.d.ts").RuleList} RuleList */
/** @typedef {import("../../types/protocol.d.ts").RulesChecked} RulesChecked */

/** @type {RuleList} */
const NO_RULES = { rules: [], encryptByDefault: "off" };

/**
 * The user's rules for recipients. The host keeps and applies them; the last known ones are remembered here, so that a
 * missing host never turns "always encrypt" into "send as it is".
 */
export class RecipientRules {
  #host;
  #patience;

  /**
   * @param {import("../bridge/host.mjs").Host} host
   * @param {number} [patience] - Milliseconds.
   */
  constructor(host, patience = PATIENCE) {
    this.#host = host;
    this.#patience = patience;
  }

  /**
   * Which rules concern the recipients of a message.
   *
   * @param {string[]} addresses
   * @returns {Promise<RulesChecked>} Rejected when the host dies while it is asked: the next attempt finds it alive again.
   */
  async check(addresses) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), this.#patience);
    try {
      const { result } = await this.#host.request({ type: "rules.check", addresses }, { signal: abort.signal });
      return result;
    } catch (error) {
      if (Failure.from(error).code === "host-ended") {
        throw error;
      }
      return apply(await this.#remembered(), addresses);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Remembers the rules as they are now; does nothing when the host is missing. */
  async remember() {
    try {
      await browser.storage.local.set({ [STORAGE_KEY]: await this.#host.ask({ type: "rules.list" }) });
    } catch {
      // The last known rules stay.
    }
  }

  /** @returns {Promise<RuleList>} */
  async #remembered() {
    const stored = await browser.storage.local.get(STORAGE_KEY);
    return /** @type {RuleList} */ (stored[STORAGE_KEY] ?? NO_RULES);
  }
}

/**
 * Applies rules as the host does: the most particular one decides.
 *
 * @param {RuleList} list
 * @param {string[]} addresses
 * @returns {RulesChecked}
 */
export function apply({ rules, encryptByDefault }, addresses) {
  const bySubject = new Map(rules.map(({ subject, rule }) => [subject, rule]));
  /** @param {string} wanted */
  const ruled = wanted => addresses.filter(address => {
    const subject = subjectsOf(address).find(one => bySubject.has(one));
    return subject !== undefined && bySubject.get(subject) === wanted;
  });
  return { always: ruled("always"), ask: ruled("ask"), never: ruled("never"), encryptByDefault };
}

/**
 * @param {string} address
 * @returns {string[]} Every subject whose rule would concern it, the most particular first.
 */
function subjectsOf(address) {
  const normal = address.trim().toLowerCase();
  const domain = asciiDomain(normal.slice(normal.lastIndexOf("@") + 1).replace(/\.+$/, ""));
  const labels = domain.split(".");
  const above = labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join(".")}`);
  return [`${normal.slice(0, normal.lastIndexOf("@"))}@${domain}`, domain, ...above];
}

/** @param {string} domain - In any letters; the host's rules have them as A-labels. */
function asciiDomain(domain) {
  try {
    return new URL(`http://${domain}`).hostname || domain;
  } catch {
    return domain;
  }
}

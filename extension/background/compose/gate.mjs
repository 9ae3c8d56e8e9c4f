import { Failure } from "../../shared/failure.mjs";
import { automaticChange } from "./automatic.mjs";

/** @typedef {import("./choices.mjs").Choices} Choices */
/** @typedef {import("./plan.mjs").OutgoingMessage} OutgoingMessage */

/**
 * The last look before a message leaves, whoever wrote it and whatever the buttons say: rules for recipients are kept, and
 * the default mode is applied to who is really there.
 */
export class SendingGate {
  #rules;
  #states;
  #choices;
  #question;

  /**
   * @param {import("./rules.mjs").RecipientRules} rules
   * @param {import("./states.mjs").RecipientStates} states
   * @param {import("./choices.mjs").ComposeChoices} choices
   * @param {import("./clear.mjs").ClearQuestion} question
   */
  constructor(rules, states, choices, question) {
    this.#rules = rules;
    this.#states = states;
    this.#choices = choices;
    this.#question = question;
  }

  /**
   * @param {OutgoingMessage} message
   * @param {Choices} wanted
   * @param {AbortSignal} signal
   * @returns {Promise<?Choices>} What holds for this message; null when the user is asked first.
   */
  async pass(message, wanted, signal) {
    const addresses = [...message.to, ...message.cc, ...message.bcc];
    const rules = await this.#rules.check(addresses);
    const choices = await this.#settle(message, wanted, rules, signal);
    const unencrypted = choices.encrypt ? choices.separately ?? [] : addresses;
    refuseBound(unencrypted, rules.always);
    if (choices.encrypt) {
      return this.#once(message, choices);
    }
    const asked = rules.ask.filter(address => unencrypted.includes(address));
    const lost = choices.lost ?? [];
    if (choices.confirmed || !(asked.length || lost.length)) {
      return this.#once(message, choices);
    }
    if (message.tabId === null) {
      throw new Failure("rule-ask", { addresses: asked });
    }
    await this.#question.show(message.tabId, { asked, lost });
    return null;
  }

  /**
   * What the user said in words holds for one attempt only.
   *
   * @param {OutgoingMessage} message
   * @param {Choices} choices
   */
  async #once({ tabId }, choices) {
    if (tabId !== null && (choices.confirmed || choices.separately?.length)) {
      await this.#choices.change(tabId, { confirmed: false, separately: [] });
    }
    return choices;
  }

  /**
   * @param {OutgoingMessage} message
   * @param {Choices} wanted
   * @param {import("../../types/protocol.d.ts").RulesChecked} rules
   * @param {AbortSignal} signal
   * @returns {Promise<Choices>}
   */
  async #settle(message, wanted, rules, signal) {
    if (wanted.decidedBy === "user" || (rules.encryptByDefault === "off" && !rules.always.length)) {
      return wanted;
    }
    const change = automaticChange(wanted, await this.#situation(message, rules, signal));
    if (!change) {
      return wanted;
    }
    return message.tabId === null ? { ...wanted, ...change } : this.#choices.change(message.tabId, change);
  }

  /**
   * @param {OutgoingMessage} message
   * @param {import("../../types/protocol.d.ts").RulesChecked} rules
   * @param {AbortSignal} signal
   * @returns {Promise<import("./automatic.mjs").Situation>}
   */
  async #situation(message, rules, signal) {
    const addresses = [...message.to, ...message.cc, ...message.bcc];
    const mode = rules.encryptByDefault;
    // Only "when everybody can" depends on who can; the others need no look at certificates.
    const checked = mode === "possible" ? await this.#states.check(message.from, addresses, { offline: false, signal }) : null;
    return {
      mode,
      bound: rules.always.length > 0,
      recipients: addresses,
      unready: (checked?.recipients ?? []).filter(({ ready }) => !ready).map(({ address }) => address),
      able: !message.newsgroups && !message.otherProtection && !checked?.sender.some(({ code }) => code === "no-own-certificate"),
    };
  }
}

/**
 * @param {string[]} unencrypted - Who would get it unencrypted.
 * @param {string[]} always
 */
function refuseBound(unencrypted, always) {
  const bound = always.filter(address => unencrypted.includes(address));
  if (bound.length) {
    throw new Failure("rule-always", { count: bound.length, addresses: bound });
  }
}

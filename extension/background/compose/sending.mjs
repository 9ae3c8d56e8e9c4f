import { Failure } from "../../shared/failure.mjs";
import { failureText } from "../../shared/text.mjs";
import { addressedTo, withoutBlindRecipients, withoutRecipients } from "./headers.mjs";
import { whole } from "./intake.mjs";
import { distribute, obstacle } from "./plan.mjs";

/**
 * @typedef {object} Held
 * @property {import("./plan.mjs").OutgoingMessage} message
 * @property {import("./choices.mjs").Choices} choices
 * @property {AbortController} abort
 */

/** @typedef {{ action: "leave" | "protect" | "cancel", text?: string }} Preparation */

/** @typedef {Uint8Array | import("./parcels.mjs").Parcel} Protected */

/** @typedef {{ message?: Protected, copies?: { address: string, message: Protected, file?: boolean }[], text?: string }} Outcome */

/** Answers the sending seam: whether a message is protected, and with what it is replaced. Any trouble means: not sent. */
export class Sending {
  #host;
  #choices;
  #defaults;
  #missing;
  #answers;
  #gate;
  #intake;
  #parcels;
  /** @type {Map<string, Held>} */
  #held = new Map();

  /**
   * @param {import("../bridge/host.mjs").Host} host
   * @param {import("./choices.mjs").ComposeChoices} choices
   * @param {import("./defaults.mjs").IdentityDefaults} defaults
   * @param {import("./missing.mjs").MissingPanel} missing
   * @param {import("./answers.mjs").Answers} answers
   * @param {import("./gate.mjs").SendingGate} gate
   * @param {import("./intake.mjs").Intake} intake
   * @param {import("./parcels.mjs").Parcels} parcels
   */
  constructor(host, choices, defaults, missing, answers, gate, intake, parcels) {
    this.#host = host;
    this.#choices = choices;
    this.#defaults = defaults;
    this.#missing = missing;
    this.#answers = answers;
    this.#gate = gate;
    this.#intake = intake;
    this.#parcels = parcels;
  }

  /**
   * @param {import("./plan.mjs").OutgoingMessage} message
   * @returns {Promise<Preparation>}
   */
  async prepare(message) {
    const abort = new AbortController();
    try {
      const choices = await this.#gate.pass(message, await this.#choicesOf(message), abort.signal);
      if (!choices) {
        return { action: "cancel" };
      }
      if (message.tabId !== null && !(await this.#answers.mayLeave(message.tabId, choices))) {
        return { action: "cancel" };
      }
      if (!choices.sign && !choices.encrypt) {
        return { action: "leave" };
      }
      this.#held.set(message.handle, { message, choices, abort });
      if (await this.#mayProceed(message, choices, abort.signal)) {
        return { action: "protect" };
      }
      this.#held.delete(message.handle);
      return { action: "cancel" };
    } catch (error) {
      this.#held.delete(message.handle);
      return { action: "cancel", text: failureText(Failure.from(error)) };
    }
  }

  /**
   * @param {import("./intake.mjs").FirstPiece} first
   * @returns {Promise<Outcome>}
   */
  async protect(first) {
    const { handle } = first;
    const held = this.#held.get(handle);
    if (!held) {
      return { text: failureText(new Failure("message-gone")) };
    }
    try {
      return await this.#protectAll(held, this.#intake.begin(first));
    } catch (error) {
      return { text: failureText(Failure.from(error)) };
    } finally {
      this.#held.delete(handle);
      this.#intake.end(handle);
    }
  }

  /** @param {{ handle: string }} details */
  cancel({ handle }) {
    this.#held.get(handle)?.abort.abort();
  }

  /** @param {import("./plan.mjs").OutgoingMessage} message */
  async #choicesOf(message) {
    if (message.tabId !== null) {
      return this.#choices.of(message.tabId);
    }
    const { signByDefault, encryptByDefault } = await this.#defaults.ofAddress(message.from);
    return { identityId: message.identityId, sign: signByDefault, encrypt: encryptByDefault };
  }

  /**
   * @param {import("./plan.mjs").OutgoingMessage} message
   * @param {import("./choices.mjs").Choices} choices
   * @param {AbortSignal} signal
   * @returns {Promise<boolean>} False when the user was shown who is missing.
   */
  async #mayProceed(message, choices, signal) {
    const failure = obstacle(message, choices);
    if (failure) {
      throw failure;
    }
    if (!choices.encrypt) {
      return true;
    }
    const { visible, blind } = distribute(message, true, choices.separately);
    const request = { type: "recipients.check", from: message.from, addresses: [...visible, ...blind] };
    const { result } = await this.#host.request(request, { signal });
    const missing = result.recipients.filter((/** @type {{ ready: boolean }} */ one) => !one.ready);
    if (!missing.length) {
      return true;
    }
    if (message.tabId === null) {
      const addresses = missing.map((/** @type {{ address: string }} */ one) => one.address);
      throw new Failure("recipients-missing", { count: addresses.length, addresses });
    }
    await this.#missing.show(message.tabId, missing, { sending: true, others: result.recipients.length - missing.length });
    return false;
  }

  /**
   * @param {Held} held
   * @param {Uint8Array | AsyncIterable<Uint8Array>} content
   * @returns {Promise<Outcome>}
   */
  async #protectAll({ message, choices, abort }, content) {
    const { includeCertificates, form } = await this.#defaults.ofAddress(message.from);
    const { visible, blind, clear } = distribute(message, choices.encrypt, choices.separately);
    /** @type {(name: string, part: Uint8Array | AsyncIterable<Uint8Array>, recipients: string[], encrypt?: boolean) => Promise<Protected>} */
    const protect = async (name, part, recipients, encrypt = choices.encrypt) => {
      const { sign } = choices;
      const wish = { from: message.from, recipients, sign, encrypt, form, purpose: "send", includeCertificates };
      const how = { content: part, pieces: true, signal: abort.signal };
      const { pieces = [] } = await this.#host.request({ type: "message.protect", ...wish }, how);
      if (!pieces.length) {
        throw new Failure("host-unreadable");
      }
      return this.#parcels.pack(`${message.handle}/${name}`, pieces);
    };
    if (!blind.length && !clear.length) {
      return { message: await protect("", content, visible), copies: [] };
    }
    const mime = await whole(content);
    const common = withoutRecipients(mime, clear);
    const copies = [];
    for (const address of blind) {
      copies.push({ address, message: await protect(address, withoutBlindRecipients(common), [address]) });
    }
    for (const address of clear) {
      const single = addressedTo(mime, address);
      const open = () => this.#parcels.pack(`${message.handle}/${address}`, [single]);
      copies.push({ address, message: choices.sign ? await protect(address, single, [address], false) : open(), file: true });
    }
    return { message: await protect("", common, visible), copies };
  }
}

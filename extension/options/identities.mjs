import { readableName } from "../shared/names.mjs";
import { byId, element } from "../shared/page.mjs";
import { text } from "../shared/text.mjs";
import { attempt, report } from "./panel.mjs";

/**
 * @typedef {import("../types/protocol.d.ts").Identity} Identity
 * @typedef {import("../types/protocol.d.ts").OwnKey} OwnKey
 * @typedef {"signByDefault" | "encryptByDefault" | "includeCertificates"} Flag
 */

/** @type {Flag[]} */
const FLAGS = ["signByDefault", "encryptByDefault", "includeCertificates"];

/** What each of the user's addresses wants by default. */
export class IdentitiesPanel {
  #host;

  /** @param {import("./panel.mjs").HostClient} host */
  constructor(host) {
    this.#host = host;
  }

  async show() {
    const [{ identities }, { keys }, own] = await Promise.all([
      this.#host.request({ type: "identities.list" }),
      this.#host.request({ type: "keys.list" }),
      browser.identities.list(),
    ]);
    const addresses = new Map(own.map(({ email = "" }) => [email.toLowerCase(), email]));
    identities.forEach(identity => addresses.set(identity.address.toLowerCase(), identity.address));
    const list = byId("identity-list");
    list.replaceChildren();
    for (const [lower, address] of addresses) {
      const identity = identities.find(one => one.address.toLowerCase() === lower);
      list.append(this.#card(identity ?? startingFrom(address), keysFor(keys, lower)));
    }
    if (!addresses.size) {
      list.append(element("p", {}, text("welcomeNoAddress")));
    }
  }

  /**
   * @param {Identity} identity
   * @param {OwnKey[]} keys
   */
  #card(identity, keys) {
    return element(
      "fieldset",
      { class: "card", "data-address": identity.address },
      element("legend", {}, identity.address),
      keys.length ? null : element("p", { class: "mark warning" }, text("identitiesNoKey")),
      FLAGS.map(flag => this.#checkbox(identity, flag)),
      this.#select(identity, "form", "identitiesForm", [
        ["clear", text("identitiesFormClear")],
        ["opaque", text("identitiesFormOpaque")],
      ]),
      keys.length > 1 && this.#keySelect(identity, "signingKey", keys.filter(key => key.canSign)),
      keys.length > 1 && this.#keySelect(identity, "encryptionKey", keys.filter(key => key.canEncrypt))
    );
  }

  /**
   * @param {Identity} identity
   * @param {Flag} flag
   */
  #checkbox(identity, flag) {
    /** @param {Event} event */
    const change = event => this.#save(identity, { [flag]: /** @type {HTMLInputElement} */ (event.target).checked });
    const input = element("input", { type: "checkbox", name: flag, checked: identity[flag], change });
    return element("label", { class: "choice" }, input, " ", text(`identities_${flag}`));
  }

  /**
   * @param {Identity} identity
   * @param {"signingKey" | "encryptionKey"} member
   * @param {OwnKey[]} keys
   */
  #keySelect(identity, member, keys) {
    return this.#select(identity, member, `identities_${member}`, [
      ["", text("identitiesAutomatic")],
      ...keys.map(key => /** @type {[string, string]} */ ([key.id, `${readableName(key.certificate.issuer)} · ${key.certificate.serial}`])),
    ]);
  }

  /**
   * @param {Identity} identity
   * @param {"form" | "signingKey" | "encryptionKey"} member
   * @param {string} labelKey
   * @param {[string, string][]} options
   */
  #select(identity, member, labelKey, options) {
    /** @param {Event} event */
    const change = event => this.#save(identity, { [member]: /** @type {HTMLSelectElement} */ (event.target).value || null });
    const chosen = identity[member] ?? "";
    return element(
      "label",
      { class: "choice" },
      text(labelKey),
      " ",
      element(
        "select",
        { name: member, change },
        options.map(([value, label]) => element("option", { value, selected: value === chosen }, label))
      )
    );
  }

  /**
   * @param {Identity} identity - Follows the change, so that the next one starts from it.
   * @param {Partial<Record<keyof Identity, unknown>>} change
   */
  #save(identity, change) {
    return attempt(async () => {
      Object.assign(identity, change);
      const { address, signByDefault, encryptByDefault, includeCertificates, form, signingKey, encryptionKey } = identity;
      const settings = { address, signByDefault, encryptByDefault, includeCertificates, form, signingKey, encryptionKey };
      await this.#host.request({ type: "identities.set", address, settings });
      report(text("identitiesSaved", { address }));
    });
  }
}

/**
 * @param {string} address - Of which the host knows nothing yet.
 * @returns {Identity}
 */
function startingFrom(address) {
  return { address, signByDefault: false, encryptByDefault: false, includeCertificates: true, form: "clear" };
}

/**
 * @param {OwnKey[]} keys
 * @param {string} address - In lower case.
 */
function keysFor(keys, address) {
  return keys.filter(key => key.certificate.addresses.some(one => one.toLowerCase() === address));
}

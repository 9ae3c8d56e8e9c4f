import { button, element } from "../../shared/page.mjs";
import { codeText, text, timeText } from "../../shared/text.mjs";
import { certificateCard, chainText, readable } from "../cards.mjs";
import { confirm } from "../dialogs.mjs";
import { attempt, report, reportWith } from "../panel.mjs";
import { ruleChoice } from "./rule.mjs";
import { saveFile } from "../../shared/save.mjs";
import { short, timeline } from "./timeline.mjs";

/**
 * @typedef {import("../../types/protocol.d.ts").ContactDetails} ContactDetails
 * @typedef {import("../../types/protocol.d.ts").ContactCertificate} ContactCertificate
 */

/** One correspondent: which certificate is used and why, all the others, what can be decided, and what happened. */
export class ContactView {
  #host;
  #address;
  #body;
  #onChange;

  /**
   * @param {import("../panel.mjs").HostClient} host
   * @param {string} address
   * @param {HTMLElement} body - Where it is shown.
   * @param {() => Promise<void>} onChange
   */
  constructor(host, address, body, onChange) {
    this.#host = host;
    this.#address = address;
    this.#body = body;
    this.#onChange = onChange;
  }

  async show() {
    const details = await this.#host.request({ type: "contacts.show", address: this.#address });
    const { state, certificates, events } = details;
    const rule = await ruleChoice(this.#host, this.#address, state.rule, this.#onChange);
    this.#body.replaceChildren(
      element("p", {}, codeText("reason", state.reason)),
      rule,
      ...certificates.map(one => this.#certificate(one, details)),
      element(
        "div",
        { class: "buttons" },
        button("contactWrite", () => attempt(() => browser.compose.beginNew({ to: [this.#address] })), { class: "write" }),
        button("contactExport", () => attempt(() => this.#exportAll())),
        certificates.length > 1 && button("contactRemoveAll", () => attempt(() => this.#removeAll(certificates)), { class: "remove-all" })
      ),
      timeline(events)
    );
  }

  /**
   * @param {ContactCertificate} one
   * @param {ContactDetails} details
   */
  #certificate(one, { state, choice, certificates }) {
    const { certificate, chain, statedAt, comparedAt } = one;
    const used = state.ready && state.certificate?.sha256 === certificate.sha256;
    const card = certificateCard(
      certificate,
      [
        ["contactUse", used && choice ? codeText("contactChoice", choice) : useOf(one)],
        ["cardTrust", chainText(chain)],
        ...one.sightings.flatMap(sightingFacts),
        ...facts([["contactStated", timeText(statedAt)], ["contactCompared", timeText(comparedAt)]]),
      ],
      ...this.#buttons(one, certificates.length > 1)
    );
    card.classList.toggle("used", used);
    if (one.change) {
      card.prepend(this.#changeNotice(one));
    }
    return card;
  }

  /**
   * @param {ContactCertificate} one
   * @param {boolean} several
   */
  #buttons({ certificate, chosen, canEncrypt, comparedAt }, several) {
    const { sha256 } = certificate;
    return [
      several && canEncrypt && !chosen && button("contactChoose", () => this.#decide({ type: "recipients.choose", sha256 }, "contactChosen")),
      chosen && button("contactAutomatic", () => this.#decide({ type: "recipients.choose", sha256: null }, "contactAutomaticDone")),
      button("contactCompare", () => attempt(() => this.#compare(certificate)), { class: "compare" }),
      comparedAt && button("contactUncompare", () => this.#decide({ type: "certificates.compare", sha256, same: false }, "contactUncompared")),
      button("contactSave", () => attempt(() => this.#save(certificate))),
      button("certificatesRemove", () => attempt(() => this.#remove(certificate))),
    ].filter(one => one instanceof HTMLElement);
  }

  /** @param {ContactCertificate} one */
  #changeNotice({ certificate, change }) {
    return element(
      "div",
      { class: "notice", role: "note" },
      element("p", { class: "mark warning" }, text("contactChanged", { time: timeText(change?.at), previous: short(change?.previous) })),
      element("p", {}, codeText("contactChange", change?.what ?? "key")),
      button("contactAcknowledge", () => this.#decide({ type: "certificates.acknowledge", sha256: certificate.sha256 }, "contactAcknowledged"))
    );
  }

  /**
   * @param {{ type: "recipients.choose" | "certificates.compare" | "certificates.acknowledge" } & Record<string, unknown>} decision
   * @param {string} done - Key of the text that says so.
   */
  #decide(decision, done) {
    return attempt(async () => {
      await this.#host.request({ ...decision, address: this.#address });
      await this.#onChange();
      report(text(done));
    });
  }

  /** @param {ContactCertificate["certificate"]} certificate */
  async #compare({ sha256 }) {
    const same = await confirm(
      text("contactCompareTitle", { address: this.#address }),
      [
        element("p", {}, text("contactCompareHow")),
        element("p", { class: "fingerprint", id: "contact-fingerprint" }, readable(sha256)),
        element("p", { class: "faint" }, text("contactCompareDiffers")),
      ],
      "contactCompareSame"
    );
    if (same) {
      await this.#decide({ type: "certificates.compare", sha256, same }, "contactComparedDone");
    }
  }

  /** @param {ContactCertificate["certificate"]} certificate */
  async #save({ sha256 }) {
    const { content } = await this.#host.download({ type: "certificates.export", form: "der", sha256 });
    await saveFile(`${this.#address}.cer`, content, "application/pkix-cert");
    report(text("contactsExported", { count: 1 }));
  }

  async #exportAll() {
    const { result, content } = await this.#host.download({ type: "certificates.export", form: "pem", address: this.#address });
    await saveFile(`${this.#address}.pem`, content, "application/x-pem-file");
    report(text("contactsExported", { count: result.count }));
  }

  /** @param {ContactCertificate["certificate"]} certificate */
  #remove({ sha256 }) {
    return this.#removeThem([sha256], text("certificatesRemoved"));
  }

  /** @param {ContactCertificate[]} certificates */
  #removeAll(certificates) {
    return this.#removeThem(certificates.map(one => one.certificate.sha256), text("contactRemovedAll", { address: this.#address }));
  }

  /**
   * Removes at once; a button brings everything back.
   *
   * @param {string[]} all - Their names.
   * @param {string} done
   */
  async #removeThem(all, done) {
    for (const sha256 of all) {
      await this.#host.request({ type: "certificates.remove", sha256 });
    }
    await this.#onChange();
    reportWith(done, "certificatesUndo", async () => {
      for (const sha256 of all) {
        await this.#host.request({ type: "certificates.restore", sha256 });
      }
      await this.#onChange();
      report(text("certificatesRestored"));
    });
  }
}

/** @param {ContactCertificate} one */
function useOf({ canSign, canEncrypt }) {
  return text(canEncrypt ? "contactUseKept" : canSign ? "contactUseSigning" : "contactUseNone");
}

/**
 * @param {ContactCertificate["sightings"][number]} sighting
 * @returns {[string, string][]}
 */
function sightingFacts({ origin, firstSeen, lastSeen, messageId, messageAt, lastMessageId, lastMessageAt }) {
  return facts([
    ["cardOrigin", codeText("origin", origin)],
    ["cardSeen", text("cardSeenRange", { from: timeText(firstSeen), to: timeText(lastSeen) })],
    ["contactFirstMessage", messageText(messageId, messageAt)],
    ["contactLastMessage", lastMessageId === messageId ? "" : messageText(lastMessageId, lastMessageAt)],
  ]);
}

/**
 * @param {?string | undefined} id
 * @param {?string | undefined} time
 */
function messageText(id, time) {
  return id ? text("contactMessage", { message: id, time: timeText(time) }) : "";
}

/**
 * @param {[string, string][]} pairs
 * @returns {[string, string][]} Those with a value.
 */
function facts(pairs) {
  return pairs.filter(([, value]) => value);
}

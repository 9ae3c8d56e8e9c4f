import { readable } from "../options/cards.mjs";
import { readableName } from "../shared/names.mjs";
import { button, element } from "../shared/page.mjs";
import { codeText, text, timeText } from "../shared/text.mjs";
import { mailboxFixes, mailboxNote } from "./mailbox.mjs";

/**
 * @typedef {import("../types/protocol.d.ts").RecipientState} RecipientState
 * @typedef {import("../background/compose/missing.mjs").Trouble} Trouble
 */

/**
 * What the panel lends to a recipient's card.
 *
 * @typedef {object} Desk
 * @property {import("../shared/host-client.mjs").HostClient} host
 * @property {(words: string) => void} say
 * @property {<T>(work: () => Promise<T>) => Promise<T | undefined>} attempt
 * @property {(type: string, address?: string) => Promise<any>} ask - The background page.
 * @property {(address: string) => boolean} isList
 * @property {(changed?: Trouble) => Promise<void>} show
 */

/** Reasons whose finding says the same once more. */
const SAID = new Set(["missing", "revoked", "untrusted", "wrong-usage", "rule-never"].map(reason => `recipient-${reason}`));

/** For these another certificate would help; for the others something else is to be done. */
const WANTING = new Set(["missing", "expired", "not-yet-valid", "revoked", "untrusted", "wrong-usage", "weak", "unsupported"]);

/** Addresses that are usually not one person's. Only the wording depends on this. */
const SHARED = /^(.*[-_.])?(lists?|team|group|gruppe|all|alle|everyone|announce|users|devel|office|staff|verteiler|support)([-_.].*)?$/i;

/**
 * A recipient with the reason and what can be done about it.
 *
 * @param {RecipientState} state
 * @param {Desk} desk
 */
export function recipientCard(state, desk) {
  const { address, ready, reason, findings, certificate } = state;
  const place = element("div", {});
  return element(
    "li",
    { "data-address": address, "data-ready": ready },
    element("strong", {}, address),
    element("div", {}, codeText("reason", reason)),
    findings.filter(isWorthSaying).map(one => element("div", { class: "faint" }, codeText("finding", one.code, named(one.parameters)))),
    mailboxNote(state),
    certificate && element("div", { class: "faint" }, described(certificate)),
    certificate && reason === "changed" && element("div", { class: "fingerprint" }, text("fixFingerprint", { fingerprint: readable(certificate.sha256) })),
    listHint(state, desk),
    element("div", { class: "buttons" }, fixes(state, desk, place)),
    place
  );
}

/** @param {import("../types/protocol.d.ts").Finding} finding - What is as it should be is for experts, on the settings page. */
function isWorthSaying({ code, level }) {
  return level !== "info" && !SAID.has(code);
}

/** @param {Record<string, string>} parameters - With the names of authorities as people read them. */
function named(parameters) {
  const { issuer, before } = parameters;
  return { ...parameters, ...(issuer && { issuer: readableName(issuer) }), ...(before && { before: readableName(before) }) };
}

/** @param {import("../types/protocol.d.ts").CertificateSummary} certificate */
function described({ issuer, notBefore, notAfter }) {
  return text("fixCertificate", { issuer: readableName(issuer), from: timeText(notBefore), to: timeText(notAfter) });
}

/**
 * @param {RecipientState} state
 * @param {Desk} desk
 */
function listHint({ address, reason }, { isList }) {
  if (reason !== "missing") {
    return null;
  }
  const shared = SHARED.test(address.slice(0, address.lastIndexOf("@")));
  const key = isList(address) ? "fixIsList" : shared ? "fixMayBeList" : null;
  return key && element("div", { class: "list-hint" }, text(key));
}

/**
 * @param {RecipientState} state
 * @param {Desk} desk
 * @param {HTMLElement} place - Where more can be shown.
 */
function fixes(state, desk, place) {
  const { address, ready, reason, known } = state;
  const wanting = WANTING.has(reason);
  return [
    ...mailboxFixes(state, desk),
    reason === "changed" && button("fixAccept", () => choose(state.certificate?.sha256 ?? null, state, desk), { "data-fix": "accept" }),
    wanting && button("fixCollect", () => collect(address, desk), { "data-fix": "collect" }),
    wanting && importer(address, desk),
    (wanting || reason === "changed") && button("fixAsk", () => desk.attempt(() => desk.ask("fix.ask", address)), { "data-fix": "ask" }),
    known > 1 && button("fixChoose", () => showChoice(state, desk, place), { "data-fix": "choose" }),
    reason === "untrusted" && button("fixTrust", () => browser.runtime.openOptionsPage(), { "data-fix": "trust" }),
    reason === "rule-never" && button("fixRule", () => removeRule(state, desk), { "data-fix": "rule" }),
    !ready && button("fixRemove", () => desk.attempt(async () => desk.show(await desk.ask("fix.remove", address))), { "data-fix": "remove" }),
  ];
}

/**
 * @param {string} address
 * @param {Desk} desk
 */
async function collect(address, desk) {
  desk.say(text("fixCollectingBegins", { address }));
  await desk.attempt(async () => {
    const { looked, found, trouble } = await desk.ask("fix.collect", address);
    await desk.show(trouble);
    desk.say(text(found ? "fixCollected" : "fixCollectedNothing", { address, count: looked }));
  });
}

/**
 * @param {string} address
 * @param {Desk} desk
 */
function importer(address, desk) {
  const id = `file-${address}`;
  /** @param {Event} event */
  const change = async event => {
    const file = /** @type {HTMLInputElement} */ (event.target).files?.[0];
    if (file) {
      await desk.attempt(async () => {
        const content = new Uint8Array(await file.arrayBuffer());
        const { certificates } = await desk.host.request({ type: "certificates.import", fileName: file.name }, content);
        await desk.show();
        desk.say(text("certificatesImported", { count: certificates.length }));
      });
    }
  };
  const input = element("input", { type: "file", id, class: "visually-hidden", accept: ".cer,.crt,.pem,.der,.p7b,.p7c", change });
  return element("span", { "data-fix": "import" }, input, element("label", { for: id, class: "file" }, text("fixImport")));
}

/**
 * @param {RecipientState} state
 * @param {Desk} desk
 * @param {HTMLElement} place
 */
async function showChoice(state, desk, place) {
  const { address } = state;
  const answer = await desk.attempt(() => desk.host.request({ type: "recipients.certificates", address }));
  const all = answer?.certificates ?? [];
  const name = `choice-${address}`;
  /**
   * @param {?string} sha256
   * @param {boolean} checked
   * @param {boolean} disabled
   * @param {string} words
   */
  const option = (sha256, checked, disabled, words) => {
    const input = element("input", { type: "radio", name, value: sha256 ?? "", checked, disabled, change: () => choose(sha256, state, desk) });
    return element("label", { class: "choice" }, input, " ", words);
  };
  place.replaceChildren(
    element(
      "fieldset",
      {},
      element("legend", {}, text("fixChooseFor", { address })),
      option(null, !all.some(one => one.chosen), false, text("identitiesAutomatic")),
      all.map(({ certificate, ready, reason, chosen }) => {
        const words = certificate ? `${described(certificate)} · ${certificate.serial}` : "";
        return option(certificate?.sha256 ?? null, chosen, !ready, ready ? words : `${words} · ${codeText("state", reason)}`);
      })
    )
  );
  place.querySelector("input")?.focus();
}

/**
 * @param {?string} sha256
 * @param {RecipientState} state
 * @param {Desk} desk
 */
async function choose(sha256, { address }, desk) {
  await desk.attempt(async () => {
    await desk.host.request({ type: "recipients.choose", address, sha256 });
    await desk.show();
    desk.say(text("fixChosen", { address }));
  });
}

/**
 * @param {RecipientState} state
 * @param {Desk} desk
 */
async function removeRule({ address, findings }, desk) {
  await desk.attempt(async () => {
    await desk.host.request({ type: "rules.remove", subject: findings[0]?.parameters.subject ?? address });
    await desk.show();
  });
}

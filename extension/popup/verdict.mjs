import { HostClient } from "../shared/host-client.mjs";
import { Failure } from "../shared/failure.mjs";
import { readableName } from "../shared/names.mjs";
import { button, byId, element, localise } from "../shared/page.mjs";
import { failureText, text } from "../shared/text.mjs";
import { explain } from "./explain.mjs";
import { asText } from "./verdict/as-text.mjs";
import { copyButton } from "./verdict/copy.mjs";
import { compareStep, proofStep, showStep, trustStep } from "./verdict/steps.mjs";

/**
 * @typedef {import("./verdict/remedies.mjs").Remedy} Remedy
 * @typedef {import("./explain.mjs").Explanation} Explanation
 */

/** What the background page tells of the message that the window shows. */
let verdict = await ask("verdict");

/**
 * @param {string} type
 * @param {Record<string, unknown>} [details]
 */
async function ask(type, details = {}) {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return browser.runtime.sendMessage({ type, tabId: tab.id, ...details });
}

/** @param {Parameters<HostClient["request"]>[0]} request - Of a decision about trust, after which the message has been judged anew. */
async function decide(request) {
  await new HostClient(async () => null).request(request);
  verdict = await ask("verdict");
}

/** @param {import("./explain.mjs").Row} row */
function showRow({ mark, text: words, acknowledge, remedies = [] }) {
  return element(
    "li",
    { class: `mark ${mark}` },
    element(
      "span",
      {},
      words,
      acknowledge &&
        element("span", { class: "action" }, button("verdictAcknowledge", () => attempt(() => seen(acknowledge)), { class: "acknowledge" })),
      ...remedies.map(showRemedy)
    )
  );
}

/** @param {Remedy} remedy */
function showRemedy(remedy) {
  if (remedy.needsNetwork) {
    return element("span", { class: "action faint" }, text("verdictFixNetwork"));
  }
  /** @type {Record<Remedy["kind"], [string, () => unknown]>} */
  const ways = {
    "trust-authority": ["verdictFixTrust", () => step(trustStep(remedy, () => trust(remedy)))],
    "compare-fingerprint": ["verdictFixCompare", () => step(compareStep(remedy, () => compare(remedy)))],
    "compare-known": ["verdictFixCompare", () => step(compareStep(remedy, () => compare(remedy)))],
    "fetch-issuer": ["verdictFixFetch", () => attempt(again)],
    "check-revocation": ["verdictFixAgain", () => attempt(again)],
  };
  const [key, press] = ways[remedy.kind];
  return element("span", { class: "action" }, button(key, press, { class: "fix", "data-fix": remedy.kind }));
}

/** @param {Remedy} remedy */
async function trust({ certificate }) {
  const { der, certificate: summary } = /** @type {import("./verdict/remedies.mjs").InspectedAnchor} */ (certificate);
  const { sha256, subject } = summary;
  await decide({ type: "anchors.add", certificate: der, sha256 });
  show(text("anchorsAdded", { subject: readableName(subject) }), () => decide({ type: "anchors.remove", sha256 }));
}

/** @param {Remedy} remedy */
async function compare({ kind, address, certificate, sha256 }) {
  await decide(
    kind === "compare-known"
      ? { type: "certificates.compare", address, sha256, same: true }
      : { type: "certificates.trust", address, certificate: certificate?.der, sha256 }
  );
  show(text("contactComparedDone"), () => decide({ type: "certificates.compare", address, sha256, same: false }));
}

/** @param {{ address: string, sha256: string }} change - Not to be shown again. */
async function seen(change) {
  await decide({ type: "certificates.acknowledge", ...change });
  show();
}

/** Asks once more for what could not be had: revocation, a missing issuer, or the host itself. */
async function again() {
  const before = answer();
  verdict = await ask("verdict.again");
  show(text(answer() === before ? "verdictAskedAgain" : "verdictAskedNews"));
}

/** @returns {string} What can change by asking again; what was learned on the way is no answer. */
function answer() {
  const { report, failure } = verdict;
  return JSON.stringify(report ? [report.seal, report.encryption, report.signers] : failure);
}

/** The question has a window of its own; this panel would close anyway. */
function unlock() {
  browser.runtime.sendMessage({ type: "unlock" });
  window.close();
}

async function offerProof() {
  const exporter = await ask("verdict.exporter");
  const encrypted = verdict.report?.encryption.status === "decrypted";
  step(
    proofStep({ encrypted, exporter }, async signAs => {
      const failure = await ask("verdict.save", { signAs });
      if (failure) {
        throw new Failure(failure.code, failure.parameters);
      }
      show(text("verdictProofSaved"));
    })
  );
}

/** @param {import("./verdict/steps.mjs").Step} next */
function step(next) {
  byId("verdict").replaceChildren(showStep(next, () => show(), complain));
  byId("step-title").focus();
}

/** @param {() => Promise<void>} action */
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    complain(error);
  }
}

/** @param {unknown} error */
function complain(error) {
  byId("trouble")?.remove();
  byId("verdict").append(element("p", { role: "alert", id: "trouble", class: "mark bad" }, failureText(Failure.from(error))));
}

/** @param {import("./explain.mjs").Section} section */
function showSection({ title, rows, details }) {
  return element(
    "section",
    {},
    element("h2", {}, title),
    element("ul", {}, rows.map(showRow)),
    details.length > 0 &&
      element(
        "details",
        {},
        element("summary", {}, text("verdictDetails")),
        element("dl", {}, details.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]))
      )
  );
}

/**
 * @param {string} notice - What was done just now; empty for nothing.
 * @param {?(() => Promise<void>)} undo
 */
function showNotice(notice, undo) {
  const takeBack = async () => {
    await undo?.();
    show(text("verdictUndone"));
  };
  return element(
    "p",
    { class: "notice", role: "status", id: "notice" },
    notice,
    undo && " ",
    undo && button("verdictUndo", () => attempt(takeBack), { id: "undo" })
  );
}

/** @param {Explanation} explanation */
function showFooter(explanation) {
  const { report, message } = verdict;
  if (!report) {
    return element("div", { class: "buttons" }, explanation.retry && button("verdictFixAgain", () => attempt(again), { class: "primary", id: "again" }));
  }
  return element(
    "div",
    { class: "buttons footer" },
    copyButton("verdictCopy", () => asText(explanation, message), { id: "copy" }),
    report.signature.status !== "none" && button("verdictProof", () => attempt(offerProof), { id: "proof" })
  );
}

/**
 * @param {string} [notice]
 * @param {?(() => Promise<void>)} [undo]
 */
function show(notice = "", undo = null) {
  localise(document);
  const explanation = explain(verdict);
  const { look, icon, headline, sentence, sections } = explanation;
  document.title = headline;
  byId("verdict").replaceChildren(
    ...(notice ? [showNotice(notice, undo)] : []),
    element(
      "header",
      { class: look },
      element("img", { src: `../icons/seal-${icon}.svg`, alt: "" }),
      element("div", {}, element("h1", {}, headline), element("p", {}, sentence))
    ),
    ...(verdict.report?.encryption.status === "locked" ? [button("verdictUnlock", unlock, { class: "primary", id: "unlock" })] : []),
    ...sections.map(showSection),
    showFooter(explanation)
  );
}

show();

import { lookOf } from "../background/read/look.mjs";
import { Failure } from "../shared/failure.mjs";
import { readableName, visible } from "../shared/names.mjs";
import { codeText, failureText, text, timeText } from "../shared/text.mjs";
import { comparison, remediesFor } from "./verdict/remedies.mjs";

/**
 * @typedef {import("../types/protocol.d.ts").Report} Report
 * @typedef {import("../types/protocol.d.ts").SignerReport} SignerReport
 * @typedef {import("../types/protocol.d.ts").Finding} Finding
 * @typedef {"good" | "warning" | "bad" | "info"} Mark
 */

/**
 * @typedef {object} Row
 * @property {Mark} mark
 * @property {string} text
 * @property {{ address: string, sha256: string }} [acknowledge] - What the user can say to have seen, so that it is not shown again.
 * @property {import("./verdict/remedies.mjs").Remedy[]} [remedies] - What can be done about it.
 */

/** @typedef {{ title: string, rows: Row[], details: [string, string][] }} Section */

/**
 * @typedef {object} Explanation
 * @property {import("../background/read/look.mjs").Look} look
 * @property {string} icon
 * @property {string} headline
 * @property {string} sentence
 * @property {Section[]} sections
 * @property {boolean} retry - Whether another try may come to more.
 */

/** @type {Record<Finding["level"], Mark>} */
const MARK_OF_LEVEL = { info: "info", warning: "warning", error: "bad" };

/** @type {Record<import("../types/protocol.d.ts").DigestStatus, Mark>} */
const MARK_OF_DIGEST = { intact: "good", altered: "bad", unreadable: "bad" };

/** @type {Record<import("../types/protocol.d.ts").AddressMatch, Mark>} */
const MARK_OF_ADDRESS = { match: "good", mismatch: "bad", "no-address": "warning" };

/** @type {Record<import("../types/protocol.d.ts").RevocationAnswer, Mark>} */
const MARK_OF_REVOCATION = { good: "good", "not-checked": "info", unknown: "warning", revoked: "bad" };

/** Findings that say again what a row of its own, or a detail, says. */
const SAID = new Set([
  "path-anchored", "address-mismatch", "address-none", "signature-altered",
  "revocation-good", "revocation-not-checked", "revocation-revoked", "revocation-unknown",
]);

/** Findings that tell of a field whose protected and outer values differ. */
const OF_HEADER = new Set(["header-difference", "header-outer-altered"]);

/** Parameters of findings that are names of certificates. */
const NAMES = ["subject", "issuer"];

/** Failures that may be over by now. */
const PASSING = new Set(["host-missing", "host-ended", "host-unreadable", "busy", "store-locked", "cancelled", "message-gone", "message-partial", "internal"]);

/** Chains that are wrong, as against those that merely could not be confirmed. */
const BAD_CHAINS = new Set(["revoked", "constrained", "wrong-usage", "malformed"]);

/**
 * Says a verdict in words.
 *
 * @param {{ report: ?Report, failure: ?{ code: string, parameters: Record<string, unknown> }, author: string }} verdict
 * @returns {Explanation}
 */
export function explain({ report, failure, author }) {
  const problem = failure && new Failure(failure.code, failure.parameters);
  const { look, encrypted } = lookOf({ report, failure: problem });
  const both = encrypted && look !== "encrypted" && look !== "none";
  const key = `seal${look[0].toUpperCase()}${look.slice(1)}${both ? "Encrypted" : ""}`;
  return {
    look,
    icon: both ? `${look}-encrypted` : look,
    headline: text(`${key}Label`),
    sentence: problem ? failureText(problem) : text(`${key}Title`),
    sections: report ? sectionsOf(report, author) : [],
    retry: problem !== null && PASSING.has(problem.code),
  };
}

/**
 * @param {Report} report
 * @param {string} author
 * @returns {Section[]}
 */
function sectionsOf(report, author) {
  const sections = report.signers.map(signer => signerSection(signer, author));
  if (report.encryption.status !== "none") {
    sections.push(encryptionSection(report.encryption));
  }
  const rows = [...headerRows(report), ...findingRows(report.findings), ...learnedRows(report)];
  if (rows.length) {
    sections.push({ title: text("verdictMessage"), rows, details: [] });
  }
  return sections;
}

/**
 * @param {SignerReport} signer
 * @param {string} author
 * @returns {Section}
 */
function signerSection(signer, author) {
  const anchor = anchorOf(signer);
  const issuer = readableName(signer.issuer) || text("verdictUnknownIssuer");
  const chain = chainOf(signer, anchor);
  const addresses = signer.addresses.length ? signer.addresses : [text("verdictNoAddress")];
  // The address of the signer is one of the certificate; what the message claims is its From.
  const from = author || signer.address;
  return {
    title: text("verdictSigner", { name: nameOf(signer), status: codeText("signature", signer.status) }),
    rows: [
      { mark: MARK_OF_DIGEST[signer.digest], text: codeText("digest", signer.digest) },
      { mark: chainMark(signer.chain), text: codeText("chain", chain, { issuer }), ...withRemedies(remediesFor(signer, "path")) },
      { mark: MARK_OF_ADDRESS[signer.addressMatch], text: codeText("address", signer.addressMatch, { from, addresses }) },
      {
        mark: MARK_OF_REVOCATION[signer.revocation],
        text: codeText("revocation", signer.revocation, { time: timeText(signer.revocationAsOf) }),
        ...withRemedies(remediesFor(signer, "revocation")),
      },
      ...findingRows(signer.findings.filter(({ code }) => !SAID.has(code))),
    ],
    details: present([
      ["verdictAddresses", signer.addresses.join(", ")],
      ["verdictSubject", signer.subject],
      ["verdictIssuer", signer.issuer],
      ["verdictAnchor", anchor],
      ["verdictSigningTime", timeText(signer.signingTime)],
      ["verdictAlgorithm", signer.algorithm],
      ["verdictSerial", signer.serial],
      ["verdictFingerprint", signer.sha256],
    ]),
  };
}

/**
 * @param {import("../types/protocol.d.ts").EncryptionReport} encryption
 * @returns {Section}
 */
function encryptionSection(encryption) {
  const mark = encryption.status === "decrypted" ? "good" : "bad";
  return {
    title: text("verdictEncryption"),
    rows: [{ mark, text: codeText("encryption", encryption.status) }],
    details: present([
      ["verdictContentEncryption", encryption.content],
      ["verdictKeyManagement", encryption.keyManagement],
    ]),
  };
}

/**
 * @param {SignerReport} signer
 * @param {string | undefined} anchor
 * @returns {string} Which text: whether the anchor is the certificate itself, its issuer, or further up.
 */
function chainOf({ chain, issuer, findings }, anchor) {
  if (chain !== "valid") {
    return chain;
  }
  const itself = findings.some(({ code, parameters }) => code === "path-anchored" && parameters.onlyFor);
  return itself ? "valid-itself" : anchor === issuer ? "valid-direct" : chain;
}

/** @param {import("./verdict/remedies.mjs").Remedy[]} remedies */
function withRemedies(remedies) {
  return remedies.length ? { remedies } : {};
}

/** @param {SignerReport["chain"]} chain */
function chainMark(chain) {
  return chain === "valid" ? "good" : BAD_CHAINS.has(chain) ? "bad" : "warning";
}

/** @param {SignerReport} signer */
function nameOf(signer) {
  return readableName(signer.subject, { organization: false }) || signer.addresses[0] || text("verdictUnknownSigner");
}

/**
 * @param {SignerReport} signer
 * @returns {string | undefined} The name of the authority that is trusted, when the certificate leads to one.
 */
function anchorOf({ findings }) {
  return findings.find(({ code }) => code === "path-anchored")?.parameters.subject;
}

/**
 * Differences between the protected header and the outer one. Where a finding tells of a field, it knows better whether the
 * sender hid the field or somebody changed it on the way.
 *
 * @param {Report} report
 * @returns {Row[]}
 */
function headerRows({ headers, findings }) {
  const told = new Set(findings.filter(({ code }) => OF_HEADER.has(code)).map(({ parameters }) => parameters.field.toLowerCase()));
  return headers.differences.filter(name => !told.has(name.toLowerCase())).map(name => ({
    mark: "warning",
    text: text("verdictHeaderDiffers", { name, inner: valueOf(headers.protected, name), outer: valueOf(headers.outer, name) }),
  }));
}

/**
 * @param {Record<string, string>} fields
 * @param {string} name
 */
function valueOf(fields, name) {
  const found = Object.entries(fields).find(([one]) => one.toLowerCase() === name.toLowerCase());
  return found?.[1] ?? text("verdictHeaderAbsent");
}

/**
 * @param {Finding[]} findings
 * @returns {Row[]}
 */
function findingRows(findings) {
  return findings.map(({ code, level, parameters }) => ({
    mark: MARK_OF_LEVEL[level],
    text: codeText("finding", code, named(parameters)),
    ...(code === "signer-changed" ? changeActions(parameters) : {}),
  }));
}

/** @param {Record<string, string>} parameters - Of a changed certificate. */
function changeActions({ address, certificate }) {
  return { acknowledge: { address, sha256: certificate }, remedies: [comparison(address, certificate)] };
}

/**
 * @param {Record<string, string>} parameters
 * @returns {Record<string, string>} With names of certificates as people read them.
 */
function named(parameters) {
  const readable = NAMES.filter(key => parameters[key]).map(key => [key, readableName(parameters[key])]);
  return { ...parameters, ...Object.fromEntries(readable) };
}

/**
 * @param {Report} report
 * @returns {Row[]} What is new; that a known certificate was seen again is no news.
 */
function learnedRows({ learned }) {
  return learned.filter(({ change }) => change !== "refreshed").map(({ address, change }) => ({ mark: "info", text: codeText("learned", change, { address }) }));
}

/**
 * @param {[string, string | undefined][]} details - Keys of texts with values.
 * @returns {[string, string][]} Those that have a value.
 */
function present(details) {
  return details.flatMap(([key, value]) => (value ? [[text(key), visible(value)]] : []));
}

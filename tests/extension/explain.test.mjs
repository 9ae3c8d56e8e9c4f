import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { explain } from "../../extension/popup/explain.mjs";
import { installBrowser } from "./fake-browser.mjs";
import { DECRYPTED, report, signer } from "./reports.mjs";

/** @type {Record<string, { message: string }>} */
const english = JSON.parse(readFileSync(new URL("../../extension/_locales/en/messages.json", import.meta.url), "utf8"));

before(() => {
  const getMessage = (/** @type {string} */ key) => english[key]?.message ?? "";
  installBrowser({ i18n: { getMessage, getUILanguage: () => "en" } });
});

/** @param {any} change */
function words(change) {
  const explanation = explain({ report: report(change), failure: null, author: "Bob <bob@b.example>" });
  const rows = explanation.sections.flatMap(section => section.rows);
  return { ...explanation, rows, all: [explanation.headline, explanation.sentence, ...rows.map(row => row.text)].join("\n") };
}

test("a valid signature names its signer, issuer and every check", () => {
  const { look, sections, rows } = words({ seal: "signed", signature: { status: "valid" }, signers: [signer()] });
  assert.equal(look, "valid");
  assert.match(sections[0].title, /Bob Example.*valid/);
  assert.deepEqual(rows.map(row => row.mark), ["good", "good", "good", "info"]);
  assert.match(rows[1].text, /Demo CA/);
  assert.match(rows[2].text, /bob@b\.example/);
});

test("a changed certificate is told beside a good signature, and can be acknowledged", () => {
  const findings = [{ code: "signer-changed", level: "warning", parameters: { address: "bob@b.example", certificate: "ab", previous: "cd", what: "key" } }];
  const { look, rows } = words({ seal: "signed", signature: { status: "valid" }, signers: [signer()], findings });
  assert.equal(look, "valid");
  assert.match(rows.at(-1)?.text ?? "", /bob@b\.example used another certificate before/);
  assert.deepEqual(rows.at(-1)?.acknowledge, { address: "bob@b.example", sha256: "ab" });
});

const ANCHORED = { code: "path-anchored", level: "info", parameters: { subject: "O=Demo,CN=Demo CA", source: "user" } };

test("an issuer that is trusted itself is named once, readably, and in full among the details", () => {
  const { sections, rows, all } = words({
    seal: "signed", signature: { status: "valid" }, signers: [signer({ issuer: "O=Demo,CN=Demo CA", findings: [ANCHORED] })],
  });
  assert.equal(rows.length, 4);
  assert.equal(rows[1].text, "The certificate was issued by Demo CA, an authority trusted for mail.");
  assert.doesNotMatch(all, /O=Demo/);
  assert.deepEqual(sections[0].details.find(([name]) => name === english.verdictAnchor.message)?.[1], "O=Demo,CN=Demo CA");
});

test("an issuer under a trusted authority is told apart from one that is trusted itself", () => {
  const { rows } = words({ signers: [signer({ issuer: "CN=Issuing CA", findings: [ANCHORED] })] });
  assert.equal(rows[1].text, "The certificate was issued by Issuing CA, under an authority trusted for mail.");
});

test("names in findings are readable, and nothing in them is invisible", () => {
  const findings = [{ code: "name-excluded", level: "error", parameters: { name: "a\u202eb" } }];
  const row = words({ signers: [signer({ issuer: "CN=A\u202eB", findings })] }).rows;
  assert.doesNotMatch(row.map(one => one.text).join(), /\u202e/);
  assert.match(row[1].text, /issued by AB,/);
});

test("a wrong address shows both, the sender's and the certificate's", () => {
  const signers = [signer({ status: "invalid", addressMatch: "mismatch", address: "mallory@m.example", addresses: ["mallory@m.example"] })];
  const { look, rows } = words({ seal: "signature-problem", signature: { status: "invalid" }, signers });
  assert.equal(look, "invalid");
  const row = rows.find(one => one.mark === "bad");
  assert.match(row?.text ?? "", /bob@b\.example.*mallory@m\.example/);
});

test("an altered message says so and never carries a good headline", () => {
  const signers = [signer({ status: "invalid", digest: "altered" })];
  const { headline, rows } = words({ seal: "signature-problem", signature: { status: "invalid" }, signers });
  assert.equal(headline, english.sealInvalidLabel.message);
  assert.deepEqual(rows[0], { mark: "bad", text: english.digest_altered.message });
});

test("an unknown authority is a doubt, a revoked certificate is not", () => {
  const doubt = words({ signers: [signer({ chain: "untrusted" })], signature: { status: "unverified" }, seal: "signature-problem" });
  assert.equal(doubt.look, "unverified");
  assert.equal(doubt.rows[1].mark, "warning");
  const revoked = words({ signers: [signer({ chain: "revoked", revocation: "revoked" })], signature: { status: "invalid" }, seal: "signature-problem" });
  assert.equal(revoked.rows[1].mark, "bad");
});

test("encryption alone does not speak of a sender", () => {
  const { look, all, sections } = words({ seal: "encrypted", encryption: DECRYPTED });
  assert.equal(look, "encrypted");
  assert.match(all, /Nothing proves who wrote it/);
  assert.deepEqual(sections[0].details.map(([, value]) => value), ["AES-256-GCM", "RSAES-OAEP"]);
});

test("changed fields show the protected and the received value", () => {
  const headers = { protected: { subject: "Pay Bob" }, outer: { Subject: "Pay Eve" }, differences: ["Subject"] };
  assert.match(words({ headers }).all, /Subject.*Pay Bob.*Pay Eve/);
});

test("a subject that its sender has hidden is not said to have been changed", () => {
  const headers = { protected: { Subject: "Secret" }, outer: { Subject: "[...]" }, differences: ["Subject"] };
  const findings = [{ code: "header-difference", level: "info", parameters: { field: "Subject", protected: "Secret", outer: "[...]" } }];
  const { rows } = words({ seal: "encrypted", encryption: DECRYPTED, headers, findings });
  assert.deepEqual(rows.filter(({ text }) => text.includes("Secret")).map(({ mark }) => mark), ["info"]);
});

test("what was learned is told with its address", () => {
  assert.match(words({ learned: [{ address: "bob@b.example", sha256: "ab", change: "added" }] }).all, /bob@b\.example was collected/);
  assert.doesNotMatch(words({ learned: [{ address: "bob@b.example", sha256: "ab", change: "refreshed" }] }).all, /confirmed/);
});

test("findings of a newer host are named rather than dropped", () => {
  const findings = [{ code: "quite-new", level: "warning", parameters: {} }];
  const row = words({ findings }).rows[0];
  assert.equal(row.mark, "warning");
  assert.match(row.text, /quite-new/);
});

test("a failure takes the place of a verdict", () => {
  const { look, sentence, sections } = explain({ report: null, failure: { code: "host-missing", parameters: {} }, author: "" });
  assert.equal(look, "failed");
  assert.equal(sentence, english.failure_host_missing.message);
  assert.deepEqual(sections, []);
});

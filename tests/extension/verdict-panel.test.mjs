import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { VerdictDesk } from "../../extension/background/read/desk.mjs";
import { Openings } from "../../extension/background/read/openings.mjs";
import { explain } from "../../extension/popup/explain.mjs";
import { asText } from "../../extension/popup/verdict/as-text.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { installBrowser } from "./fake-browser.mjs";
import { report, signer } from "./reports.mjs";

/** @type {Record<string, { message: string }>} */
const english = JSON.parse(readFileSync(new URL("../../extension/_locales/en/messages.json", import.meta.url), "utf8"));
const SOURCE = "From: bob\r\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"\r\n\r\n";
const MESSAGE = { id: 7, author: "Bob <bob@b.example>", subject: "Lunch", date: new Date("2026-11-26T10:00:00Z"), headerMessageId: "1@b.example", folder: { accountId: "account1" } };

/** @type {any[]} */
let saved = [];

before(() => {
  installBrowser({
    i18n: { getMessage: (/** @type {string} */ key) => english[key]?.message ?? "", getUILanguage: () => "en" },
    messageDisplay: { getDisplayedMessages: async (/** @type {number} */ tabId) => ({ messages: tabId === 3 ? [MESSAGE] : [] }) },
    messages: { getRaw: async () => new Blob([SOURCE]) },
    smimeReading: { source: async () => ({ bytes: null }) },
    accounts: { get: async () => ({ identities: [{ email: "Second@me.example" }, { email: "first@me.example" }] }) },
    downloads: { download: async (/** @type {any} */ details) => void saved.push(details) },
  });
});

/** @param {any} change */
function rowsOf(change) {
  const { sections } = explain({ report: report(change), failure: null, author: MESSAGE.author });
  return sections.flatMap(section => section.rows);
}

const CA = { certificate: { sha256: "c0ffee", subject: "CN=New CA" }, der: "MIIB", isAuthority: true };

test("what the host says would help stands at its reason, and nowhere without the host's word", () => {
  const fixes = [
    { kind: "trust-authority", certificate: CA },
    { kind: "fetch-issuer", needsNetwork: true },
    { kind: "check-revocation" },
  ];
  const rows = rowsOf({ signature: { status: "unverified" }, signers: [signer({ status: "unverified", chain: "untrusted", revocation: "unknown", fixes })] });
  assert.deepEqual(rows[1].remedies?.map(({ kind, needsNetwork, sha256 }) => [kind, needsNetwork, sha256]), [
    ["trust-authority", false, "c0ffee"],
    ["fetch-issuer", true, ""],
  ]);
  assert.deepEqual(rows[3].remedies?.map(({ kind }) => kind), ["check-revocation"]);
  assert.ok(rowsOf({ signers: [signer({ chain: "untrusted", revocation: "unknown" })] }).every(row => !row.remedies));
});

test("a changed certificate can be compared with the sender as well as acknowledged", () => {
  const findings = [{ code: "signer-changed", level: "warning", parameters: { address: "bob@b.example", certificate: "ab", previous: "cd", what: "key" } }];
  const row = rowsOf({ signature: { status: "valid" }, signers: [signer()], findings }).at(-1);
  assert.deepEqual(row?.remedies?.map(({ kind, address, sha256 }) => [kind, address, sha256]), [["compare-known", "bob@b.example", "ab"]]);
});

test("a certificate that counts by itself is not said to have an authority behind it", () => {
  const findings = [{ code: "path-anchored", level: "info", parameters: { subject: "CN=Bob", source: "user", onlyFor: "bob@b.example" } }];
  const [, row] = rowsOf({ signature: { status: "valid" }, signers: [signer({ issuer: "CN=Bob", findings })] });
  assert.match(row.text, /You compared this certificate/);
});

test("a failure that may be over can be tried again, another cannot", () => {
  const retry = (/** @type {string} */ code) => explain({ report: null, failure: { code, parameters: {} }, author: "" }).retry;
  assert.deepEqual(["host-ended", "host-missing", "message-unreadable"].map(retry), [true, true, false]);
});

test("the verdict as text names the message and says all that the panel says, details too", () => {
  const explanation = explain({
    report: report({ seal: "signed", signature: { status: "valid" }, signers: [signer({ sha256: "abcd", serial: "0a" })] }), failure: null, author: MESSAGE.author,
  });
  const words = asText(explanation, { subject: "Lunch\u202e", author: MESSAGE.author, date: "2026-11-26T10:00:00Z", messageId: "1@b.example" }, new Date("2026-11-26T11:00:00Z"));
  for (const part of [english.sealValidLabel.message, "Subject: Lunch\n", "From: Bob <bob@b.example>", "Message-ID: 1@b.example", "✓ ", "abcd", "Serial"]) {
    assert.ok(words.includes(part), `${part} is in\n${words}`);
  }
});

/** @param {(request: any) => any} answer */
function deskOf(answer) {
  /** @type {any[]} */
  const requests = [];
  const request = async (/** @type {any} */ asked, /** @type {any} */ options) => {
    requests.push({ ...asked, source: options?.content && new TextDecoder().decode(options.content) });
    return answer(asked);
  };
  const host = /** @type {any} */ ({ request, ask: async (/** @type {any} */ asked) => (await request(asked, {})).result });
  /** @type {any[]} */
  const displayed = [];
  const badge = /** @type {any} */ ({ display: async (/** @type {any[]} */ ...what) => void displayed.push(what) });
  return { desk: new VerdictDesk(host, new Openings(host), badge), requests, displayed };
}

test("asking again judges the message anew, once with the wish to forget who did not answer, and paints the badge", async () => {
  const { desk, requests, displayed } = deskOf(() => ({ result: { report: report({ signature: { status: "unverified" } }) }, content: null }));
  await desk.answer({ type: "verdict", tabId: 3 });
  await desk.answer({ type: "verdict", tabId: 3 });
  await desk.answer({ type: "verdict.again", tabId: 3 });
  await desk.answer({ type: "verdict", tabId: 3 });
  assert.deepEqual(requests.map(({ again }) => again), [undefined, true]);
  assert.deepEqual(displayed, [[3, [7]]]);
});

test("the proof is made of the message's source and saved; a refusal is told", async () => {
  saved = [];
  const { desk, requests } = deskOf(() => ({ result: {}, content: new Uint8Array([80, 75]) }));
  assert.equal(await desk.answer({ type: "verdict.save", tabId: 3, signAs: "me@me.example" }), null);
  assert.deepEqual(requests, [{ type: "message.prove", signAs: "me@me.example", source: SOURCE }]);
  assert.match(saved[0].filename, /^signed-message-proof-\d{8}-\d{6}\.zip$/);
  const refused = deskOf(() => { throw new Failure("proof-empty"); });
  assert.deepEqual(await refused.desk.answer({ type: "verdict.save", tabId: 3 }), { code: "proof-empty", parameters: {} });
  assert.deepEqual(await refused.desk.answer({ type: "verdict.save", tabId: 4 }), { code: "message-gone", parameters: {} });
});

test("the proof may be signed by an address of the message's account, else by any that has a key", async () => {
  const key = { effectiveSigningKey: "k" };
  const { desk } = deskOf(() => ({ result: { identities: [{ address: "other@me.example", ...key }, { address: "second@me.example", ...key }, { address: "first@me.example" }] } }));
  assert.equal(await desk.answer({ type: "verdict.exporter", tabId: 3 }), "second@me.example");
  const other = deskOf(() => ({ result: { identities: [{ address: "other@me.example", ...key }] } }));
  assert.equal(await other.desk.answer({ type: "verdict.exporter", tabId: 3 }), "other@me.example");
  const none = deskOf(() => ({ result: { identities: [] } }));
  assert.equal(await none.desk.answer({ type: "verdict.exporter", tabId: 3 }), null);
});

test("what nobody displays has no verdict, and other questions are left to others", async () => {
  const { desk } = deskOf(() => assert.fail("the host is not asked"));
  assert.equal(/** @type {any} */ (await desk.answer({ type: "verdict", tabId: 4 })).report, null);
  assert.equal(desk.answer({ type: "missing", tabId: 3 }), undefined);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { SealBadge } from "../../extension/background/read/badge.mjs";
import { lookOf, protectedSubject } from "../../extension/background/read/look.mjs";
import { Openings } from "../../extension/background/read/openings.mjs";
import { ReadingSeam } from "../../extension/background/read/seam.mjs";
import { looksProtected, stripStoreFields } from "../../extension/background/read/source.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { installBrowser, keyTexts } from "./fake-browser.mjs";
import { DECRYPTED, report, signer } from "./reports.mjs";

const SIGNED = "From: bob\r\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"\r\n\r\n";
const PLAIN = "From: bob\r\nContent-Type: text/plain\r\n\r\nhello\r\n";
const PGP = "From: bob\r\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"\r\n\r\n";

/** @type {Record<number, string>} */
let sources;
/** @type {any[]} */
let painted;
/** @type {any[]} What Thunderbird's own lock and seal were told. */
let marked;
/** @type {any[]} */
let requests;
/** @type {() => any} */
let answer;

const host = /** @type {any} */ ({
  request: async (/** @type {any} */ request, /** @type {any} */ { content }) => {
    requests.push({ ...request, content: new TextDecoder().decode(content) });
    return answer();
  },
});

/** @type {Record<number, { bytes: Uint8Array, partial: boolean }>} Messages of folders. */
let here = {};

beforeEach(() => {
  sources = {};
  here = {};
  painted = [];
  marked = [];
  requests = [];
  answer = () => ({ result: { report: report({ seal: "signed", signature: { status: "valid" }, signers: [signer()] }) }, content: new Uint8Array([1]) });
  const paint = (/** @type {string} */ what) => async (/** @type {any} */ details) => void painted.push({ what, ...details });
  installBrowser({
    i18n: keyTexts,
    smimeReading: { source: async (/** @type {number} */ id) => here[id] ?? { bytes: null }, mark: async (/** @type {number} */ tabId, /** @type {any} */ marks) => void marked.push([tabId, marks]) },
    messages: {
      getRaw: async (/** @type {number} */ id) => {
        if (!(id in sources)) {
          throw new Error("gone");
        }
        return new Blob([sources[id]]);
      },
    },
    messageDisplayAction: {
      setLabel: paint("label"), setTitle: paint("title"), setIcon: paint("icon"),
      setBadgeText: paint("badge"), setBadgeBackgroundColor: paint("colour"),
    },
  });
});

test("the badge hints at a changed certificate without taking the seal away", async () => {
  sources[1] = SIGNED;
  const findings = [{ code: "signer-changed", level: "warning", parameters: {} }];
  answer = () => ({ result: { report: report({ seal: "signed", signature: { status: "valid" }, signers: [signer()], findings }) } });
  await new SealBadge(new Openings(host)).display(3, [1]);
  const last = (/** @type {string} */ what) => painted.findLast(one => one.what === what);
  assert.deepEqual([last("label").label, last("title").title, last("badge").text], ["<sealValidLabel>", "<sealChangedTitle>", "i"]);
});

/** @param {string} text */
const bytes = text => new TextEncoder().encode(text);

test("Thunderbird's own fields before an IMAP message's header are taken off, and only those", () => {
  const source = "X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\nX-Mozilla-Keys: a b\nFrom: bob\r\nX-Mozilla-Status: kept\r\n\r\n";
  assert.equal(new TextDecoder().decode(stripStoreFields(bytes(source))), "From: bob\r\nX-Mozilla-Status: kept\r\n\r\n");
  const untouched = bytes(PLAIN);
  assert.equal(stripStoreFields(untouched), untouched);
});

test("only what calls itself S/MIME looks protected", () => {
  assert.ok(looksProtected(bytes(SIGNED)));
  assert.ok(looksProtected(bytes("Content-Type: application/X-PKCS7-mime\n\n")));
  assert.ok(looksProtected(bytes("Content-Disposition: attachment; filename=\"smime.p7m\"\n\n")));
  assert.ok(!looksProtected(bytes(PLAIN)));
  assert.ok(!looksProtected(bytes(PGP)));
});

test("unprotected and OpenPGP mail never reaches the host", async () => {
  sources = { 1: PLAIN, 2: PGP };
  const openings = new Openings(host);
  assert.equal((await openings.verdict(1)).report, null);
  assert.equal((await openings.verdict(2)).report, null);
  assert.deepEqual(requests, []);
});

test("a message that is judged anew does not bring back what was removed, one opened first or looked for does", async () => {
  sources[1] = sources[2] = SIGNED;
  const openings = new Openings(host);
  await openings.verdict(1);
  openings.forget();
  await openings.verdict(1);
  await openings.verdict(2);
  await openings.open(1, { teach: true });
  assert.deepEqual(requests.map(({ harvest }) => harvest), [true, false, true, true]);
});

test("a message that was not valid before teaches when it has become so", async () => {
  sources[1] = SIGNED;
  const openings = new Openings(host);
  const valid = answer;
  answer = () => ({ result: { report: report({ seal: "signature-problem", signature: { status: "unverified" } }) } });
  await openings.verdict(1);
  answer = valid;
  openings.forget();
  await openings.verdict(1);
  assert.deepEqual(requests.map(({ harvest }) => harvest), [true, true]);
});

test("a message is opened once for pane and badge together, and judged anew after forgetting", async () => {
  sources = { 1: `X-Mozilla-Status: 0001\n${SIGNED}` };
  const openings = new Openings(host);
  await Promise.all([openings.open(1), openings.verdict(1)]);
  await openings.verdict(1);
  assert.equal(requests.length, 1);
  assert.deepEqual(requests[0], { type: "message.open", kind: "message", harvest: true, content: SIGNED });
  openings.forget();
  await openings.verdict(1);
  assert.equal(requests.length, 2);
});

test("of a message that is only partly here nothing is claimed, until all of it is", async () => {
  const openings = new Openings(host);
  here[1] = { bytes: bytes(SIGNED), partial: true };
  here[2] = { bytes: bytes(PLAIN), partial: true };
  assert.equal((await openings.open(1)).failure?.code, "message-partial");
  assert.deepEqual(await openings.open(2), { report: null, failure: null, content: null });
  assert.equal(requests.length, 0);
  here[1].partial = false;
  assert.equal((await openings.open(1)).failure, null);
  assert.equal(requests.length, 1);
});

test("a failure is not remembered: the next look tries again", async () => {
  sources = { 1: SIGNED };
  const openings = new Openings(host);
  answer = () => { throw new Failure("host-ended"); };
  assert.equal((await openings.verdict(1)).failure?.code, "host-ended");
  answer = () => ({ result: { report: report() }, content: null });
  assert.equal((await openings.verdict(1)).failure, null);
  assert.equal((await openings.verdict(99)).failure?.code, "message-gone");
});

const LOOKS = /** @type {[string, any, string, boolean][]} */ ([
  ["nothing", {}, "none", false],
  ["valid", { seal: "signed", signature: { status: "valid" } }, "valid", false],
  ["valid and encrypted", { seal: "signed-encrypted", signature: { status: "valid" }, encryption: DECRYPTED }, "valid", true],
  ["unverified", { seal: "signature-problem", signature: { status: "unverified" } }, "unverified", false],
  ["invalid", { seal: "signature-problem", signature: { status: "invalid" } }, "invalid", false],
  ["invalid and encrypted", { seal: "signature-problem", signature: { status: "invalid" }, encryption: DECRYPTED }, "invalid", true],
  ["encrypted only", { seal: "encrypted", encryption: DECRYPTED }, "encrypted", true],
  ["cannot decrypt", { seal: "cannot-decrypt", encryption: { status: "no-key", authenticated: false } }, "locked", false],
  ["a valid signature on a part", { seal: "none", signature: { status: "none" }, signers: [signer()] }, "none", false],
  ["seal and status that contradict", { seal: "signature-problem", signature: { status: "valid" } }, "invalid", false],
  ["a decrypted part in a message without seal", { seal: "none", encryption: DECRYPTED }, "none", true],
]);

for (const [what, change, look, encrypted] of LOOKS) {
  test(`look: ${what}`, () => {
    assert.deepEqual(lookOf({ report: report(change), failure: null }), { look, encrypted });
  });
}

const MARKS = /** @type {[string, any, ?string, ?string][]} */ ([
  ["nothing", {}, null, null],
  ["valid", { seal: "signed", signature: { status: "valid" } }, "ok", null],
  ["valid and encrypted", { seal: "signed-encrypted", signature: { status: "valid" }, encryption: DECRYPTED }, "ok", "ok"],
  ["unverified", { seal: "signature-problem", signature: { status: "unverified" } }, null, null],
  ["unverified and encrypted", { seal: "signature-problem", signature: { status: "unverified" }, encryption: DECRYPTED }, "unknown", "ok"],
  ["invalid and encrypted", { seal: "signature-problem", signature: { status: "invalid" }, encryption: DECRYPTED }, "mismatch", "ok"],
  ["encrypted only", { seal: "encrypted", encryption: DECRYPTED }, null, "ok"],
  ["cannot decrypt", { seal: "cannot-decrypt", encryption: { status: "no-key", authenticated: false } }, null, "notok"],
  ["a decrypted part in a message without seal", { seal: "none", encryption: DECRYPTED }, null, null],
]);

for (const [what, change, signed, encrypted] of MARKS) {
  test(`Thunderbird's own icons: ${what}`, async () => {
    sources = { 1: SIGNED };
    answer = () => ({ result: { report: report(change) }, content: null });
    await new SealBadge(new Openings(host)).display(3, [1]);
    assert.deepEqual(marked, [[3, null], [3, { signed, encrypted }]], "nothing before there is a verdict");
  });
}

test("look: a failure is never a seal", () => {
  assert.equal(lookOf({ report: null, failure: new Failure("host-missing") }).look, "failed");
});

test("the badge says the look in label, title, icon and sign, and only for the message that is still shown", async () => {
  sources = { 1: SIGNED, 2: PLAIN };
  answer = () => ({ result: { report: report({ seal: "signature-problem", signature: { status: "invalid" }, encryption: DECRYPTED }) }, content: null });
  const badge = new SealBadge(new Openings(host));
  await badge.display(3, [1]);
  const last = Object.fromEntries(painted.slice(-5).map(one => [one.what, one]));
  assert.equal(last.label.label, "<sealInvalidEncryptedLabel>");
  assert.equal(last.title.title, "<sealInvalidEncryptedTitle>");
  assert.equal(last.icon.path, "/extension/icons/seal-invalid-encrypted.svg");
  assert.equal(last.badge.text, "!");
  assert.ok(painted.every(one => one.tabId === 3));

  painted.length = 0;
  const late = badge.display(3, [1]);
  await Promise.all([badge.display(3, [2]), late]);
  assert.ok(!painted.slice(5).some(one => one.label === "<sealInvalidEncryptedLabel>"));
});

test("several selected messages have no badge of one of them", async () => {
  const badge = new SealBadge(new Openings(host));
  await badge.display(3, [1, 2]);
  assert.deepEqual(painted.find(one => one.what === "label")?.label, "<sealNoneLabel>");
});

test("the pane gets the inner message, its subject, and that it was encrypted", async () => {
  sources = { 1: SIGNED };
  const headers = { protected: { subject: "Inner" }, outer: { subject: "[...]" }, differences: [] };
  answer = () => ({ result: { report: report({ seal: "encrypted", encryption: DECRYPTED, headers, layers: [{ kind: "enveloped", part: "1", covers: "message" }] }) }, content: bytes("inner") });
  const shown = await new ReadingSeam(new Openings(host)).answer({ messageId: 1, cms: null });
  assert.deepEqual(shown, { mime: bytes("inner"), encrypted: true, subject: "Inner" });
});

test("what cannot be decrypted is explained and shows no content", async () => {
  sources = { 1: SIGNED };
  answer = () => ({ result: { report: report({ seal: "cannot-decrypt", encryption: { status: "no-key" } }) }, content: bytes("x") });
  const shown = await new ReadingSeam(new Openings(host)).answer({ messageId: 1, cms: null });
  assert.deepEqual(shown, { title: "<readingLocked>", detail: "<encryption_no_key>" });
  answer = () => ({ result: { report: report({ seal: "cannot-decrypt", encryption: { status: "locked" }, layers: [{ kind: "encrypted", part: "", covers: "message" }] }) } });
  assert.deepEqual(await new ReadingSeam(new Openings(host)).answer({ messageId: null, cms: new Uint8Array(1) }), { title: "<readingLocked>", detail: "<encryption_locked>", passing: true });
});

test("a failure is told in the pane with its reason", async () => {
  sources = { 1: SIGNED };
  answer = () => { throw new Failure("host-missing"); };
  const shown = await new ReadingSeam(new Openings(host)).answer({ messageId: 1, cms: null });
  assert.deepEqual(shown, { title: "<readingFailed>", detail: "<failure_host_missing>" });
});

test("a message outside every folder is opened from its bytes and teaches nothing", async () => {
  await new ReadingSeam(new Openings(host)).answer({ messageId: null, cms: bytes("der") });
  assert.deepEqual(requests, [{ type: "message.open", kind: "cms", harvest: false, content: "der" }]);
});

test("the protected subject is found whatever the case of its name", () => {
  assert.equal(protectedSubject(report({ headers: { protected: { Subject: "S" }, outer: {}, differences: [] } })), "S");
  assert.equal(protectedSubject(report()), null);
});

test("what only calls itself protected is not shown as a message", async () => {
  sources = { 1: SIGNED };
  const findings = [{ code: "cms-malformed", level: "error", parameters: {} }];
  answer = () => ({ result: { report: report({ findings }) }, content: bytes("as it was") });
  const shown = await new ReadingSeam(new Openings(host)).answer({ messageId: 1, cms: null });
  assert.deepEqual(shown, { title: "<readingFailed>", detail: "<finding_cms_malformed>" });
});

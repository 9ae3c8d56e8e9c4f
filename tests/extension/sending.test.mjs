import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Intake } from "../../extension/background/compose/intake.mjs";
import { Parcels } from "../../extension/background/compose/parcels.mjs";
import { Sending } from "../../extension/background/compose/sending.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { installBrowser, keyTexts } from "./fake-browser.mjs";

const MIME = new TextEncoder().encode("To: bob@b.example\r\nBcc: dora@d.example\r\n\r\nsecret\r\n");
const MESSAGE = {
  handle: "h", tabId: 7, identityId: "id1", from: "alice@a.example", to: ["bob@b.example"], cc: [], bcc: /** @type {string[]} */ ([]),
  newsgroups: false, deferred: false, otherProtection: false,
};

beforeEach(() => installBrowser({ i18n: keyTexts }));

/**
 * @param {object} settings
 * @param {boolean} [settings.sign]
 * @param {boolean} [settings.encrypt]
 * @param {string[]} [settings.separately] - Addresses that get a message of their own, unencrypted.
 * @param {string[]} [settings.without] - Addresses without a certificate.
 * @param {(request: any, options: any) => any} [settings.answer] - Instead of the usual answer to message.protect.
 */
function arrange({ sign = true, encrypt = true, separately, without = [], answer }) {
  /** @type {any[]} */
  const requests = [];
  /** @type {any[]} */
  const shown = [];
  const host = {
    request: async (/** @type {any} */ request, /** @type {any} */ options) => {
      requests.push({ ...request, content: options?.content && new TextDecoder().decode(options.content) });
      if (request.type === "recipients.check") {
        const recipients = request.addresses.map((/** @type {string} */ address) => ({
          address, ready: !without.includes(address), reason: without.includes(address) ? "missing" : "ready", findings: [],
        }));
        return { result: { recipients }, content: null };
      }
      return answer ? answer(request, options) : { result: {}, pieces: [new TextEncoder().encode(`for ${request.recipients}`)] };
    },
  };
  const choices = { of: async () => ({ identityId: "id1", sign, encrypt }) };
  const defaults = { ofAddress: async () => ({ signByDefault: sign, encryptByDefault: encrypt, includeCertificates: true, form: "opaque" }) };
  const missing = { show: async (/** @type {number} */ tabId, /** @type {any} */ recipients) => void shown.push({ tabId, recipients }) };
  const answers = { mayLeave: async () => true };
  const gate = { pass: async (/** @type {any} */ _message, /** @type {any} */ wanted) => (separately ? { ...wanted, separately } : wanted) };
  const sending = new Sending(
    .../** @type {[any, any, any, any, any, any, any, any]} */ ([host, choices, defaults, missing, answers, gate, new Intake(), new Parcels()])
  );
  return { sending, requests, shown };
}

test("a message that is neither signed nor encrypted never reaches the host", async () => {
  const { sending, requests } = arrange({ sign: false, encrypt: false });
  assert.deepEqual(await sending.prepare(MESSAGE), { action: "leave" });
  assert.deepEqual(requests, []);
});

test("a signed message is protected as its identity wants", async () => {
  const { sending, requests } = arrange({ encrypt: false });
  assert.deepEqual(await sending.prepare(MESSAGE), { action: "protect" });
  const { message, copies } = /** @type {any} */ (await sending.protect({ handle: "h", mime: MIME }));
  assert.equal(new TextDecoder().decode(message), "for bob@b.example");
  assert.deepEqual(copies, []);
  const { content, ...request } = requests[0];
  assert.deepEqual(request, {
    type: "message.protect", from: "alice@a.example", recipients: ["bob@b.example"], sign: true, encrypt: false,
    form: "opaque", purpose: "send", includeCertificates: true,
  });
  assert.equal(content, new TextDecoder().decode(MIME));
});

test("with a recipient who cannot be encrypted to nothing is sent, silently, and the panel shows who", async () => {
  const { sending, requests, shown } = arrange({ without: ["bob@b.example"] });
  assert.deepEqual(await sending.prepare(MESSAGE), { action: "cancel" });
  assert.equal(shown[0].tabId, 7);
  assert.deepEqual(shown[0].recipients.map((/** @type {any} */ one) => one.address), ["bob@b.example"]);
  assert.ok(requests.every(request => request.type === "recipients.check"));
});

test("without a window to show a panel over, the failure is told in words", async () => {
  const { sending } = arrange({ without: ["bob@b.example"] });
  const preparation = await sending.prepare({ ...MESSAGE, tabId: null });
  assert.deepEqual(preparation, { action: "cancel", text: "<failure_recipients_missing>" });
});

test("blind recipients are checked too and each gets a copy without any Bcc field", async () => {
  const { sending, requests } = arrange({});
  await sending.prepare({ ...MESSAGE, bcc: ["dora@d.example", "gina@g.example"] });
  const { message, copies } = /** @type {any} */ (await sending.protect({ handle: "h", mime: MIME }));
  assert.deepEqual(requests[0].addresses, ["bob@b.example", "dora@d.example", "gina@g.example"]);
  assert.deepEqual(copies?.map((/** @type {any} */ copy) => [copy.address, new TextDecoder().decode(copy.message)]), [
    ["dora@d.example", "for dora@d.example"],
    ["gina@g.example", "for gina@g.example"],
  ]);
  assert.equal(new TextDecoder().decode(message), "for bob@b.example");
  const blind = requests.filter(request => request.type === "message.protect" && request.recipients[0] !== "bob@b.example");
  assert.ok(blind.every(request => !request.content.includes("Bcc:")));
});

for (const [what, answer] of /** @type {[string, () => any][]} */ ([
  ["a dead host", () => { throw new Failure("host-ended"); }],
  ["an answer without content", () => ({ result: {}, content: null })],
  ["an empty answer", () => ({ result: {}, content: new Uint8Array() })],
  ["a fault of our own", () => { throw new TypeError("oops"); }],
])) {
  test(`${what} means: not sent, with a text`, async () => {
    const { sending } = arrange({ answer });
    await sending.prepare(MESSAGE);
    const outcome = await sending.protect({ handle: "h", mime: MIME });
    assert.equal(outcome.message, undefined);
    assert.match(outcome.text ?? "", /^<failure_/);
  });
}

test("one blind copy that fails means that nothing is sent", async () => {
  const answer = (/** @type {any} */ request) => {
    if (request.recipients.includes("dora@d.example")) {
      throw new Failure("store-locked");
    }
    return { result: {}, content: new Uint8Array(1) };
  };
  const { sending } = arrange({ answer });
  await sending.prepare({ ...MESSAGE, bcc: ["dora@d.example"] });
  assert.deepEqual(await sending.protect({ handle: "h", mime: MIME }), { text: "<failure_store_locked>" });
});

test("cancelling reaches the request that is under way", async () => {
  /** @type {AbortSignal | undefined} */
  let signal;
  const answer = (/** @type {any} */ _request, /** @type {any} */ options) =>
    new Promise((_, reject) => {
      signal = options.signal;
      options.signal.addEventListener("abort", () => reject(new Failure("cancelled")));
    });
  const { sending } = arrange({ answer });
  await sending.prepare(MESSAGE);
  const outcome = sending.protect({ handle: "h", mime: MIME });
  await new Promise(resolve => setImmediate(resolve));
  sending.cancel({ handle: "h" });
  assert.ok(signal?.aborted);
  assert.equal((await outcome).text, "<failure_cancelled>");
});

test("who gets it separately gets a signed message of their own, unencrypted, and the encrypted one does not name them", async () => {
  const mime = new TextEncoder().encode("Message-ID: <1@a.example>\r\nTo: bob@b.example, carol@c.example\r\n\r\nsecret\r\n");
  const { sending, requests } = arrange({ separately: ["carol@c.example"], without: ["carol@c.example"] });
  assert.deepEqual(await sending.prepare({ ...MESSAGE, to: ["bob@b.example", "carol@c.example"] }), { action: "protect" });
  const { copies } = await sending.protect({ handle: "h", mime });
  assert.deepEqual(copies?.map(({ address, file }) => [address, file]), [["carol@c.example", true]]);
  const [clear, main] = requests.filter(({ type }) => type === "message.protect");
  assert.deepEqual([clear.sign, clear.encrypt, clear.recipients], [true, false, ["carol@c.example"]]);
  assert.match(clear.content, /^To: carol@c\.example\r\n/m);
  assert.doesNotMatch(clear.content, /bob/);
  assert.deepEqual([main.encrypt, main.recipients], [true, ["bob@b.example"]]);
  assert.doesNotMatch(main.content, /carol/);
});

test("unsigned, the separate message is as it was written", async () => {
  const mime = new TextEncoder().encode("Message-ID: <1@a.example>\r\nTo: bob@b.example, carol@c.example\r\n\r\nsecret\r\n");
  const { sending, requests } = arrange({ sign: false, separately: ["carol@c.example"] });
  await sending.prepare({ ...MESSAGE, to: ["bob@b.example", "carol@c.example"] });
  const { copies } = /** @type {any} */ (await sending.protect({ handle: "h", mime }));
  assert.match(new TextDecoder().decode(copies?.[0].message), /To: carol@c\.example\r\n\r\nsecret/);
  assert.equal(requests.filter(({ type }) => type === "message.protect").length, 1);
});

test("a message that was never prepared is not protected", async () => {
  const { sending } = arrange({});
  assert.deepEqual(await sending.protect({ handle: "other", mime: MIME }), { text: "<failure_message_gone>" });
});

test("Thunderbird's own protection is a conflict that is explained", async () => {
  const { sending } = arrange({});
  const preparation = await sending.prepare({ ...MESSAGE, otherProtection: true });
  assert.deepEqual(preparation, { action: "cancel", text: "<failure_protection_conflict>" });
});

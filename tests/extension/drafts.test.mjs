import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { stateField, stateOf } from "../../extension/background/compose/draft-state.mjs";
import { Drafts } from "../../extension/background/compose/drafts.mjs";
import { Edits } from "../../extension/background/compose/edits.mjs";
import { Intake } from "../../extension/background/compose/intake.mjs";
import { Parcels } from "../../extension/background/compose/parcels.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { installBrowser, keyTexts } from "./fake-browser.mjs";
import { DECRYPTED, report } from "./reports.mjs";

const MIME = new TextEncoder().encode("To: bob@b.example\r\n\r\nunsent\r\n");
const MESSAGE = {
  handle: "h", tabId: 7, identityId: "id1", from: "alice@a.example", to: ["bob@b.example"], cc: [], bcc: [],
  newsgroups: false, deferred: false, otherProtection: false, automatic: true,
};

/** @type {any[]} */
let requests;
/** @type {any[]} */
let window;
/** @type {any} */
let choices;
/** @type {() => any} */
let answer;
/** @type {Drafts} */
let drafts;

beforeEach(() => {
  requests = [];
  window = [];
  choices = { identityId: "id1", sign: true, encrypt: true };
  answer = () => ({ result: {}, pieces: [new TextEncoder().encode("encrypted")] });
  const record = (/** @type {string} */ what) => async (/** @type {any[]} */ ...args) => void window.push([what, ...args]);
  installBrowser({
    i18n: keyTexts,
    smimeComposing: { offer: record("offer"), withdraw: record("withdraw"), save: record("save") },
  });
  const host = {
    request: async (/** @type {any} */ request, /** @type {any} */ { content }) => {
      requests.push({ ...request, content: new TextDecoder().decode(content) });
      return answer();
    },
  };
  const kept = {
    of: async () => choices,
    change: async (/** @type {number} */ _tabId, /** @type {any} */ change) => (choices = { ...choices, ...change }),
  };
  drafts = new Drafts(/** @type {any} */ (host), /** @type {any} */ (kept), new Intake(), new Parcels());
});

/** @param {Partial<typeof MESSAGE>} [change] */
async function save(change) {
  const message = { ...MESSAGE, ...change };
  const preparation = await drafts.prepare(message);
  return preparation.action === "protect" ? drafts.store({ handle: message.handle, mime: MIME }) : preparation;
}

test("a message that is not to be encrypted is left to Thunderbird, and so is one without a window", async () => {
  choices.encrypt = false;
  assert.deepEqual(await save(), { action: "leave" });
  choices.encrypt = true;
  assert.deepEqual(await drafts.prepare({ .../** @type {any} */ (MESSAGE), tabId: null }), { action: "leave" });
  assert.deepEqual(requests, []);
});

test("a message that is to be encrypted is stored encrypted to its writer alone, with its switches inside", async () => {
  const { message } = /** @type {any} */ (await save());
  assert.equal(new TextDecoder().decode(message), "encrypted");
  const [{ content, ...request }] = requests;
  assert.deepEqual(request, {
    type: "message.protect", from: "alice@a.example", recipients: [], sign: false, encrypt: true, form: "clear", purpose: "draft",
    includeCertificates: false,
  });
  assert.equal(content, `Content-SMIME-Bridge-Draft: sign=yes; quotes=no\r\n${new TextDecoder().decode(MIME)}`);
});

test("a draft that cannot be encrypted is not stored: a bar asks, an automatic copy raises no alert, saving by hand does", async () => {
  answer = () => {
    throw new Failure("no-own-certificate", { address: "alice@a.example" });
  };
  assert.deepEqual(await save(), { text: "" });
  assert.deepEqual(window.map(([what, tabId, bar]) => [what, tabId, bar.buttons.map((/** @type {any} */ one) => one.id)]), [["offer", 7, ["clear", "none"]]]);
  assert.deepEqual(await save({ automatic: false }), { text: "<failure_no_own_certificate>\n<draftDecideBelow>" });
});

test("an empty answer of the host is no draft", async () => {
  answer = () => ({ result: {}, pieces: [] });
  assert.equal(/** @type {any} */ (await save({ automatic: false })).message, undefined);
});

test("the user's decision holds for this message: unencrypted at once, or nothing by itself", async () => {
  await drafts.decide(7, "clear");
  assert.deepEqual(window, [["save", 7, false]]);
  assert.deepEqual(await save(), { action: "leave" });
  await drafts.decide(7, "none");
  assert.deepEqual(await save(), { action: "cancel" });
  assert.ok(/** @type {any} */ (await save({ automatic: false })).message, "saving by hand tries again");
});

test("switching encryption on replaces what is stored, and ends a decision made before", async () => {
  choices.drafts = "clear";
  await drafts.encryptionChanged(7);
  assert.deepEqual(window.map(([what]) => what), ["withdraw", "save"]);
  assert.ok(/** @type {any} */ (await save()).message);
  choices.encrypt = false;
  window = [];
  await drafts.encryptionChanged(7);
  assert.deepEqual(window.map(([what]) => what), ["withdraw"]);
});

test("what leaves encryption as it is leaves the user's decision and the stored draft as they are", async () => {
  await save();
  window = [];
  choices.drafts = "none";
  await drafts.encryptionChanged(7);
  assert.deepEqual([window, choices.drafts], [[], "none"]);
});

test("what a draft remembers is read back, and nothing else", () => {
  for (const [sign, origin] of /** @type {const} */ ([[true, undefined], [false, { outerSubject: "[...]", innerSubject: "Plan" }]])) {
    const text = new TextDecoder().decode(stateField({ identityId: "", encrypt: true, sign, origin }, MIME));
    assert.deepEqual(stateOf(text.slice(text.indexOf(":") + 1, text.indexOf("\r\n")).trim()), { choices: { sign }, quotes: Boolean(origin) });
  }
  assert.deepEqual(stateOf(""), { choices: {}, quotes: false });
  assert.deepEqual(stateOf("sign=perhaps; quotes"), { choices: {}, quotes: false });
});

test("a window gets the content of an encrypted message, and its switches", async () => {
  /** @type {any} */
  let opening = { report: report({ seal: "encrypted", encryption: DECRYPTED, layers: [{ kind: "enveloped-data", covers: "message" }] }), failure: null, content: new Uint8Array([1, 2]) };
  /** @type {number[]} */
  const refreshed = [];
  const kept = { change: async (/** @type {number} */ _tabId, /** @type {any} */ change) => (choices = { ...choices, ...change }) };
  const openings = { open: async () => opening };
  /** @type {any[]} */
  const begun = [];
  const answers = { begin: async (/** @type {any[]} */ ...args) => void begun.push(args) };
  const edits = new Edits(.../** @type {[any, any, any, any, any]} */ ([openings, kept, drafts, answers, async (/** @type {number} */ tabId) => void refreshed.push(tabId)]));
  assert.deepEqual(await edits.content({ messageId: 3 }), { mime: new Uint8Array([1, 2]), encrypted: true });
  choices = { identityId: "id1", sign: true, encrypt: false };
  const filled = { tabId: 7, encrypted: true, own: true, kept: "sign=no", outerSubject: "[...]", innerSubject: "Plan" };
  await edits.filled(filled);
  assert.deepEqual([choices.encrypt, choices.sign, refreshed, begun], [true, false, [7], []]);
  await edits.filled({ ...filled, own: false, kept: "" });
  assert.deepEqual(begun, [[7, { outerSubject: "[...]", innerSubject: "Plan" }]]);
  opening = { report: null, failure: new Failure("host-missing"), content: null };
  assert.deepEqual(await edits.content({ messageId: 3 }), { text: "<readingFailed>: <failure_host_missing>" });
  opening = { report: report({ seal: "cannot-decrypt", encryption: { status: "no-key" } }), failure: null, content: null };
  assert.equal((await edits.content({ messageId: 3 })).mime, undefined);
});

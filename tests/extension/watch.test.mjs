import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { RecipientStates } from "../../extension/background/compose/states.mjs";
import { ComposeWatch } from "../../extension/background/compose/watch.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { installBrowser, keyTexts } from "./fake-browser.mjs";

const BOB = { address: "bob@b.example", field: "to", list: "" };
const CAROL = { address: "carol@c.example", field: "cc", list: "" };

/** @type {any} */
let window;
/** @type {any[]} */
let shown;
/** @type {any[]} */
let asked;
/** @type {any} */
let choices;

beforeEach(() => {
  shown = [];
  asked = [];
  choices = { identityId: "id1", sign: false, encrypt: true, decidedBy: "user" };
  window = { from: "alice@a.example", identity: "alice@a.example", recipients: [BOB], newsgroups: false, own: { encrypt: false, sign: false, technology: "S/MIME", able: false } };
  installBrowser({
    i18n: keyTexts,
    smimeStrip: {
      describe: async () => window,
      show: async (/** @type {number} */ _tab, /** @type {any} */ face) => void shown.push(face),
      releaseOwnProtection: async (/** @type {number} */ tabId) => void shown.push({ released: tabId }),
    },
    tabs: { query: async () => [{ id: 7 }] },
  });
});

/** @param {(request: any, options: any) => any} [answer] */
function arrange(answer) {
  const host = {
    request: async (/** @type {any} */ request, /** @type {any} */ options) => {
      asked.push(request);
      const recipients = request.addresses.map((/** @type {string} */ address) => ({ address, ready: address !== "carol@c.example", reason: address === "carol@c.example" ? "missing" : "ready", findings: [] }));
      return answer ? answer(request, options) : { result: { recipients, sender: [], hidesSubject: true, encryptByDefault: "off", suggestEncryption: true } };
    },
  };
  const kept = { of: async () => choices, change: async (/** @type {number} */ _tab, /** @type {any} */ change) => (choices = { ...choices, ...change }) };
  const buttons = { badge: async (/** @type {number} */ _tab, /** @type {number} */ count) => void shown.push({ badge: count }) };
  /** @type {any[]} */
  const fixed = [];
  const states = new RecipientStates(/** @type {any} */ (host));
  const watch = new ComposeWatch(states, /** @type {any} */ (kept), /** @type {any} */ (buttons), async () => {}, async (_tab, unready) => void fixed.push(unready.map(one => one.address)));
  return { watch, states, fixed };
}

const faces = () => shown.filter(one => "pills" in one);

test("the answer at hand comes first, the network's after it", async () => {
  const { watch } = arrange();
  await watch.refresh(7);
  assert.deepEqual(asked.map(({ offline }) => offline), [true, false]);
  assert.equal(faces().length, 2);
});

test("one more recipient asks about that one only", async () => {
  const { watch } = arrange();
  await watch.refresh(7);
  window = { ...window, recipients: [BOB, CAROL] };
  await watch.refresh(7);
  assert.deepEqual(asked.slice(2).map(({ addresses }) => addresses), [["carol@c.example"], ["carol@c.example"]]);
  assert.deepEqual(faces().at(-1).pills.map((/** @type {any} */ one) => one.state), ["ready", "blocked"]);
  assert.deepEqual(shown.at(-1), { badge: 1 });
});

test("what is not ready is asked again each time, and everything after a change of keys or trust", async () => {
  window = { ...window, recipients: [BOB, CAROL] };
  const { watch } = arrange();
  await watch.refresh(7);
  await watch.refreshAll();
  assert.deepEqual(asked.at(-1).addresses, ["bob@b.example", "carol@c.example"]);
  await watch.refresh(7);
  assert.deepEqual(asked.at(-1).addresses, ["carol@c.example"]);
  await watch.opened(8);
  assert.deepEqual(asked.at(-1).addresses, ["bob@b.example", "carol@c.example"]);
});

test("a look that is overtaken says nothing", async () => {
  /** @type {((value: any) => void)[]} */
  const release = [];
  const result = { recipients: [], sender: [], hidesSubject: true, encryptByDefault: "off", suggestEncryption: true };
  const { watch } = arrange((_request, { signal }) => new Promise((resolve, reject) => {
    release.push(() => resolve({ result }));
    signal.addEventListener("abort", () => reject(new Failure("cancelled")));
  }));
  const first = watch.refresh(7);
  await new Promise(resolve => setImmediate(resolve));
  const second = watch.refresh(7);
  await first;
  assert.deepEqual(shown, []);
  for (let round = 0; round < 2; round++) {
    await new Promise(resolve => setImmediate(resolve));
    release.forEach(go => go(null));
  }
  await second;
  assert.equal(faces().length, 2);
});

test("encryption comes on by itself where the default says so, and the window shows it", async () => {
  choices = { identityId: "id1", sign: false, encrypt: false };
  const { watch } = arrange(({ addresses }) => ({
    result: { recipients: addresses.map((/** @type {string} */ address) => ({ address, ready: true, reason: "ready", findings: [] })), sender: [], hidesSubject: true, encryptByDefault: "possible", suggestEncryption: true },
  }));
  await watch.refresh(7);
  assert.deepEqual([choices.encrypt, choices.decidedBy], [true, "automatic"]);
  assert.match(faces().at(-1).strip.text, /stripReady_automatic/);
  await watch.act(7, "clear");
  assert.deepEqual([choices.encrypt, choices.decidedBy], [false, "user"]);
  assert.equal(faces().at(-1).strip, null);
});

test("the ways on are for who needs a look", async () => {
  window = { ...window, recipients: [BOB, CAROL] };
  const { watch, fixed } = arrange();
  await watch.refresh(7);
  await watch.act(7, "fix");
  await watch.act(7, "recipients");
  assert.deepEqual(fixed, [["carol@c.example"], ["bob@b.example", "carol@c.example"]]);
});

test("Thunderbird's own protection is switched off by a press", async () => {
  const { watch } = arrange();
  await watch.act(7, "release");
  assert.deepEqual(shown[0], { released: 7 });
});

test("without the host it is said, and not asked twice", async () => {
  const { watch } = arrange(() => { throw new Failure("host-missing"); });
  await watch.refresh(7);
  assert.equal(asked.length, 1);
  assert.match(faces()[0].strip.text, /stripNoHost/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { SendingGate } from "../../extension/background/compose/gate.mjs";

const MESSAGE = {
  handle: "h", tabId: /** @type {?number} */ (7), identityId: "id1", from: "alice@a.example", to: ["bob@b.example"], cc: ["carol@c.example"],
  bcc: /** @type {string[]} */ ([]), newsgroups: false, deferred: false, otherProtection: false,
};

/**
 * @param {{ always?: string[], ask?: string[], mode?: string, unready?: string[] }} world
 */
function arrange({ always = [], ask = [], mode = "off", unready = [] }) {
  /** @type {any[]} */
  const shown = [];
  /** @type {any[]} */
  const changes = [];
  let choices = /** @type {any} */ ({});
  const rules = { check: async () => ({ always, ask, never: [], encryptByDefault: mode }) };
  const states = {
    check: async (/** @type {string} */ _from, /** @type {string[]} */ addresses) => ({
      sender: [], recipients: addresses.map(address => ({ address, ready: !unready.includes(address) })),
    }),
  };
  const kept = {
    change: async (/** @type {number} */ _tab, /** @type {any} */ change) => {
      changes.push(change);
      return (choices = { ...choices, ...change });
    },
  };
  const question = { show: async (/** @type {number} */ tabId, /** @type {any} */ occasion) => void shown.push({ tabId, ...occasion }) };
  const gate = new SendingGate(.../** @type {[any, any, any, any]} */ ([rules, states, kept, question]));
  const pass = (/** @type {any} */ wanted, message = MESSAGE) => {
    choices = { identityId: "id1", sign: false, encrypt: false, ...wanted };
    return gate.pass(message, choices, new AbortController().signal);
  };
  return { pass, shown, changes };
}

test("a message that no rule concerns passes as it is", async () => {
  const { pass, changes } = arrange({});
  assert.equal((await pass({}))?.encrypt, false);
  assert.deepEqual(changes, []);
});

test("what a rule wants encrypted does not leave otherwise, even when the user switched encryption off", async () => {
  const { pass } = arrange({ always: ["carol@c.example"] });
  await assert.rejects(pass({ decidedBy: "user" }), { code: "rule-always", parameters: { count: 1, addresses: ["carol@c.example"] } });
  await assert.rejects(pass({ decidedBy: "user", confirmed: true }), { code: "rule-always" });
  await assert.rejects(pass({ encrypt: true, separately: ["carol@c.example"] }), { code: "rule-always" });
});

test("a rule switches encryption on for whoever has not decided, other add-ons' messages included", async () => {
  const { pass, changes } = arrange({ always: ["carol@c.example"] });
  assert.equal((await pass({}))?.encrypt, true);
  assert.deepEqual(changes, [{ encrypt: true, decidedBy: "rule", lost: [] }]);
  assert.equal((await pass({}, { ...MESSAGE, tabId: null }))?.encrypt, true);
  assert.equal(changes.length, 1);
});

test("what cannot be encrypted because Thunderbird's own protection is on, is not sent past a rule", async () => {
  const { pass } = arrange({ always: ["carol@c.example"] });
  await assert.rejects(pass({}, { ...MESSAGE, otherProtection: true }), { code: "rule-always" });
});

test("before something leaves unencrypted that a rule wants asked about, the user is asked, once for each attempt", async () => {
  const { pass, shown, changes } = arrange({ ask: ["bob@b.example"] });
  assert.equal(await pass({ decidedBy: "user" }), null);
  assert.deepEqual(shown, [{ tabId: 7, asked: ["bob@b.example"], lost: [] }]);
  assert.equal((await pass({ decidedBy: "user", confirmed: true }))?.encrypt, false);
  assert.deepEqual(changes, [{ confirmed: false, separately: [] }]);
  await assert.rejects(pass({}, { ...MESSAGE, tabId: null }), { code: "rule-ask" });
  assert.equal((await pass({ encrypt: true }))?.encrypt, true);
});

test("“when everybody can” looks at who is really there", async () => {
  assert.equal((await arrange({ mode: "possible" }).pass({}))?.encrypt, true);
  const { pass, shown } = arrange({ mode: "possible", unready: ["carol@c.example"] });
  assert.equal((await pass({}))?.encrypt, false);
  assert.deepEqual(shown, []);
  assert.equal(await pass({ encrypt: true, decidedBy: "automatic" }), null);
  assert.deepEqual(shown, [{ tabId: 7, asked: [], lost: ["carol@c.example"] }]);
});

test("who gets it separately is told for one attempt only", async () => {
  const { pass, changes } = arrange({});
  assert.deepEqual((await pass({ encrypt: true, separately: ["carol@c.example"] }))?.separately, ["carol@c.example"]);
  assert.deepEqual(changes, [{ confirmed: false, separately: [] }]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { automaticChange } from "../../extension/background/compose/automatic.mjs";

/**
 * @param {object} choices
 * @param {object} situation
 */
function decide(choices, situation) {
  const whole = { mode: "possible", bound: false, recipients: ["bob@b.example"], unready: [], able: true, ...situation };
  return automaticChange({ identityId: "id1", sign: false, encrypt: false, ...choices }, /** @type {any} */ (whole));
}

test("nothing comes on by itself where the default is off", () => {
  assert.equal(decide({}, { mode: "off" }), null);
});

test("encryption comes on when everybody can read it, and says that it came by itself", () => {
  assert.deepEqual(decide({}, {}), { encrypt: true, decidedBy: "automatic", lost: [] });
  assert.equal(decide({}, { recipients: [] }), null);
  assert.equal(decide({}, { unready: ["bob@b.example"] }), null);
  assert.equal(decide({}, { able: false }), null);
});

test("what came on by itself goes off when somebody cannot read it, and that is remembered until they can or are gone", () => {
  const off = decide({ encrypt: true, decidedBy: "automatic" }, { recipients: ["bob@b.example", "carol@c.example"], unready: ["carol@c.example"] });
  assert.deepEqual(off, { encrypt: false, lost: ["carol@c.example"] });
  assert.equal(decide({ decidedBy: "automatic", lost: ["carol@c.example"] }, { unready: ["carol@c.example"] }), null);
  assert.deepEqual(decide({ decidedBy: "automatic", lost: ["carol@c.example"] }, { unready: ["dora@d.example"] }), { lost: [] });
  assert.deepEqual(decide({ decidedBy: "automatic", lost: ["carol@c.example"] }, {}), { encrypt: true, decidedBy: "automatic", lost: [] });
});

test("what the user or an answer switched on stays on", () => {
  for (const decidedBy of ["user", "answer", "default", "rule"]) {
    assert.equal(decide({ encrypt: true, decidedBy }, { unready: ["carol@c.example"] }), null, decidedBy);
  }
});

test("the user's own decision is never overruled", () => {
  assert.equal(decide({ decidedBy: "user" }, {}), null);
  assert.equal(decide({ decidedBy: "user" }, { mode: "always" }), null);
  assert.equal(decide({ decidedBy: "user" }, { mode: "off", bound: true }), null);
});

test("rules and the default “always” switch encryption on whoever is ready, where the sender can encrypt at all", () => {
  assert.deepEqual(decide({}, { mode: "off", bound: true, unready: ["bob@b.example"] }), { encrypt: true, decidedBy: "rule", lost: [] });
  assert.deepEqual(decide({}, { mode: "always", recipients: [] }), { encrypt: true, decidedBy: "default", lost: [] });
  assert.equal(decide({}, { mode: "always", able: false }), null);
});

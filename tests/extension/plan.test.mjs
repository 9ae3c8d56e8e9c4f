import assert from "node:assert/strict";
import { test } from "node:test";
import { bareAddress } from "../../extension/background/compose/address-list.mjs";
import { withoutBlindRecipients } from "../../extension/background/compose/headers.mjs";
import { distribute, obstacle } from "../../extension/background/compose/plan.mjs";

/** @param {Partial<import("../../extension/background/compose/plan.mjs").OutgoingMessage>} [change] */
function message(change = {}) {
  return {
    handle: "h", tabId: 1, identityId: "id1", from: "alice@a.example", to: ["bob@b.example"], cc: [], bcc: [],
    newsgroups: false, deferred: false, otherProtection: false, ...change,
  };
}

const ENCRYPT = { sign: true, encrypt: true };

test("each blind recipient is apart from the visible ones", () => {
  const plan = distribute(message({ cc: ["carol@c.example"], bcc: ["dora@d.example", "Dora@d.example"] }), true);
  assert.deepEqual(plan, { visible: ["bob@b.example", "carol@c.example"], blind: ["Dora@d.example"], clear: [] });
});

test("a blind recipient who is visible as well, or the sender, needs no copy", () => {
  const plan = distribute(message({ bcc: ["BOB@b.example", "alice@a.example"] }), true);
  assert.deepEqual(plan.blind, []);
});

test("without encryption nobody is disclosed, so nobody is apart", () => {
  assert.deepEqual(distribute(message({ bcc: ["dora@d.example"] }), false).blind, []);
});

test("what Thunderbird protects itself is never wrapped twice", () => {
  assert.equal(obstacle(message({ otherProtection: true }), { sign: true, encrypt: false })?.code, "protection-conflict");
});

test("encrypted blind copies cannot wait in the Outbox; the text names them", () => {
  const failure = obstacle(message({ deferred: true, bcc: ["dora@d.example"] }), ENCRYPT);
  assert.equal(failure?.code, "bcc-deferred");
  assert.deepEqual(failure?.parameters.addresses, ["dora@d.example"]);
  assert.equal(obstacle(message({ deferred: true }), ENCRYPT), null);
});

test("newsgroups and empty recipients cannot be encrypted to", () => {
  assert.equal(obstacle(message({ newsgroups: true }), ENCRYPT)?.code, "newsgroup-encrypted");
  assert.equal(obstacle(message({ to: [] }), ENCRYPT)?.code, "recipients-none");
  assert.equal(obstacle(message({ newsgroups: true }), { sign: true, encrypt: false }), null);
});

test("blind recipients' fields are taken out, folded lines too, and nothing else", () => {
  const source = "To: b\r\nBcc: dora@d.example,\r\n\tgina@g.example\r\nSubject: Bcc: no\r\nbCC: x\r\n\r\nBcc: in the text\r\n";
  const copy = new TextDecoder().decode(withoutBlindRecipients(new TextEncoder().encode(source)));
  assert.equal(copy, "To: b\r\nSubject: Bcc: no\r\n\r\nBcc: in the text\r\n");
});

test("bytes of the message are untouched by that", () => {
  const source = Uint8Array.from([...Buffer.from("Bcc: x\r\nA: b\r\n\r\n"), 0, 255, 128, 13, 10]);
  const copy = withoutBlindRecipients(source);
  assert.deepEqual([...copy], [...Buffer.from("A: b\r\n\r\n"), 0, 255, 128, 13, 10]);
});

test("a recipient's address is found with and without a name", () => {
  assert.equal(bareAddress("Carol <Carol@C.example>"), "carol@c.example");
  assert.equal(bareAddress(" carol@c.example "), "carol@c.example");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressesIn, bareAddress } from "../../extension/background/compose/address-list.mjs";
import { addressedTo, withoutRecipients } from "../../extension/background/compose/headers.mjs";
import { distribute, obstacle } from "../../extension/background/compose/plan.mjs";

const MIME = new TextEncoder().encode(
  'Message-ID: <1@a.example>\r\nFrom: Alice <alice@a.example>\r\nTo: "Example, Bob" <bob@b.example>,\r\n Carol <Carol@C.example>\r\n'
    + "Cc: carol@c.example (home)\r\nSubject: To: carol@c.example\r\nBcc: dora@d.example\r\n\r\nTo: carol@c.example\r\n"
);
const MESSAGE = {
  handle: "h", tabId: 7, identityId: "id1", from: "alice@a.example", to: ["bob@b.example", "Carol@C.example"], cc: ["carol@c.example"],
  bcc: ["dora@d.example"], newsgroups: false, deferred: false, otherProtection: false,
};

/** @param {Uint8Array} bytes */
const read = bytes => new TextDecoder().decode(bytes);

test("a list of addresses is split where it may be", () => {
  assert.deepEqual(
    addressesIn('"Example, Bob \\"B\\"" <bob@b.example>, carol@c.example (one, two), Team: x@x.example, y@y.example;').map(bareAddress),
    ["bob@b.example", "carol@c.example", "x@x.example", "y@y.example"]
  );
  assert.deepEqual(addressesIn("undisclosed-recipients:;"), []);
});

test("the encrypted message does not name who gets it separately, and is otherwise untouched", () => {
  const text = read(withoutRecipients(MIME, ["carol@c.example"]));
  assert.match(text, /^To: "Example, Bob" <bob@b\.example>\r\n/m);
  assert.doesNotMatch(text, /^Cc:/m);
  assert.match(text, /^Subject: To: carol@c\.example\r\nBcc: dora@d\.example\r\n\r\nTo: carol@c\.example\r\n$/m);
  assert.equal(withoutRecipients(MIME, []), MIME);
});

test("the separate message names its recipient alone and has an identity of its own", () => {
  const text = read(addressedTo(MIME, "carol@c.example"));
  assert.match(text, /^Message-ID: <[0-9a-f-]{36}@a\.example>\r\nTo: Carol <Carol@C\.example>\r\n/);
  assert.doesNotMatch(text, /bob@|dora@|<1@a\.example>/);
  assert.match(text, /^Subject: To: carol@c\.example\r\n\r\nTo: carol@c\.example\r\n$/m);
});

test("who gets it separately is among neither the visible nor the blind", () => {
  assert.deepEqual(distribute(MESSAGE, true, ["carol@c.example", "DORA@d.example"]), {
    visible: ["bob@b.example"], blind: [], clear: ["carol@c.example", "dora@d.example"],
  });
});

test("separate messages cannot wait in the Outbox", () => {
  const failure = obstacle({ ...MESSAGE, bcc: [], deferred: true }, { sign: false, encrypt: true, separately: ["carol@c.example"] });
  assert.deepEqual([failure?.code, failure?.parameters.addresses], ["separate-deferred", ["carol@c.example"]]);
});

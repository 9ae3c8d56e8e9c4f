import assert from "node:assert/strict";
import { test } from "node:test";
import { IndexReader } from "../../extension/background/read/indexing.mjs";
import { castsDoubt, markOf } from "../../extension/background/read/marks.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { installBrowser } from "./fake-browser.mjs";

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/**
 * @param {string} seal
 * @param {string} encryption
 * @param {string} signature
 */
const opening = (seal, encryption, signature) =>
  /** @type {any} */ ({ failure: null, report: { seal, encryption: { status: encryption }, signature: { status: signature } } });

test("the list keeps what the verdict says, and no more", () => {
  assert.equal(markOf(opening("signed", "none", "valid")), "valid");
  assert.equal(markOf(opening("signed-encrypted", "decrypted", "valid")), "validEncrypted");
  assert.equal(markOf(opening("encrypted", "decrypted", "none")), "encrypted");
  assert.equal(markOf(opening("signature-problem", "decrypted", "invalid")), "invalidEncrypted");
  assert.equal(markOf(opening("signature-problem", "none", "unverified")), "unverified");
  assert.equal(markOf(opening("signature-problem", "none", "valid")), "invalid", "a good look needs a good seal");
  assert.equal(markOf(opening("cannot-decrypt", "no-key", "none")), "locked");
  assert.equal(markOf(opening("cannot-decrypt", "locked", "none")), "enveloped", "locked keys say nothing about the message");
  assert.equal(markOf(/** @type {any} */ ({ report: null, failure: null })), "");
  assert.equal(markOf(/** @type {any} */ ({ report: null, failure: new Failure("host-ended") })), "");
});

test("changes of trust cast doubt on good verdicts, other changes do not", () => {
  assert.deepEqual(
    ["anchors.remove", "policy.set", "certificates.remove", "backup.restore", "keys.import", "protection.unlock", "certificates.acknowledge"].map(castsDoubt),
    [true, true, true, true, false, false, false]
  );
});

test("the index gets what was decrypted, asks for no secret, and teaches nothing", async () => {
  /** @type {any[]} */
  const asked = [];
  let status = "decrypted";
  const host = /** @type {any} */ ({
    request: async (/** @type {any} */ request, /** @type {any} */ { onPrompt }) => {
      asked.push([request, await onPrompt()]);
      return { result: { report: { encryption: { status } } }, content: bytes("inner") };
    },
  });
  let source = "Content-Type: application/pkcs7-mime\r\n\r\nMII=";
  installBrowser({ smimeReading: { source: async () => ({ bytes: bytes(source) }) } });
  const reader = new IndexReader(host);
  assert.deepEqual(await reader.answer({ messageId: 1 }), { mime: bytes("inner") });
  assert.deepEqual(asked, [[{ type: "message.open", kind: "message", harvest: false }, null]]);
  status = "locked";
  assert.deepEqual(await reader.answer({ messageId: 1 }), {});
  source = "Content-Type: text/plain\r\n\r\nText";
  assert.deepEqual(await reader.answer({ messageId: 1 }), {});
  assert.equal(asked.length, 2, "what is not protected never reaches the host");
});

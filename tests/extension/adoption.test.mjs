import assert from "node:assert/strict";
import { test } from "node:test";
import { adopt, setSigning } from "../../extension/popup/adoption.mjs";

const SETTINGS = { signByDefault: false, encryptByDefault: true, includeCertificates: true, form: "opaque" };

/** @param {any[]} identities */
function fakeHost(identities) {
  /** @type {any[]} */
  const set = [];
  const request = async (/** @type {any} */ asked) => (asked.type === "identities.list" ? { identities } : void set.push(asked.settings));
  return { host: /** @type {any} */ ({ request }), set };
}

/**
 * @param {string} id
 * @param {string[]} addresses
 * @param {object} uses
 */
function key(id, addresses, uses = { canSign: true, canEncrypt: true }) {
  return /** @type {any} */ ({ id, certificate: { addresses }, ...uses });
}

test("a key becomes the choice of the address that it names, and the other settings stay", async () => {
  const { host, set } = fakeHost([{ address: "alice@a.example", ...SETTINGS, signingKey: "old" }]);
  const abilities = await adopt(host, [key("new", ["Alice@A.example"])], ["alice@a.example", "other@a.example"]);
  assert.deepEqual(abilities, [{ address: "alice@a.example", canSign: true, canEncrypt: true, signByDefault: false }]);
  assert.deepEqual(set, [{ address: "alice@a.example", ...SETTINGS, signingKey: "new", encryptionKey: "new" }]);
});

test("separate keys for signing and encryption each get their use", async () => {
  const { host, set } = fakeHost([]);
  await adopt(host, [key("s", ["a@x"], { canSign: true, canEncrypt: false }), key("e", ["a@x"], { canSign: false, canEncrypt: true })], ["A@x"]);
  assert.deepEqual([set[0].address, set[0].signingKey, set[0].encryptionKey], ["A@x", "s", "e"]);
});

test("an expired key changes no choice", async () => {
  const { host, set } = fakeHost([]);
  const [ability] = await adopt(host, [key("old", ["a@x"], { canSign: false, canEncrypt: false })], ["a@x"]);
  assert.deepEqual([ability.canSign, ability.canEncrypt, set], [false, false, []]);
});

test("signing by default keeps everything else", async () => {
  const { host, set } = fakeHost([{ address: "a@x", ...SETTINGS, signingKey: "k", encryptionKey: "e", effectiveSigningKey: "k" }]);
  await setSigning(host, "A@X", true);
  assert.deepEqual(set, [{ address: "a@x", ...SETTINGS, signByDefault: true, signingKey: "k", encryptionKey: "e" }]);
});

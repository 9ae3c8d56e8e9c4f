import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ComposeChoices } from "../../extension/background/compose/choices.mjs";
import { IdentityDefaults } from "../../extension/background/compose/defaults.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { installBrowser, memoryStorage } from "./fake-browser.mjs";

const ALICE = { address: "Alice@a.example", signByDefault: true, encryptByDefault: false, includeCertificates: false, form: "opaque" };
const WORK = { address: "work@a.example", signByDefault: false, encryptByDefault: false, includeCertificates: true, form: "clear" };
const EMAILS = /** @type {Record<string, string>} */ ({ id1: "alice@a.example", id2: "work@a.example", id3: "new@a.example" });

/** @type {ReturnType<typeof memoryStorage>} */
let storage;
let hostIsThere = true;
const host = /** @type {any} */ ({
  ask: async (/** @type {{ type: string }} */ { type }) => {
    assert.equal(type, "identities.list");
    if (!hostIsThere) {
      throw new Failure("host-missing");
    }
    return { identities: [ALICE, WORK] };
  },
});

/** Only the message 77 was encrypted. */
const choicesOf = () => new ComposeChoices(new IdentityDefaults(host), messageId => messageId === 77);
/** @type {number | undefined} */
let relatedMessageId;

beforeEach(() => {
  relatedMessageId = undefined;
  storage = memoryStorage();
  hostIsThere = true;
  installBrowser({
    storage,
    identities: { get: async (/** @type {string} */ id) => ({ email: EMAILS[id] }) },
    compose: { getComposeDetails: async () => ({ identityId: "id1", relatedMessageId }) },
  });
});

test("a new message starts from its identity's defaults", async () => {
  const choices = choicesOf();
  assert.deepEqual(await choices.of(5), { identityId: "id1", sign: true, encrypt: false });
});

test("what always signs does so when the host is missing, too", async () => {
  await new IdentityDefaults(host).ofAddress("alice@a.example");
  hostIsThere = false;
  const { signByDefault, form } = await new IdentityDefaults(host).ofAddress("alice@a.example");
  assert.deepEqual([signByDefault, form], [true, "opaque"]);
});

test("an address that nothing is set for is sent as Thunderbird sends it", async () => {
  const { signByDefault, encryptByDefault } = await new IdentityDefaults(host).ofIdentity("id3");
  assert.deepEqual([signByDefault, encryptByDefault], [false, false]);
});

test("choices survive a suspension of the background page", async () => {
  await choicesOf().change(5, { encrypt: true });
  const woken = choicesOf();
  assert.deepEqual(await woken.of(5), { identityId: "id1", sign: true, encrypt: true });
});

test("another identity brings its own signing, and encryption stays on", async () => {
  const choices = choicesOf();
  await choices.change(5, { encrypt: true });
  assert.deepEqual(await choices.changeIdentity(5, "id2"), { identityId: "id2", sign: false, encrypt: true });
});

test("a change made while the window opens is not lost to whoever else asks", async () => {
  const choices = choicesOf();
  const [, changed] = await Promise.all([choices.of(5), choices.change(5, { encrypt: true }), choices.of(5)]);
  assert.equal(changed.encrypt, true);
  assert.equal((await choices.of(5)).encrypt, true);
});

test("a closed window's choices are forgotten", async () => {
  const choices = choicesOf();
  await choices.change(5, { encrypt: true });
  await choices.forget(5);
  assert.deepEqual((await choices.of(5)).encrypt, false);
});

test("the answer to an encrypted message starts encrypted, and the user may change that", async () => {
  relatedMessageId = 77;
  const choices = choicesOf();
  assert.equal((await choices.of(5)).encrypt, true);
  await choices.change(5, { encrypt: false });
  assert.equal((await choices.of(5)).encrypt, false);
  relatedMessageId = 78;
  assert.equal((await choices.of(6)).encrypt, false);
});

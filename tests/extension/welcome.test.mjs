import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Welcome } from "../../extension/background/pages/welcome.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { needsCertificate, overview } from "../../extension/shared/overview.mjs";
import { installBrowser, keyTexts, memoryStorage } from "./fake-browser.mjs";

const ACCOUNTS = [
  { id: "account1", type: "imap", identities: [{ id: "id1", email: "Alice@example.org" }, { id: "id2", email: "team@example.org" }] },
  { id: "account2", type: "imap", identities: [{ id: "id3", email: "alice@example.org" }] },
];

/** @type {string[]} */
let opened;
/** @type {any[]} */
let keys;
/** @type {?Failure} */
let trouble;

const host = /** @type {any} */ ({
  welcome: async () => {
    if (trouble) {
      throw trouble;
    }
    return { host: { version: "1.2.3" } };
  },
  ask: async () => {
    if (trouble) {
      throw trouble;
    }
    return { keys };
  },
});

/**
 * @param {string} address
 * @param {boolean} canSign
 * @param {boolean} canEncrypt
 */
function key(address, canSign, canEncrypt) {
  return /** @type {any} */ ({ id: "k", canSign, canEncrypt, certificate: { addresses: [address], notAfter: "2027-01-01T00:00:00Z" } });
}

beforeEach(() => {
  [opened, keys, trouble] = [[], [], null];
  installBrowser({
    i18n: keyTexts,
    storage: memoryStorage(),
    accounts: { list: async () => ACCOUNTS },
    runtime: { getURL: (/** @type {string} */ path) => `moz-extension://x/${path}` },
    tabs: { create: async (/** @type {{ url: string }} */ { url }) => void opened.push(url) },
  });
});

const welcome = () => new Welcome(host, /** @type {any} */ ({ find: async () => { throw new Error("no folders"); } }));

test("each address is shown once, with what it can do", () => {
  const list = overview(ACCOUNTS, [key("alice@EXAMPLE.org", true, true)], [{ address: "TEAM@example.org" }]);
  assert.deepEqual(list.map(({ address, state, identityId }) => [address, state, identityId]), [
    ["Alice@example.org", "ready", "id1"],
    ["team@example.org", "waiting", "id2"],
  ]);
});

test("separate certificates count together, and an old one alone does not", () => {
  const state = (/** @type {any[]} */ ...own) => overview([ACCOUNTS[1]], own, [])[0].state;
  assert.equal(state(key("alice@example.org", true, false), key("alice@example.org", false, true)), "ready");
  assert.equal(state(key("alice@example.org", true, false)), "signs");
  assert.equal(state(key("alice@example.org", false, true)), "decrypts");
  assert.equal(state(key("alice@example.org", false, false)), "old");
  assert.equal(state(), "none");
  assert.deepEqual(["ready", "signs", "decrypts", "old", "waiting", "none"].filter(one => needsCertificate(/** @type {any} */ ({ state: one }))), ["old", "waiting", "none"]);
});

test("after the installation the page opens where an address has no certificate", async () => {
  await welcome().installed({ reason: "install" });
  assert.deepEqual(opened, ["moz-extension://x/extension/welcome/welcome.html"]);
});

test("it does not open where everything is set up, nor after an update", async () => {
  await welcome().installed({ reason: "update" });
  keys = [key("alice@example.org", true, true), key("team@example.org", true, true)];
  await welcome().installed({ reason: "install" });
  assert.deepEqual(opened, []);
});

test("a host that is missing is said once, and again only after it has worked", async () => {
  trouble = new Failure("host-missing");
  await welcome().started();
  await welcome().started();
  assert.equal(opened.length, 1);
  trouble = null;
  await welcome().started();
  trouble = new Failure("protocol-unsupported", { hostMin: 2, hostMax: 3 });
  await welcome().started();
  assert.equal(opened.length, 2);
});

test("the page learns who the host is, or why it does not answer", async () => {
  const ask = (/** @type {any} */ question) => welcome().answer(question);
  assert.deepEqual(await ask({ type: "welcome.host" }), { version: "1.2.3" });
  trouble = new Failure("host-missing");
  assert.deepEqual(await ask({ type: "welcome.host" }), { failure: { code: "host-missing", parameters: {} } });
  assert.deepEqual(await ask({ type: "welcome.letters", accountId: "account1" }), []);
  assert.equal(ask({ type: "verdict" }), undefined);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { SecretWindow } from "../../extension/background/pages/secrets.mjs";
import { installBrowser } from "./fake-browser.mjs";
import { settle } from "./fake-port.mjs";

const UNLOCK = { kind: "keystore-passphrase", parameters: { purpose: "unlock", attempt: "1" } };

function prepare() {
  /** @type {string[]} */
  const opened = [];
  /** @type {number[]} */
  const removed = [];
  installBrowser({
    runtime: { getURL: (/** @type {string} */ path) => path },
    windows: {
      create: async (/** @type {{ url: string }} */ { url }) => ({ id: opened.push(url) }),
      remove: async (/** @type {number} */ id) => void removed.push(id),
    },
  });
  return { secrets: new SecretWindow(), opened, removed };
}

test("asks in a window and gives back what was typed there", async () => {
  const { secrets, opened, removed } = prepare();
  const answer = secrets.ask(UNLOCK);
  await settle();
  assert.deepEqual(opened, ["extension/popup/secret.html?id=1"]);
  assert.deepEqual(await secrets.answer({ type: "secret.question", id: 1 }), UNLOCK);
  await secrets.answer({ type: "secret.answer", id: 1, secret: "open sesame" });
  assert.equal(await answer, "open sesame");
  assert.deepEqual(removed, [1]);
});

test("further questions wait until the first one is answered", async () => {
  const { secrets, opened } = prepare();
  const first = secrets.ask(UNLOCK);
  const second = secrets.ask({ kind: "token-pin", parameters: { token: "Card", attempt: "1" } });
  await settle();
  assert.equal(opened.length, 1);
  await secrets.answer({ type: "secret.answer", id: 1, secret: "a" });
  await settle();
  assert.equal(opened.length, 2);
  await secrets.answer({ type: "secret.answer", id: 2, secret: null });
  assert.deepEqual(await Promise.all([first, second]), ["a", null]);
});

test("closing the window dismisses, and closing another one does not", async () => {
  const { secrets } = prepare();
  const answer = secrets.ask(UNLOCK);
  await settle();
  secrets.closed(99);
  secrets.closed(1);
  assert.equal(await answer, null);
});

test("a question whose request has ended goes away by itself", async () => {
  const { secrets, removed } = prepare();
  const ended = new AbortController();
  const answer = secrets.ask(UNLOCK, ended.signal);
  await settle();
  ended.abort();
  assert.equal(await answer, null);
  assert.deepEqual(removed, [1]);
  assert.equal(await secrets.answer({ type: "secret.question", id: 1 }), null);
});

test("an answer to a question that is not open is not taken", async () => {
  const { secrets } = prepare();
  const answer = secrets.ask(UNLOCK);
  await settle();
  await secrets.answer({ type: "secret.answer", id: 7, secret: "stray" });
  await secrets.answer({ type: "secret.answer", id: 1, secret: "right" });
  assert.equal(await answer, "right");
});

test("questions of other pages are left to others", () => {
  assert.equal(prepare().secrets.answer({ type: "verdict", id: 1 }), undefined);
});

test("where no window can be opened the question is dismissed", async () => {
  installBrowser({ runtime: { getURL: String }, windows: { create: async () => { throw new Error("no window"); } } });
  assert.equal(await new SecretWindow().ask(UNLOCK), null);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { MissingPanel } from "../../extension/background/compose/missing.mjs";
import { installBrowser } from "./fake-browser.mjs";

/** @type {any[]} */
let done;
const CAROL = /** @type {any} */ ({ address: "Carol@c.example", ready: false, reason: "missing", findings: [] });

/** @param {string} what */
const note = what => async (/** @type {any[]} */ ...details) => void done.push([what, ...details]);

beforeEach(() => {
  done = [];
  installBrowser({
    runtime: { getURL: (/** @type {string} */ path) => `moz-extension://x/${path}` },
    windows: { create: note("create"), update: note("focus") },
    tabs: { get: async () => ({ windowId: 4 }) },
    compose: {
      getComposeDetails: async () => ({ to: ["Bob <bob@b.example>", "Carol <carol@c.example>"], cc: "carol@c.example", bcc: [{ id: "1", type: "contact" }] }),
      setComposeDetails: note("set"),
      sendMessage: note("send"),
    },
  });
});

function panel() {
  const choices = /** @type {any} */ ({ change: note("change") });
  return new MissingPanel(choices, note("refresh"));
}

test("the panel knows who is missing in which window", async () => {
  const missing = panel();
  await missing.show(7, [CAROL]);
  assert.match(done[0][1].url, /popup\/missing\.html\?tab=7$/);
  assert.deepEqual(missing.recipients(7), [CAROL]);
  assert.deepEqual(missing.recipients(8), []);
});

test("sending unencrypted turns encryption off, visibly, before it sends", async () => {
  const missing = panel();
  await missing.show(7, [CAROL]);
  await missing.sendUnencrypted(7);
  assert.deepEqual(done.slice(1), [["change", 7, { encrypt: false }], ["refresh", 7], ["focus", 4, { focused: true }], ["send", 7]]);
});

test("removing takes those recipients out of every field and sends nothing", async () => {
  const missing = panel();
  await missing.show(7, [CAROL]);
  await missing.removeRecipients(7);
  assert.deepEqual(done[1], ["set", 7, { to: ["Bob <bob@b.example>"], cc: [], bcc: [{ id: "1", type: "contact" }] }]);
  assert.ok(!done.some(([what]) => what === "send" || what === "change"));
});

test("back leads to the message and changes nothing", async () => {
  const missing = panel();
  await missing.show(7, [CAROL]);
  await missing.back(7);
  assert.deepEqual(done.slice(1), [["focus", 4, { focused: true }]]);
});

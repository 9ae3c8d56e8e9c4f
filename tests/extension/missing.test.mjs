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
    windows: { create: async (/** @type {any} */ details) => (done.push(["create", details]), { id: 9 }), update: note("focus"), remove: note("close") },
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
  await missing.show(7, [CAROL], { sending: true, others: 1 });
  assert.match(done[0][1].url, /popup\/missing\.html\?tab=7$/);
  assert.deepEqual(missing.trouble(7), { recipients: [CAROL], sending: true, others: 1 });
  assert.deepEqual(missing.trouble(8).recipients, []);
  await missing.show(7, [CAROL]);
  assert.deepEqual(done[1], ["close", 9], "one panel for a message");
});

test("sending unencrypted turns encryption off, visibly, before it sends", async () => {
  const missing = panel();
  await missing.show(7, [CAROL]);
  await missing.sendUnencrypted(7);
  assert.deepEqual(done.slice(1), [["change", 7, { encrypt: false, decidedBy: "user", lost: [], confirmed: true }], ["refresh", 7], ["focus", 4, { focused: true }], ["send", 7]]);
});

test("removing takes those recipients out of every field and sends nothing", async () => {
  const missing = panel();
  await missing.show(7, [CAROL]);
  await missing.removeRecipients(7);
  assert.deepEqual(done[1], ["set", 7, { to: ["Bob <bob@b.example>"], cc: [], bcc: [{ id: "1", type: "contact" }] }]);
  assert.ok(!done.some(([what]) => what === "send" || what === "change"));
});

test("one of them can be taken out alone, and the panel goes on with the others", async () => {
  const missing = panel();
  await missing.show(7, [CAROL, { ...CAROL, address: "eve@e.example" }]);
  await missing.removeRecipients(7, ["carol@c.example"]);
  assert.deepEqual(missing.trouble(7).recipients.map(one => one.address), ["eve@e.example"]);
  assert.ok(!done.some(([what]) => what === "focus"));
});

test("separately and unencrypted goes to those alone who are not ready", async () => {
  const missing = panel();
  await missing.show(7, [CAROL, { ...CAROL, address: "dora@d.example", ready: true, reason: "changed" }]);
  await missing.sendSeparately(7);
  assert.deepEqual(done.slice(1), [
    ["change", 7, { encrypt: true, decidedBy: "user", lost: [], separately: ["Carol@c.example"] }], ["focus", 4, { focused: true }], ["send", 7],
  ]);
});

test("back leads to the message and changes nothing", async () => {
  const missing = panel();
  await missing.show(7, [CAROL]);
  await missing.back(7);
  assert.deepEqual(done.slice(1), [["focus", 4, { focused: true }]]);
});

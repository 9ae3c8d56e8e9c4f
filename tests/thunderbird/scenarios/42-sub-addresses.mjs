import assert from "node:assert/strict";
import { ComposeStrip } from "../driver/compose-strip.mjs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { hostCommand } from "../driver/host-command.mjs";
import { until } from "../driver/processes.mjs";
import { decrypt } from "../world/openssl.mjs";

const NEWS = "bob+news@demo.example";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "A recipient with a plus in the address",
  tests: [
    ["Bob's certificate is not used for bob+news, but it is said that there is one", explain],
    ["the user says that it is the same mailbox: it is encrypted, and Bob can read it", sendToSameMailbox],
    ["what the user said is shown, recorded, and can be taken back", takeBack],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function explain(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const { compose, strip } = await write(stage, "Not yet");
  const line = await strip.says(/0 of 1/);
  assert.match(line.text, /bob\+news@demo\.example: no usable certificate of its own, but bob@demo\.example has one/);
  assert.equal((await strip.pills())[NEWS].state, "blocked");
  await stage.photograph("while writing");
  await compose.clickSend();
  const panel = await openPanel(stage);
  const words = await panel.text(`[data-address="${NEWS}"]`);
  assert.match(words, /does not name bob\+news@demo\.example\. Is it the same mailbox\?/);
  await stage.photograph("asked");
  await panel.click("#back");
  await panel.closes();
  assert.deepEqual(bob.since(before), [], "nothing is sent");
  await compose.discard();
  return `"${line.text.replace(/\n/g, " ")}"; Send sent nothing and asked`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendToSameMailbox(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const { compose, strip } = await write(stage, "To the news mailbox");
  await strip.says(/0 of 1/);
  await strip.press("fix");
  const panel = await openPanel(stage);
  await panel.click('[data-fix="same-mailbox"]');
  const told = await until("it is saved", async () => {
    const words = await panel.text("#status");
    return /is the same mailbox as bob@demo\.example/.test(words) ? words : null;
  });
  await stage.photograph("same mailbox");
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  await strip.says(/Encrypted for everybody/);
  assert.match((await strip.pills())[NEWS].title, /with the certificate of bob@demo\.example/);
  await compose.clickSend();
  await compose.closes();
  const received = await bob.awaitsNew("the message at Bob's", before);
  assert.match(await decrypt(received.source, stage.person("bob")), /The news, please/);
  return `"${told}"; openssl reads it with Bob's key`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function takeBack(stage) {
  const { compose, strip } = await write(stage, "Once more");
  await strip.says(/Encrypted for everybody/);
  await strip.press("recipients");
  const panel = await openPanel(stage);
  assert.match(await panel.text(`[data-address="${NEWS}"]`), /you said that bob\+news@demo\.example is the same mailbox/);
  await stage.photograph("recorded");
  await panel.click('[data-fix="other-mailbox"]');
  await until("it is taken back", async () => (/no longer used for bob\+news/.test(await panel.text("#status")) ? true : null));
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  await strip.says(/0 of 1/);
  await compose.discard();
  const { events } = JSON.parse(await hostCommand(stage, "--json", "certificates", "history", NEWS));
  assert.deepEqual(events.map((/** @type {{what: string}} */ one) => one.what), ["same-mailbox", "other-mailbox"]);
  return "shown to the one who looks, taken back with one click; both are in the history of the address";
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 */
async function write(stage, subject) {
  const compose = await stage.session.write();
  await compose.write({ to: [NEWS], subject, text: "The news, please." });
  await compose.encrypt();
  return { compose, strip: new ComposeStrip(compose) };
}

/** @param {import("../stage.mjs").Stage} stage */
async function openPanel(stage) {
  const panel = await new ExtensionPage(stage.thunderbird, "popup/missing.html").ready();
  await until("the panel names somebody", async () => (await panel.text("#recipients")) || null);
  return panel;
}

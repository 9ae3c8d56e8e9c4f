import assert from "node:assert/strict";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { pause, until } from "../driver/processes.mjs";
import { decrypt } from "../world/openssl.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Carol has no certificate",
  tests: [
    ["nothing is sent, Carol is named, and the way back leads to the message", goBack],
    ["removing those recipients leaves Bob, and the message is sent to him encrypted", removeRecipients],
    ["sending unencrypted is asked again in plain words, and No keeps the message", declineUnencrypted],
    ["sending unencrypted after a second Yes sends it to both", sendUnencrypted],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function goBack(stage) {
  const subject = "Supper for three";
  const marks = mark(stage);
  const { compose, panel } = await tryToSend(stage, subject);
  const words = await panel.text();
  await stage.photograph("panel");
  assert.match(words, /carol@demo\.example/);
  assert.doesNotMatch(words, /bob@demo\.example/, "Bob's certificate is known");
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  assert.equal(await compose.subject(), subject);
  assert.equal((await compose.recipients()).length, 2);
  assert.match(await compose.text(), /Are you coming\?/);
  await nothingArrives(stage, marks);
  await compose.discard();
  return `named: "${line(words, "carol@")}"; nothing delivered, both recipients and text still in the window`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function removeRecipients(stage) {
  const subject = "Supper for two";
  const marks = mark(stage);
  const { compose, panel } = await tryToSend(stage, subject);
  await panel.click("#remove");
  await panel.closes();
  await compose.focus();
  await until("Carol is removed", async () => (await compose.recipients()).length === 1 || null);
  assert.match((await compose.recipients())[0], /bob@demo\.example/);
  await compose.clickSend();
  await compose.closes();
  const received = await stage.world.maildir("bob").awaitsNew("the message at Bob's", marks.bob);
  assert.match(await decrypt(received.source, stage.person("bob")), /pkcs7|Are you coming/);
  assert.equal(stage.world.maildir("carol").since(marks.carol).length, 0);
  return "only Bob left, his copy encrypted, nothing at Carol's";
}

/** @param {import("../stage.mjs").Stage} stage */
async function declineUnencrypted(stage) {
  const subject = "Supper, perhaps";
  const marks = mark(stage);
  const { compose, panel } = await tryToSend(stage, subject);
  await panel.click("#unencrypted");
  const question = await until("the second question", async () => (await panel.text("#question")) || null);
  await stage.photograph("asked again");
  await panel.click("#keep");
  await panel.click("#back");
  await panel.closes();
  await nothingArrives(stage, marks);
  assert.ok(await compose.isOpen());
  await compose.focus();
  await compose.discard();
  return `"${question}" answered with No: nothing delivered`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendUnencrypted(stage) {
  const subject = "Supper for all to read";
  const marks = mark(stage);
  const { compose, panel } = await tryToSend(stage, subject);
  await panel.click("#unencrypted");
  await panel.click("#confirm");
  await compose.closes();
  const [forBob, forCarol] = await Promise.all(
    ["bob", "carol"].map((name) => stage.world.maildir(name).awaitsNew(`the message at ${name}'s`, marks[name])),
  );
  for (const message of [forBob, forCarol]) {
    assert.ok(message.source.includes("Are you coming?"), "the text is readable");
  }
  return `delivered to Bob and Carol as ${forCarol.headers.get("content-type")?.split(";")[0]}`;
}

/**
 * Writes to Bob and Carol, encrypted, and clicks Send.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 */
async function tryToSend(stage, subject) {
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example", "carol@demo.example"], subject, text: "Are you coming?" });
  await compose.encrypt();
  await compose.clickSend();
  const panel = await new ExtensionPage(stage.thunderbird, "popup/missing.html").ready();
  await until("the panel names somebody", async () => (await panel.text("#recipients")) || null);
  return { compose, panel };
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @returns {Record<string, Set<string>>} What Bob and Carol have now.
 */
function mark({ world }) {
  return { bob: world.maildir("bob").mark(), carol: world.maildir("carol").mark() };
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {Record<string, Set<string>>} marks
 */
async function nothingArrives({ world }, marks) {
  await pause(1500);
  for (const [name, before] of Object.entries(marks)) {
    assert.deepEqual(world.maildir(name).since(before).map((one) => one.file), [], `${name} must not get anything`);
  }
}

/**
 * @param {string} text
 * @param {string} word
 */
function line(text, word) {
  return text.split("\n").find((one) => one.includes(word)) ?? "";
}

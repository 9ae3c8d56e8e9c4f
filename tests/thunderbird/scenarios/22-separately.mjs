import assert from "node:assert/strict";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { until } from "../driver/processes.mjs";
import { decrypt, recipientSerials } from "../world/openssl.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "The others encrypted, Carol separately and unencrypted",
  tests: [
    ["asked by name, Carol gets a message of her own, and neither message names the other's reader", sendSeparately],
    ["the second attempt asks again", askAgain],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function sendSeparately(stage) {
  const { world } = stage;
  const marks = { bob: world.maildir("bob").mark(), carol: world.maildir("carol").mark(), sent: world.maildir("alice").mark("Sent") };
  const subject = "Supper, but not for everybody's eyes";
  const { compose, panel } = await tryToSend(stage, subject);
  await panel.click("#separately");
  const question = await until("the question", async () => (await panel.text("#question")) || null);
  assert.match(question, /unencrypted to carol@demo\.example\?/);
  assert.match(question, /it does not name carol@demo\.example/);
  await stage.photograph("question");
  await panel.click("#confirm");
  await compose.closes();
  const [forBob, forCarol] = await Promise.all([
    world.maildir("bob").awaitsNew("the message at Bob's", marks.bob),
    world.maildir("carol").awaitsNew("the message at Carol's", marks.carol),
  ]);
  stage.keep("at Bob's", forBob.source);
  stage.keep("at Carol's", forCarol.source);
  assert.match(forBob.headers.get("content-type") ?? "", /pkcs7-mime/);
  assert.doesNotMatch(withoutTrace(forBob.source), /carol/i);
  const inner = (await decrypt(forBob.source, stage.person("bob"))).toString();
  assert.match(readable(inner), /Are you coming\?/);
  assert.doesNotMatch(inner, /carol/i, "an answer to all cannot reach her");
  assert.equal((await recipientSerials(forBob.source)).length, 2, "Bob and Alice");
  assert.match(readable(forCarol.source), /Are you coming\?/);
  assert.equal(forCarol.headers.get("to"), "carol@demo.example");
  assert.doesNotMatch(withoutTrace(forCarol.source), /bob@/i);
  assert.notEqual(forCarol.headers.get("message-id"), forBob.headers.get("message-id"));
  const kept = await until("both are kept in Sent", async () => {
    const sent = world.maildir("alice").since(marks.sent, "Sent");
    return sent.length === 2 ? sent : null;
  });
  assert.deepEqual(kept.map((one) => one.headers.get("to")).sort(), ["bob@demo.example", "carol@demo.example"]);
  return `Bob's names ${forBob.headers.get("to")}, Carol's ${forCarol.headers.get("to")} as ${forCarol.headers.get("content-type")?.split(";")[0]}; both in Sent`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function askAgain(stage) {
  const carol = stage.world.maildir("carol");
  const before = carol.mark();
  const { compose, panel } = await tryToSend(stage, "Asked anew");
  assert.match(await panel.text("#recipients"), /carol@demo\.example/);
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  assert.deepEqual(carol.since(before), []);
  await compose.discard();
  return "what was confirmed for one message holds for no other";
}

/**
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

/** @param {Buffer|string} source Its text, which is encoded as a whole. */
function readable(source) {
  const [head, ...body] = source.toString("latin1").split(/\r?\n\r?\n/);
  return /^Content-Transfer-Encoding: base64/im.test(head) ? Buffer.from(body.join(""), "base64").toString() : body.join("\n\n");
}

/** @param {Buffer} source Without what servers wrote into it. */
function withoutTrace(source) {
  return source.toString("latin1").replace(/^(Received|X-Original-To|Delivered-To|Return-Path):.*(\r?\n[ \t].*)*/gim, "");
}

import assert from "node:assert/strict";
import { run, until } from "../driver/processes.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { decrypt, recipientSerials, sign, verify } from "../world/openssl.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Send later and blind copies",
  tests: [
    ["send later keeps the message encrypted in the Outbox, and it is delivered encrypted", sendLater],
    ["a blind recipient gets a message of their own, unnamed to the others", sendBlindCopy],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function sendLater(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const subject = "For tomorrow";
  const compose = await stage.session.write();
  await compose.write({ to: [stage.person("bob").address], subject, text: "This can wait until tomorrow." });
  await compose.encrypt();
  await compose.sign();
  await compose.sendLater();
  await compose.closes();
  const waiting = await until("the message in the Outbox", () => stage.mail.outbox());
  stage.keep("in the Outbox", waiting);
  assert.match(waiting, /^Content-Type: application\/pkcs7-mime/im);
  assert.ok(!waiting.includes("This can wait"));
  assert.equal(bob.since(before).length, 0, "nothing may be sent yet");
  await stage.photograph("in the Outbox");
  await stage.mail.sendUnsent();
  const received = await bob.awaitsNew("the message at Bob's", before);
  const { content } = await verify(await decrypt(received.source, stage.person("bob")), stage.world.people.authority);
  assert.match(content, /This can wait until tomorrow\./);
  return "application/pkcs7-mime in the Outbox and at Bob's, where openssl decrypted and verified it";
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendBlindCopy(stage) {
  await meetDora(stage);
  const { world } = stage;
  const sentBefore = world.maildir("alice").mark("Sent");
  const marks = { bob: world.maildir("bob").mark(), dora: world.maildir("dora").mark() };
  const subject = "Between us";
  const compose = await stage.session.write();
  await compose.write({ to: [stage.person("bob").address], bcc: [stage.person("dora").address], subject, text: "Dora knows as well." });
  await compose.encrypt();
  await compose.clickSend();
  await compose.closes();
  const [forBob, forDora] = await Promise.all(
    /** @type {const} */ (["bob", "dora"]).map((name) => world.maildir(name).awaitsNew(`the message at ${name}'s`, marks[name])),
  );
  stage.keep("at Bob's", forBob.source);
  stage.keep("at Dora's", forDora.source);
  for (const message of [forBob, forDora]) {
    assert.equal(message.headers.get("bcc"), undefined, "no Bcc field may arrive");
  }
  const serials = await Promise.all(["alice", "bob", "dora"].map((name) => serialOf(stage.person(name).certificate)));
  const [alice, bob, dora] = serials;
  assert.deepEqual((await recipientSerials(forBob.source)).sort(), [alice, bob].sort(), "Bob's copy names Bob and Alice only");
  assert.deepEqual((await recipientSerials(forDora.source)).sort(), [alice, dora].sort(), "Dora's copy names Dora and Alice only");
  assert.doesNotMatch(forBob.source.toString().replace(/^(Received|X-Original-To|Delivered-To):.*$/gim, ""), /dora/i);
  for (const [message, name] of /** @type {const} */ ([[forBob, "bob"], [forDora, "dora"]])) {
    await decrypt(message.source, stage.person(name));
  }
  assert.equal(world.maildir("bob").since(marks.bob).length, 1);
  const copy = await world.maildir("alice").awaitsNew("the copy in Sent", sentBefore, { mailbox: "Sent" });
  assert.ok(!(await recipientSerials(copy.source)).includes(dora), "the copy in Sent is the visible one");
  return "two messages: Bob's encrypted to Bob and Alice, Dora's to Dora and Alice; no Bcc field delivered";
}

/**
 * Has Dora's certificate collected from a signed mail of hers.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function meetDora(stage) {
  const subject = "Hello from Dora";
  const entity = await sign(plainPart("My certificate comes with this."), stage.person("dora"));
  await stage.world.deliver("dora", ["alice"], header({ from: "dora", subject }) + entity);
  await stage.mail.openMessage({ subject });
  await stage.mail.badgeSays("valid");
}

/** @param {string} certificate */
async function serialOf(certificate) {
  const { stdout } = await run("openssl", ["x509", "-in", certificate, "-noout", "-serial"]);
  return stdout.toString().trim().split("=")[1].toLowerCase();
}

import assert from "node:assert/strict";
import { idOf } from "../world/maildir.mjs";
import { decrypt, verify } from "../world/openssl.mjs";

const SUBJECT = "Thursday it is";
const TEXT = "Dear Bob,\nThursday suits me. The usual place at noon?\nAlice";

/** @type {import("../world/maildir.mjs").StoredMessage} */
let copy;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Alice answers encrypted and signed, with one click on encrypt and one on Send",
  tests: [
    ["one click on the button turns encryption on", turnEncryptionOn],
    ["the SMTP server got application/pkcs7-mime, and openssl with Bob's key reads it and verifies Alice", sendEncrypted],
    ["the copy in Sent is encrypted, and Alice can read it", readSentCopy],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function turnEncryptionOn(stage) {
  const compose = await stage.session.write();
  const before = await compose.encryptButton();
  await compose.clickEncrypt();
  const after = await compose.encryptButtonChangesFrom(before);
  await stage.photograph("on");
  await compose.discard();
  return `"${before.label}" became "${after.label}" (${after.title})`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendEncrypted(stage) {
  const [bob, alice] = [stage.world.maildir("bob"), stage.world.maildir("alice")];
  const [before, sentBefore] = [bob.mark(), alice.mark("Sent")];
  const compose = await stage.session.write();
  await compose.write({ to: [stage.person("bob").address], subject: SUBJECT, text: TEXT });
  await compose.encrypt();
  await compose.sign();
  await stage.photograph("before sending");
  await compose.clickSend();
  await compose.closes();
  const received = await bob.awaitsNew("Alice's message at Bob's", before);
  stage.keep("as the SMTP server got it", received.source);
  const type = received.headers.get("content-type") ?? "";
  assert.match(type, /^application\/pkcs7-mime; .*smime-type="?(enveloped-data|authEnveloped-data)/i);
  assert.ok(!received.source.includes("Thursday suits me"), "the text must not be readable on the way");
  const inner = await decrypt(received.source, stage.person("bob"));
  stage.keep("decrypted by openssl", inner);
  const { content, addresses } = await verify(inner, stage.world.people.authority);
  assert.ok(content.includes("Thursday suits me. The usual place at noon?"), content);
  assert.ok(addresses.includes(stage.person("alice").address), `signed by ${addresses}`);
  copy = await alice.awaitsNew("the copy in Sent", sentBefore, { mailbox: "Sent" });
  return `${type.split(";")[0]}; openssl decrypted it as Bob and verified the signature of ${addresses}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function readSentCopy(stage) {
  assert.ok(copy, "nothing was sent");
  stage.keep("copy in Sent", copy.source);
  assert.match(copy.headers.get("content-type") ?? "", /^application\/pkcs7-mime;/i);
  assert.ok(!copy.source.includes("Thursday suits me"));
  await stage.mail.openMessage({ id: idOf(copy) }, { folder: "Sent" });
  await stage.mail.shows("Thursday suits me. The usual place at noon?");
  const badge = await stage.mail.badgeSays("valid", { encrypted: true });
  return `stored as application/pkcs7-mime, shown in clear, badge "${badge.label}"`;
}

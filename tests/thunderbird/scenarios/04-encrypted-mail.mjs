import assert from "node:assert/strict";
import { header, htmlWithAttachment } from "../world/letters.mjs";
import { encrypt, sign } from "../world/openssl.mjs";

const SUBJECT = "The table is booked";
const ATTACHMENT = { name: "reservation.txt", content: "Table 7, Thursday, noon, two persons.\n" };

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Bob's encrypted and signed mail with HTML and an attachment",
  tests: [
    ["text and markup are shown in the message pane", showText],
    ["the attachment is listed by Thunderbird and has its content", showAttachment],
    ["badge and panel say: encrypted, signed by Bob", showVerdict],
  ],
};

/** @param {import("../world/world.mjs").World} world */
export async function deliverEncrypted(world) {
  const entity = htmlWithAttachment("<p>Dear Alice, <b>table seven</b> is ours.</p>", ATTACHMENT);
  const signed = await sign(entity, world.people.get("bob"));
  const message = header({ from: "bob", subject: SUBJECT }) + (await encrypt(signed, [world.people.get("alice")]));
  await world.deliver("bob", ["alice"], message);
  return message;
}

/** @param {import("../stage.mjs").Stage} stage */
async function showText(stage) {
  const message = await deliverEncrypted(stage.world);
  assert.ok(!message.includes("table seven"));
  stage.keep("from Bob", message);
  await stage.mail.openMessage({ subject: SUBJECT });
  const text = await stage.mail.shows("table seven is ours.");
  const bold = await stage.thunderbird.read("body", (view) => view.document.querySelector("b")?.textContent ?? "");
  assert.equal(bold, "table seven", "HTML must be rendered as such");
  return `"${text.trim().split("\n").at(-1)}", with its markup`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function showAttachment(stage) {
  await stage.mail.openMessage({ subject: SUBJECT });
  await stage.mail.shows("table seven is ours.");
  const names = await stage.mail.attachments();
  assert.deepEqual(names, [ATTACHMENT.name]);
  const content = await stage.mail.attachmentContent(0);
  assert.equal(content, ATTACHMENT.content);
  return `${names.join()}, ${content.length} bytes as Bob wrote them`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function showVerdict(stage) {
  await stage.mail.openMessage({ subject: SUBJECT });
  const badge = await stage.mail.badgeSays("valid", { encrypted: true });
  const panel = await stage.session.verdictPanel();
  const words = await panel.text();
  await stage.photograph("panel");
  assert.match(words, /Bob Example/);
  assert.match(words, /encrypt/i);
  await stage.session.closePanels();
  return `badge "${badge.label}", panel "${words.split("\n")[0]}"`;
}

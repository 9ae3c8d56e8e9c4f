import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { autoSave, filled, openWith } from "../driver/draft-window.mjs";
import { until } from "../driver/processes.mjs";
import { inWords, strainOf } from "../watch/strain.mjs";
import { idOf } from "../world/maildir.mjs";
import { decrypt } from "../world/openssl.mjs";

const MEGA = 1_000_000;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Large attachments",
  tests: [
    ["25 MB are sent encrypted, with progress, and arrive as they were", (stage) => send(stage, 25)],
    ["the copy of 25 MB is read from memory, and its attachment is whole", read],
    ["100 MB are sent encrypted, with progress, and arrive as they were", (stage) => send(stage, 100)],
    ["Cancel while 100 MB are protected: nothing is sent, the window has everything", cancel],
    ["a draft with 5 MB is stored, reopened, and sent from memory", sendReopened],
  ],
};

/** @type {Map<number, import("../world/maildir.mjs").StoredMessage>} */
const copies = new Map();

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {number} megabytes
 */
async function send(stage, megabytes) {
  const [bob, alice] = [stage.world.maildir("bob"), stage.world.maildir("alice")];
  const [before, sentBefore] = [bob.mark(), alice.mark("Sent")];
  const { compose, file } = await write(stage, megabytes);
  /** @type {{ done: number, status: string }[]} */
  const progress = [];
  const strain = await strainOf(stage.thunderbird, async () => {
    await compose.clickSend();
    await until("the message is sent", async () => {
      if (!(await compose.isOpen())) {
        return true;
      }
      progress.push(await shownProgress(stage));
      return null;
    }, { timeout: 500_000, every: 60 });
  });
  await stage.thunderbird.toMain();
  const received = await bob.awaitsNew("the message at Bob's", before, { timeout: 300_000 });
  const inner = Buffer.from(await decrypt(received.source, stage.person("bob")));
  assert.equal(digest(attachmentIn(inner)), digest(readFileSync(file)), "the attachment must arrive as it was");
  copies.set(megabytes, await alice.awaitsNew("the copy in Sent", sentBefore, { mailbox: "Sent", timeout: 300_000 }));
  rmSync(file);
  const steps = new Set(progress.filter(({ status }) => status.startsWith("Protecting")).map(({ done }) => done));
  assert.ok(steps.size >= 2, `progress was shown as ${progress.map(({ done, status }) => `${done} ${status}`).join()}`);
  return `${inWords(strain)}; protecting shown in ${steps.size} steps; openssl as Bob finds the same ${megabytes} MB`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function cancel(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const { compose, file } = await write(stage, 100);
  await compose.clickSend();
  const progress = await until("the progress window", () => stage.thunderbird.windowWhere(() => document.documentURI.endsWith("/sendProgress.xhtml")));
  await until("some of it is protected", async () => ((await shownProgress(stage)).done > 5 || null), { timeout: 200_000 });
  await stage.photograph("protecting");
  await stage.thunderbird.switchTo(progress);
  await stage.thunderbird.clickCancel();
  await stage.thunderbird.toMain();
  await compose.focus();
  await until("the window is free again", () => stage.thunderbird.chrome(() => (window.gWindowLocked ? null : true)), { timeout: 120_000 });
  const state = await stage.thunderbird.chrome(() => ({
    attachments: [.../** @type {any} */ (document.getElementById("attachmentBucket")).itemChildren].map(({ attachment }) => attachment.name),
    subject: /** @type {any} */ (document.getElementById("msgSubject")).value,
  }));
  assert.deepEqual(state, { attachments: ["large-100.bin"], subject: "100 MB" });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  assert.deepEqual(bob.since(before), []);
  await compose.discard();
  rmSync(file);
  return "cancelled in the middle: nothing delivered; subject and attachment are in the window, which can be used";
}

/** @param {import("../stage.mjs").Stage} stage */
async function read(stage) {
  const copy = copies.get(25);
  assert.ok(copy, "nothing was sent");
  const strain = await strainOf(stage.thunderbird, async () => {
    await stage.mail.openMessage({ id: idOf(copy) }, { folder: "Sent" });
    await until("the message is shown", async () => ((await stage.mail.bodyText()).includes("Please find it attached") ? true : null), { timeout: 300_000 });
  });
  assert.deepEqual(await stage.mail.attachments(), ["large-25.bin"]);
  const content = await stage.mail.attachmentContent(0);
  assert.equal(content.length, 25 * MEGA);
  return inWords(strain);
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendReopened(stage) {
  const [bob, alice] = [stage.world.maildir("bob"), stage.world.maildir("alice")];
  const [before, draftsBefore] = [bob.mark(), alice.mark("Drafts")];
  const { compose, file } = await write(stage, 5);
  const wanted = digest(readFileSync(file));
  const saving = await strainOf(stage.thunderbird, () => autoSave(compose));
  const draft = await alice.awaitsNew("the draft", draftsBefore, { mailbox: "Drafts" });
  await compose.discard();
  rmSync(file);
  await stage.mail.openMessage({ id: idOf(draft) }, { folder: "Drafts" });
  const again = await filled(await openWith(stage, "cmd_editDraftMsg"));
  await again.clickSend();
  await again.closes(300_000);
  const received = await bob.awaitsNew("the message at Bob's", before, { timeout: 300_000 });
  const inner = Buffer.from(await decrypt(received.source, stage.person("bob")));
  assert.equal(digest(attachmentIn(inner)), wanted);
  return `saving: ${inWords(saving)}; the file was gone when the reopened draft was sent, and openssl as Bob finds the same 5 MB`;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {number} megabytes
 */
async function write(stage, megabytes) {
  const file = `${stage.world.home}/large-${megabytes}.bin`;
  writeFileSync(file, randomBytes(megabytes * MEGA));
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome(() => Services.prefs.setIntPref("mailnews.message_warning_size", 0));
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example"], subject: `${megabytes} MB`, text: "Please find it attached." });
  await stage.thunderbird.chrome(async (path) => {
    const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
    attachment.url = `file://${path}`;
    attachment.name = path.split("/").at(-1);
    await window.AddAttachments([attachment]);
  }, file);
  await compose.encrypt();
  return { compose, file };
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @returns {Promise<{ done: number, status: string }>} Per cent and words of the progress window; 0 while there is none.
 */
async function shownProgress(stage) {
  await stage.thunderbird.behindScenes();
  return stage.thunderbird.chrome(() => {
    for (const one of Services.wm.getEnumerator(null)) {
      if (one.document.documentURI.endsWith("/sendProgress.xhtml")) {
        const meter = one.document.getElementById("dialog.progress");
        const done = Math.round((100 * Number(meter?.value ?? 0)) / Number(meter?.max || 100));
        return { done, status: one.document.getElementById("dialog.status")?.getAttribute("value") ?? "" };
      }
    }
    return { done: 0, status: "" };
  });
}

/** @param {Buffer} message */
function attachmentIn(message) {
  const start = message.indexOf("filename=");
  const body = message.indexOf("\r\n\r\n", start) + 4;
  return Buffer.from(message.subarray(body, message.indexOf("\r\n--", body)).toString("latin1"), "base64");
}

/** @param {Buffer} bytes */
function digest(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

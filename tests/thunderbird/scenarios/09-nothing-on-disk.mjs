import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { attachText, autoSave, filled, letterIn, openWith } from "../driver/draft-window.mjs";
import { Session } from "../driver/session.mjs";
import { header, htmlWithAttachment, plainPart } from "../world/letters.mjs";
import { idOf } from "../world/maildir.mjs";
import { encrypt, sign } from "../world/openssl.mjs";
import { searchDisk } from "../watch/disk.mjs";
import { Marker } from "../watch/marker.mjs";
import { WriteTrace } from "../watch/write-trace.mjs";

const open = new Marker("unprotectedword");
const sent = new Marker("confidentialsent");
const read = new Marker("confidentialread");
const draft = new Marker("confidentialdraft");
const passedOn = new Marker("confidentialforward");

/** @type {Awaited<ReturnType<WriteTrace["read"]>>} */
let recorded;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "The text of encrypted mail never touches the disk",
  tests: [
    ["a Thunderbird with every write recorded sends and reads encrypted mail", playTraced],
    ["the recording does see the text of an unencrypted message on its way through a file", seeControl],
    ["no write holds the text of the message that was sent encrypted", seeNothingSent],
    ["no write holds the text of the message that was read", seeNothingRead],
    ["no write holds the text or the attachment of the draft that was saved, reopened and saved again", () => seeNothingOf(draft)],
    ["no write holds the text or the attachment of the message that was forwarded inline", () => seeNothingOf(passedOn)],
    ["no file below profile, home and temporary directory holds any of these texts afterwards", searchFiles],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function playTraced(stage) {
  await stage.session.end();
  const trace = new WriteTrace(`${stage.world.folder}/writes.strace`);
  try {
    await playWith(stage, trace);
    await stage.session.end();
    recorded = await trace.read([open, sent, read, draft, passedOn]);
  } finally {
    await restart(stage);
  }
  assert.ok(recorded.writes > 100, `only ${recorded.writes} writes recorded`);
  assert.equal(recorded.truncated, 0, "every write must be recorded whole");
  const keystore = [...recorded.files].filter((path) => path.startsWith(stage.world.home) && path.includes("/smime-bridge/"));
  assert.ok(keystore.length, "the host's own writes must be among them");
  const size = statSync(trace.file).size;
  return `${recorded.writes} writes into ${recorded.files.size} files recorded by strace (${Math.round(size / 1e6)} MB), the host's own among them`;
}

/**
 * Sends one message in the open, one encrypted, and reads both the copy of that and an encrypted answer.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {WriteTrace} trace
 */
async function playWith(stage, trace) {
  stage.session = new Session(stage.world, {
    display: stage.display, log: `${stage.out}/thunderbird-traced.log`, prefix: trace.prefix,
  });
  await stage.session.start();
  await stage.session.addonReady();
  await send(stage, "Open letter", open.word, { encrypted: false });
  const copy = await send(stage, "Sealed letter", sent.word, { encrypted: true });
  await stage.mail.openMessage({ id: idOf(copy) }, { folder: "Sent" });
  await stage.mail.shows(sent.word);
  const entity = await sign(plainPart(`${read.word}\n`.repeat(20)), stage.person("bob"));
  const message = header({ from: "bob", subject: "Sealed answer" }) + (await encrypt(entity, [stage.person("alice")]));
  await stage.world.deliver("bob", ["alice"], message);
  await stage.mail.openMessage({ subject: "Sealed answer" });
  await stage.mail.shows(read.word);
  await stage.photograph("shown");
  await saveAndReopen(stage);
  await forward(stage);
}

/**
 * Saves a message that is to be encrypted as Thunderbird does by itself, reopens it with its attachment, and saves it again.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function saveAndReopen(stage) {
  const alice = stage.world.maildir("alice");
  let before = alice.mark("Drafts");
  const compose = await stage.session.write();
  await compose.write({ to: [stage.person("bob").address], subject: "Sealed draft", text: `${draft.word}\n`.repeat(5) });
  await compose.encrypt();
  await attachText(compose, "draft.txt", `${draft.word}\n`);
  await autoSave(compose);
  const stored = await alice.awaitsNew("the draft", before, { mailbox: "Drafts" });
  await compose.discard();
  await stage.mail.openMessage({ id: idOf(stored) }, { folder: "Drafts" });
  const again = await filled(await openWith(stage, "cmd_editDraftMsg"));
  const { text, attachments } = await letterIn(again);
  assert.ok(text.includes(draft.word) && attachments[0].content.includes(draft.word));
  before = alice.mark("Drafts");
  await autoSave(again);
  await alice.awaitsNew("the draft again", before, { mailbox: "Drafts" });
  await again.discard();
}

/** @param {import("../stage.mjs").Stage} stage */
async function forward(stage) {
  const entity = htmlWithAttachment(`<p>${passedOn.word}</p>`, { name: "pass-on.txt", content: `${passedOn.word}\n` });
  const message = header({ from: "bob", subject: "To be passed on" }) + (await encrypt(entity, [stage.person("alice")]));
  await stage.world.deliver("bob", ["alice"], message);
  await stage.mail.openMessage({ subject: "To be passed on" });
  await stage.mail.shows(passedOn.word);
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const compose = await filled(await openWith(stage, "cmd_forwardInline"));
  await compose.write({ to: [stage.person("bob").address] });
  await compose.clickSend();
  await compose.closes();
  assert.ok(!passedOn.isIn((await bob.awaitsNew("the forwarded message", before)).source));
}

/** @param {import("../stage.mjs").Stage} stage */
async function seeControl(stage) {
  const paths = pathsOf(open);
  const temporary = paths.filter((path) => path.startsWith(stage.world.temporary));
  assert.ok(temporary.length, `seen in: ${paths.join(", ") || "nothing"}`);
  return `seen in ${temporary.map((path) => path.replace(stage.world.folder, "…")).join(", ")}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function seeNothingSent(stage) {
  assert.deepEqual(pathsOf(sent), []);
  return `0 of ${recorded.writes} writes; ${sharedMail(stage)}`;
}

async function seeNothingRead() {
  return seeNothingOf(read);
}

/** @param {Marker} marker */
async function seeNothingOf(marker) {
  assert.deepEqual(pathsOf(marker), []);
  return `0 of ${recorded.writes} writes`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function searchFiles({ world }) {
  const folders = [world.profile, world.home, world.temporary];
  const control = searchDisk(folders, open);
  const results = [sent, read, draft, passedOn].map((marker) => searchDisk(folders, marker));
  assert.deepEqual(results.flatMap((one) => one.found), []);
  return `0 of ${results[0].files} files (the unencrypted one is in ${control.found.length})`;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 * @param {string} word
 * @param {{encrypted: boolean}} options
 */
async function send(stage, subject, word, { encrypted }) {
  const [bob, alice] = [stage.world.maildir("bob"), stage.world.maildir("alice")];
  const [before, sentBefore] = [bob.mark(), alice.mark("Sent")];
  const compose = await stage.session.write();
  await compose.write({ to: [stage.person("bob").address], subject, text: `${word}\n`.repeat(5) });
  if (encrypted) {
    await compose.encrypt();
    await compose.sign();
  }
  await compose.clickSend();
  await compose.closes(60_000);
  const received = await bob.awaitsNew(subject, before);
  assert.equal(received.source.includes(word), !encrypted);
  return alice.awaitsNew(`${subject} in Sent`, sentBefore, { mailbox: "Sent" });
}

/**
 * A Thunderbird without the recording for what follows.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function restart(stage) {
  await stage.session.end();
  stage.session = new Session(stage.world, { display: stage.display, log: `${stage.out}/thunderbird.log` });
  await stage.session.start();
  await stage.session.addonReady();
}

/** @param {Marker} marker */
function pathsOf(marker) {
  return [...new Set(recorded.found.filter((one) => one.marker === marker.word).map((one) => one.path))];
}

/**
 * Files mapped writable are SQLite's indexes of its logs and the like: none may be a message or a temporary file.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
function sharedMail({ world }) {
  const mapped = [...recorded.shared].filter((path) => path.startsWith(world.folder) && !path.endsWith("-shm"));
  assert.deepEqual(mapped.filter((path) => path.startsWith(world.temporary)), []);
  return `${mapped.length} files of the world mapped writable${mapped.length ? `: ${mapped.map((path) => path.split("/").at(-1)).join(", ")}` : ""}`;
}

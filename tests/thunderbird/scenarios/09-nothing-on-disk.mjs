import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { Session } from "../driver/session.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { idOf } from "../world/maildir.mjs";
import { encrypt, sign } from "../world/openssl.mjs";
import { searchDisk } from "../watch/disk.mjs";
import { Marker } from "../watch/marker.mjs";
import { WriteTrace } from "../watch/write-trace.mjs";

const open = new Marker("unprotectedword");
const sent = new Marker("confidentialsent");
const read = new Marker("confidentialread");

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
    ["no file below profile, home and temporary directory holds either text afterwards", searchFiles],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function playTraced(stage) {
  await stage.session.end();
  const trace = new WriteTrace(`${stage.world.folder}/writes.strace`);
  try {
    await playWith(stage, trace);
    await stage.session.end();
    recorded = await trace.read([open, sent, read]);
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
  assert.deepEqual(pathsOf(read), []);
  return `0 of ${recorded.writes} writes`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function searchFiles({ world }) {
  const folders = [world.profile, world.home, world.temporary];
  const control = searchDisk(folders, open);
  const results = [sent, read].map((marker) => searchDisk(folders, marker));
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

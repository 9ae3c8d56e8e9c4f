import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { autoSave, bars, clickBar, enrich, filled, letterIn, openWith } from "../driver/draft-window.mjs";
import { HostProcess } from "../driver/host-process.mjs";
import { until } from "../driver/processes.mjs";
import { Session } from "../driver/session.mjs";
import { idOf } from "../world/maildir.mjs";
import { decrypt, recipientSerials } from "../world/openssl.mjs";

const SUBJECT = "The plan for the lighthouse";
const TEXT = "Nobody but us may read this yet.";

/** @type {import("../driver/draft-window.mjs").Letter} */
let written;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Drafts of messages that are to be encrypted (IMAP)",
  tests: [
    ["the first automatic copy is encrypted to its writer alone, and its subject is hidden", saveByItself],
    ["reopened with everything, saved again, Thunderbird killed, reopened: nothing is lost", reopenKillReopen],
    ["with the host gone the window says so, saves nothing, and is filled at the second try", reopenWithoutHost],
    ["a draft for plain text comes back as plain text", reopenPlainText],
    ["switching encryption on replaces a draft that was stored unencrypted", replaceClearDraft],
    ["without an own certificate the user decides once: nothing is stored before", decideWithoutCertificate],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function saveByItself(stage) {
  const alice = stage.world.maildir("alice");
  const before = alice.mark("Drafts");
  const file = `${stage.world.home}/tide-table.txt`;
  writeFileSync(file, "High water at noon.\n");
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example"], bcc: ["dora@demo.example"], subject: SUBJECT, text: TEXT });
  await enrich(compose, { file, cc: "carol@demo.example", replyTo: "office@demo.example" });
  await compose.encrypt();
  await compose.sign();
  written = await letterIn(compose);
  await autoSave(compose);
  const draft = await alice.awaitsNew("the draft", before, { mailbox: "Drafts" });
  stage.keep("draft", draft.source);
  assert.match(draft.headers.get("content-type") ?? "", /^application\/pkcs7-mime; smime-type=enveloped-data/);
  assert.equal(draft.headers.get("subject"), "[...]");
  for (const field of ["x-mozilla-draft-info", "x-identity-key", "fcc", "bcc"]) {
    assert.ok(draft.headers.get(field), `${field} must stay outside for Thunderbird`);
  }
  assert.ok(!/lighthouse|Nobody but us|tide-table|sign=/.test(draft.source.toString()), "nothing of the content may be readable");
  assert.equal((await recipientSerials(draft.source)).length, 1, "it is encrypted to one key only");
  const inner = (await decrypt(draft.source, stage.person("alice"))).toString();
  stage.keep("draft decrypted by openssl", inner);
  assert.match(inner, /^Subject: The plan for the lighthouse\r?$/m);
  assert.doesNotMatch(inner, /^(Bcc|X-Mozilla-[\w-]+|X-Identity-Key|Fcc):/im);
  await compose.discard();
  return `application/pkcs7-mime for one key, subject "[...]", openssl as Alice reads ${inner.length} bytes with the subject inside`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function reopenKillReopen(stage) {
  const first = await reopen(stage, draftOf(stage));
  await stage.photograph("reopened");
  assert.deepEqual(comparable(await letterIn(first)), comparable(written));
  assert.ok(!(await stage.thunderbird.chrome(() => window.gSendEncrypted)), "Thunderbird's own encryption has nothing to do here");
  const before = stage.world.maildir("alice").mark("Drafts");
  await autoSave(first);
  const saved = await stage.world.maildir("alice").awaitsNew("the draft saved again", before, { mailbox: "Drafts" });
  await restartAfterKill(stage);
  const second = await reopen(stage, saved);
  assert.deepEqual(comparable(await letterIn(second)), comparable(written));
  await second.discard();
  return `body with markup and picture, ${written.attachments.length} attachment, To, Cc, Bcc, Reply-To, subject, priority, receipt and both switches as written`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function reopenWithoutHost(stage) {
  const draft = draftOf(stage);
  await show(stage, draft);
  const host = await HostProcess.of(stage.world.home, stage.host);
  host.freeze();
  const opening = openWith(stage, "cmd_editDraftMsg");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  host.kill();
  const compose = await opening;
  const told = await until("the window says why it is empty", async () => (await bars(compose)).find((one) => one.includes("smime-bridge ended")));
  await stage.photograph("told");
  const before = stage.world.maildir("alice").mark("Drafts");
  await autoSave(compose);
  assert.deepEqual(stage.world.maildir("alice").since(before, "Drafts"), [], "nothing may be saved");
  assert.deepEqual(draftOf(stage).source, draft.source, "the draft must be what it was");
  await clickBar(compose, "Try again");
  await filled(compose);
  assert.deepEqual(comparable(await letterIn(compose)), comparable(written));
  await compose.discard();
  return `"${told}"; automatic saving left the draft alone; the second try filled the window`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function reopenPlainText(stage) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome(() => Services.prefs.setBoolPref("mail.identity.id1.compose_html", false));
  try {
    const alice = stage.world.maildir("alice");
    const before = alice.mark("Drafts");
    const compose = await stage.session.write();
    await compose.write({ to: ["bob@demo.example"], subject: "Plain plan", text: "First line\n\nthird line" });
    await compose.encrypt();
    const plain = await letterIn(compose);
    await autoSave(compose);
    const draft = await alice.awaitsNew("the draft", before, { mailbox: "Drafts" });
    await compose.discard();
    const again = await reopen(stage, draft);
    const letter = await letterIn(again);
    await again.discard();
    assert.equal(letter.html, false);
    assert.deepEqual(letter, plain);
    return `the editor is for plain text again: ${JSON.stringify(letter.text)}`;
  } finally {
    await stage.thunderbird.toMain();
    await stage.thunderbird.chrome(() => Services.prefs.clearUserPref("mail.identity.id1.compose_html"));
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function replaceClearDraft(stage) {
  const alice = stage.world.maildir("alice");
  const before = alice.mark("Drafts");
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example"], subject: "Second thoughts", text: "This began in the open." });
  await autoSave(compose);
  const clear = await alice.awaitsNew("the unencrypted draft", before, { mailbox: "Drafts" });
  assert.match(clear.source.toString(), /This began in the open/);
  await compose.encrypt();
  const left = await until("only an encrypted draft is left", () => {
    const valid = alice.since(before, "Drafts").filter(({ file }) => !/:2,[A-Z]*T/.test(file));
    return valid.length === 1 && !valid[0].source.includes("This began in the open") ? valid[0] : null;
  });
  assert.match(left.headers.get("content-type") ?? "", /^application\/pkcs7-mime/);
  await compose.discard();
  return "one click on the button: the draft in the folder is encrypted, the former one deleted";
}

/** @param {import("../stage.mjs").Stage} stage */
async function decideWithoutCertificate(stage) {
  const alice = stage.world.maildir("alice");
  const before = alice.mark("Drafts");
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example"], subject: "Nobody's certificate", text: "From an address without a certificate." });
  await compose.encrypt();
  await compose.focus();
  await stage.thunderbird.chrome(() => {
    window.MakeFromFieldEditable(true);
    /** @type {any} */ (document.getElementById("msgIdentity")).value = "Alice Elsewhere <elsewhere@demo.example>";
  });
  await autoSave(compose);
  const asked = await until("the bar asks", async () => (await bars(compose)).find((one) => one.includes("elsewhere@demo.example")));
  await stage.photograph("asked");
  assert.deepEqual(alice.since(before, "Drafts"), [], "nothing is stored before the user decides");
  await clickBar(compose, "Do not save it automatically");
  await autoSave(compose);
  assert.deepEqual(alice.since(before, "Drafts"), []);
  await compose.focus();
  await stage.thunderbird.chrome(() => void setTimeout(() => window.goDoCommand("cmd_saveAsDraft")));
  const told = await stage.thunderbird.alertText();
  await stage.thunderbird.acceptAlert();
  await clickBar(compose, "unencrypted");
  const draft = await alice.awaitsNew("the unencrypted draft", before, { mailbox: "Drafts" });
  assert.match(draft.source.toString(), /From an address without a certificate/);
  await compose.discard();
  return `"${asked}"; nothing stored until decided; saving by hand told "${told.split("\n")[0]}"; then stored as the user chose`;
}

/** @param {import("../stage.mjs").Stage} stage */
function draftOf(stage) {
  const drafts = stage.world.maildir("alice").list("Drafts").filter(({ file }) => !/:2,[A-Z]*T/.test(file));
  const draft = drafts.findLast(({ source }) => source.includes("Cc: carol@demo.example"));
  assert.ok(draft, "the draft is in its folder");
  return draft;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../world/maildir.mjs").StoredMessage} draft
 */
async function show(stage, draft) {
  await stage.mail.openMessage({ id: idOf(draft) }, { folder: "Drafts" });
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../world/maildir.mjs").StoredMessage} draft
 */
async function reopen(stage, draft) {
  await show(stage, draft);
  return filled(await openWith(stage, "cmd_editDraftMsg"));
}

/**
 * A letter as it can be told from another: a picture keeps its content, not its address.
 *
 * @param {import("../driver/draft-window.mjs").Letter} letter
 */
function comparable(letter) {
  return { ...letter, text: letter.text.replace(/\s+/g, " ") };
}

/** @param {import("../stage.mjs").Stage} stage */
async function restartAfterKill(stage) {
  stage.thunderbird.process?.child.kill("SIGKILL");
  await stage.thunderbird.process?.ended;
  stage.session = new Session(stage.world, { display: stage.display, log: `${stage.out}/thunderbird.log` });
  await stage.session.start();
  await stage.session.addonReady();
}

import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { autoSave, enrich, filled, letterIn, openWith } from "../driver/draft-window.mjs";
import { until } from "../driver/processes.mjs";
import { Session } from "../driver/session.mjs";
import { Marker } from "../watch/marker.mjs";
import { decrypt } from "../world/openssl.mjs";

const marker = new Marker("localsecret");
const SUBJECT = "Kept on this machine";
const LOCAL = "mailbox://nobody@Local%20Folders";

const LOCAL_FOLDERS = { draft_folder: `${LOCAL}/Drafts`, stationery_folder: `${LOCAL}/Templates` };

/** @type {import("../driver/draft-window.mjs").Letter} */
let written;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Drafts and templates in local folders",
  tests: [
    ["a draft in a local folder is encrypted, survives a kill, and comes back with everything", draft],
    ["a template is stored encrypted, edited, and new messages are made from it", template],
    ["a draft that another program stored unencrypted is opened as Thunderbird opens it", foreignDraft],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function draft(stage) {
  await useFolders(stage, LOCAL_FOLDERS);
  const compose = await write(stage);
  written = await letterIn(compose);
  await autoSave(compose);
  const stored = await until("the draft in the local folder", () => lastIn(stage, "Drafts"));
  stage.keep("draft", stored);
  assert.ok(!marker.isIn(Buffer.from(stored)) && !stored.includes(SUBJECT));
  assert.match((await decrypt(stored, stage.person("alice"))).toString(), new RegExp(SUBJECT));
  stage.thunderbird.process?.child.kill("SIGKILL");
  await stage.thunderbird.process?.ended;
  stage.session = new Session(stage.world, { display: stage.display, log: `${stage.out}/thunderbird.log` });
  await stage.session.start();
  await stage.session.addonReady();
  await useFolders(stage, LOCAL_FOLDERS);
  await showLast(stage, "Drafts");
  const again = await filled(await openWith(stage, "cmd_editDraftMsg"));
  await stage.photograph("reopened after the kill");
  assert.deepEqual(comparable(await letterIn(again)), comparable(written));
  await again.discard();
  return `nothing of it in clear in the folder's file; after SIGKILL the window has text, picture, ${written.attachments.length} attachment, recipients and switches`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function template(stage) {
  const compose = await write(stage);
  await stage.thunderbird.chrome(() => void setTimeout(() => window.goDoCommand("cmd_saveAsTemplate")));
  const stored = await until("the template", () => lastIn(stage, "Templates"));
  assert.ok(!marker.isIn(Buffer.from(stored)));
  await settle(stage);
  await compose.discard();
  await showLast(stage, "Templates");
  const fresh = await filled(await openWith(stage, "cmd_newMsgFromTemplate"));
  const made = await letterIn(fresh);
  await stage.photograph("made from the template");
  await fresh.discard();
  assert.deepEqual(comparable({ ...made, switches: [] }), comparable({ ...written, switches: [] }));
  assert.equal(made.switches[0], "encrypt-on");
  await showLast(stage, "Templates");
  const edited = await filled(await openWith(stage, "cmd_editTemplateMsg"));
  assert.deepEqual(comparable(await letterIn(edited)), comparable(written));
  await edited.discard();
  return "no clear text in the file; a new message from it is complete and starts encrypted; editing it brings back the switches as well";
}

/** @param {import("../stage.mjs").Stage} stage */
async function foreignDraft(stage) {
  const message = [
    "From: Alice Example <alice@demo.example>", "To: bob@demo.example", "Subject: Begun elsewhere", `Date: ${new Date().toUTCString()}`,
    "Message-ID: <elsewhere@demo.example>", "X-Unsent: 1", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", "Written in another program.", "",
  ].join("\r\n");
  const file = `${stage.world.home}/foreign.eml`;
  writeFileSync(file, message);
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome(async (path, uri) => {
    const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const source = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    source.initWithPath(path);
    await new Promise((resolve) =>
      MailServices.copy.copyFileMessage(source, MailUtils.getExistingFolder(uri), null, false, 0, "", {
        QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
        onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() {}, onStopCopy: resolve,
      }, null),
    );
  }, file, `${LOCAL}/Drafts`);
  await stage.mail.openMessage({ subject: "Begun elsewhere" }, { folder: "Drafts", local: true });
  const compose = await openWith(stage, "cmd_editDraftMsg");
  const letter = await until("the text", async () => {
    const now = await letterIn(compose);
    return now.text.includes("Written in another program.") ? now : null;
  });
  assert.equal(letter.switches[0], "encrypt-off");
  await compose.discard();
  await useFolders(stage, { draft_folder: "imap://alice@127.0.0.1/Drafts", stationery_folder: "imap://alice@127.0.0.1/Templates" });
  return `"${letter.text}", not encrypted, as before`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function write(stage) {
  const file = `${stage.world.home}/${SUBJECT.replaceAll(" ", "-")}.txt`;
  writeFileSync(file, "Nothing secret in the original.\n");
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example"], bcc: ["dora@demo.example"], subject: SUBJECT, text: marker.word });
  await enrich(compose, { file, cc: "carol@demo.example", replyTo: "office@demo.example" });
  await compose.encrypt();
  await compose.sign();
  return compose;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {Record<string, string>} folders
 */
async function useFolders(stage, folders) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((all) => {
    for (const [name, uri] of Object.entries(all)) {
      Services.prefs.setCharPref(`mail.identity.id1.${name}`, uri);
    }
  }, folders);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} folder
 * @returns {?string} The last message of a local folder, as its file has it.
 */
function lastIn(stage, folder) {
  const file = `${stage.world.profile}/Mail/Local Folders/${folder}`;
  const messages = existsSync(file) ? readFileSync(file, "latin1").split(/^From .*\r?\n/m).filter(Boolean) : [];
  const last = messages.at(-1)?.replace(/^X-Mozilla-(Status2?|Keys):.*\r?\n/gm, "") ?? "";
  return last.includes("\n\n") || last.includes("\r\n\r\n") ? last : null;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} folder
 */
async function showLast(stage, folder) {
  const id = await until(`a message in ${folder}`, () => {
    const ids = [...(lastIn(stage, folder) ?? "").matchAll(/^Message-ID: <([^>]+)>/gim)];
    return ids.at(-1)?.[1] ?? null;
  });
  await stage.mail.openMessage({ id }, { folder, local: true });
}

/** @param {import("../stage.mjs").Stage} stage */
async function settle(stage) {
  await until("saving is over", () => stage.thunderbird.chrome(() => (!window.gSaveOperationInProgress && !window.gWindowLocked) || null));
}

/** @param {import("../driver/draft-window.mjs").Letter} letter */
function comparable(letter) {
  return { ...letter, text: letter.text.replace(/\s+/g, " ") };
}

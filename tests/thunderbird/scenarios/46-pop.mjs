import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ComposeStrip } from "../driver/compose-strip.mjs";
import { autoSave, filled, letterIn, openWith } from "../driver/draft-window.mjs";
import { hostCommand } from "../driver/host-command.mjs";
import { panelIn } from "../driver/message-view.mjs";
import { addPopAccount, fetchByPop, removePopAccount } from "../driver/pop-account.mjs";
import { until } from "../driver/processes.mjs";
import { Marker } from "../watch/marker.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { decrypt, encrypt, sign, verify } from "../world/openssl.mjs";
import { PASSPHRASE, issueFor } from "../world/people.mjs";
import { MAIL_PASSWORD } from "../world/world.mjs";

const USER = "home";
const ADDRESS = "home@demo.example";
const HERE = { folder: "Inbox", server: "pop3" };
const SEALED = "Fetched from the post office";
const LARGE = "Fetched in part";
const received = new Marker("popreceived");
const answered = new Marker("popanswered");
const drafted = new Marker("popdrafted");

/** @type {import("../world/people.mjs").Person} */
let owner;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "An account by POP",
  tests: [
    ["signed and encrypted mail that was fetched has its badge and its panel, and stays encrypted in the file", read],
    ["of a message that was fetched in part nothing is claimed until all of it is here", readPart],
    ["an answer leaves encrypted, and its copy is encrypted in the account's own folder", answer],
    ["a draft is stored encrypted in the account's own folder, and comes back", draft],
    ["offline, encrypted mail is read", readOffline],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function read(stage) {
  const { world } = stage;
  owner = await issueFor(world.people, { id: USER, name: "Alice at home", file: USER, days: 825 });
  const secret = `${world.people.folder}/${USER}-passphrase`;
  writeFileSync(secret, `${PASSPHRASE}\n`, { mode: 0o600 });
  await hostCommand(stage, "keys", "import", owner.pfx, "--password-file", secret);
  await addPopAccount(stage, { user: USER, address: ADDRESS, name: "Alice at home", port: world.dovecot?.popPort ?? 0, password: MAIL_PASSWORD });
  await world.deliver("bob", [USER], header({ from: "bob", to: USER, subject: "Signed, by POP" }) + (await sign(plainPart("Nothing secret."), stage.person("bob"))));
  await world.deliver("bob", [USER], header({ from: "bob", to: USER, subject: SEALED }) + (await sealed(stage, received.word)));
  await fetchByPop(stage, ["Signed, by POP", SEALED]);
  await stage.mail.openMessage({ subject: "Signed, by POP" }, HERE);
  const signed = await stage.mail.badgeSays("valid");
  await panelIn(stage, "valid");
  await stage.mail.openMessage({ subject: SEALED }, HERE);
  await stage.mail.shows(received.word);
  const badge = await stage.mail.badgeSays("valid", { encrypted: true });
  const panel = await panelIn(stage, "valid");
  await stage.photograph("read");
  const file = kept(stage, "Inbox");
  assert.match(file, new RegExp(`Subject: ${SEALED}`));
  assert.ok(!received.isIn(Buffer.from(file, "latin1")), "no clear text in the account's file");
  return `"${signed.label}", "${badge.label}" (panel "${panel}"); ${file.length} bytes in the account's Inbox without the clear text`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function readPart(stage) {
  await headersOnly(stage, true);
  try {
    await stage.world.deliver("bob", [USER], header({ from: "bob", to: USER, subject: LARGE }) + (await sealed(stage, received.word)));
    await fetchByPop(stage, [LARGE]);
    await stage.mail.openMessage({ subject: LARGE }, HERE);
    const before = await stage.mail.badgeSays("failed");
    const panel = await stage.session.verdictPanel();
    const why = await panel.text("body");
    assert.match(why, /Only a part of this message is on this computer/);
    await stage.photograph("only its header is here");
    await stage.session.closePanels();
    const shown = await stage.mail.bodyText();
    assert.match(shown, /Only a part of this message is on this computer[^]*Download the rest of the message/);
    await stage.thunderbird.read("body", (view) => view.document.querySelector("a[href^='mailbox:']").click());
    await stage.mail.shows(received.word);
    const badge = await stage.mail.badgeSays("valid", { encrypted: true });
    await stage.photograph("all of it is here");
    return `at first "${before.label}"; after "Download the rest of the message" "${badge.label}"`;
  } finally {
    await headersOnly(stage, false);
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function answer(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  await stage.mail.openMessage({ subject: SEALED }, HERE);
  await stage.mail.shows(received.word);
  const compose = await openWith(stage, "cmd_reply");
  await compose.focus();
  await until("the text is quoted", async () => ((await letterIn(compose)).text.includes(received.word) ? true : null));
  await stage.thunderbird.chrome((words) => window.GetCurrentEditor().insertText(words), answered.word);
  await new ComposeStrip(compose).says(/Encrypted, because the message that you answer was/);
  await compose.sign();
  await stage.photograph("the answer");
  await compose.clickSend();
  await compose.closes();
  const { source } = await bob.awaitsNew("the answer at Bob's", before);
  const { content, addresses } = await verify(await decrypt(source, stage.person("bob")), stage.world.people.authority);
  assert.ok(content.includes(answered.word) && content.includes(received.word));
  assert.deepEqual(addresses, [ADDRESS]);
  const copy = await until("the copy", () => lastKept(stage, "Sent"));
  assert.ok(!answered.isIn(Buffer.from(copy, "latin1")), "no clear text in the copy");
  assert.ok((await decrypt(copy, owner)).toString().includes(answered.word));
  await stage.mail.openMessage({ id: idOf(copy) }, { folder: "Sent", server: "pop3" });
  await stage.mail.shows(answered.word);
  const badge = await stage.mail.badgeSays("valid", { encrypted: true });
  await stage.photograph("the copy");
  return `openssl reads it as Bob, signed by ${addresses}; the copy in the account's Sent: "${badge.label}", in the file encrypted`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function draft(stage) {
  await stage.mail.openFolder("Inbox", { server: "pop3" });
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example"], subject: "Begun by POP", text: drafted.word });
  await compose.encrypt();
  const written = await letterIn(compose);
  assert.equal(await stage.thunderbird.chrome(() => window.gCurrentIdentity.email), ADDRESS, "the account's own address writes");
  await autoSave(compose);
  const stored = await until("the draft in the account's folder", () => lastKept(stage, "Drafts"));
  assert.ok(!drafted.isIn(Buffer.from(stored, "latin1")) && !stored.includes("Begun by POP"));
  await compose.discard();
  await stage.mail.openMessage({ id: idOf(stored) }, { folder: "Drafts", server: "pop3" });
  const again = await filled(await openWith(stage, "cmd_editDraftMsg"));
  const back = await letterIn(again);
  await stage.photograph("reopened");
  assert.deepEqual({ ...back, text: back.text.trim() }, { ...written, text: written.text.trim() });
  await again.discard();
  return `encrypted in the account's Drafts; reopened with "${back.subject}", ${back.recipients.to}, ${back.switches[0]}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function readOffline(stage) {
  await stage.thunderbird.chrome(() => void (Services.io.offline = true));
  try {
    await stage.mail.openMessage({ subject: "Signed, by POP" }, HERE);
    await stage.mail.badgeSays("valid");
    await stage.mail.openMessage({ subject: SEALED }, HERE);
    await stage.mail.shows(received.word);
    const badge = await stage.mail.badgeSays("valid", { encrypted: true });
    return `"${badge.label}"`;
  } finally {
    await stage.thunderbird.toMain();
    await stage.thunderbird.chrome(() => void (Services.io.offline = false));
    await removePopAccount(stage, ADDRESS);
    const { keys } = JSON.parse(await hostCommand(stage, "--json", "keys", "list"));
    await hostCommand(stage, "keys", "remove", keys.find((/** @type {any} */ one) => JSON.stringify(one).includes(ADDRESS)).id);
  }
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} words
 */
async function sealed(stage, words) {
  return encrypt(await sign(plainPart(words), stage.person("bob")), [owner]);
}

/**
 * Account settings: "Fetch headers only".
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {boolean} only
 */
async function headersOnly(stage, only) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((value) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.allServers.find((/** @type {any} */ one) => one.type === "pop3");
    server.QueryInterface(Ci.nsIPop3IncomingServer).headersOnly = value;
  }, only);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} folder
 * @returns {string} What the account's file of this folder holds.
 */
function kept(stage, folder) {
  const file = `${stage.world.profile}/Mail/127.0.0.1/${folder}`;
  return existsSync(file) ? readFileSync(file, "latin1") : "";
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} folder
 * @returns {?string} The last message of the file, when it is whole.
 */
function lastKept(stage, folder) {
  const last = kept(stage, folder).split(/^From .*\r?\n/m).filter(Boolean).at(-1)?.replace(/^X-Mozilla-(Status2?|Keys):.*\r?\n/gm, "") ?? "";
  return /\r?\n\r?\n/.test(last) ? last : null;
}

/** @param {string} source */
function idOf(source) {
  return /^Message-ID: <([^>]+)>/im.exec(source)?.[1] ?? "";
}

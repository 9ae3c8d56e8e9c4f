import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { ComposeStrip } from "../driver/compose-strip.mjs";
import { autoSave, filled, openWith } from "../driver/draft-window.mjs";
import { hostCommand } from "../driver/host-command.mjs";
import { until } from "../driver/processes.mjs";
import { idOf } from "../world/maildir.mjs";
import { decrypt } from "../world/openssl.mjs";
import { OtherAddon } from "../world/other-addon.mjs";

/** @type {OtherAddon} */
let addon;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Encrypted drafts keep links to uploaded files, and newsgroups",
  tests: [
    ["a linked file (FileLink) comes back as a link, and that it is not encrypted is said before Send", keepFileLink],
    ["with its service gone, the link stays a link", keepWithoutService],
    ["newsgroups come back, shown outside or hidden", keepNewsgroups],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function keepFileLink(stage) {
  addon = await new OtherAddon(stage.session).install();
  const account = await addon.addFileAccount();
  const { compose, file } = await writeWithLink(stage, account);
  const warned = await new ComposeStrip(compose).says(/a linked file is not/);
  assert.equal(warned.level, "warning");
  await stage.photograph("linked");
  const written = await linked(compose);
  assert.deepEqual([written.name, written.url, written.inBody, written.account], ["chart.txt", "https://files.demo.example/chart.txt", true, account]);
  const draft = await save(stage, compose);
  const inner = await decrypt(draft.source, stage.person("alice"));
  assert.match(inner, /^X-Mozilla-Cloud-Part: cloudFile;/m);
  assert.doesNotMatch(draft.source.toString(), /files\.demo\.example/);
  const again = await reopen(stage, draft);
  await stage.photograph("reopened");
  assert.deepEqual(await linked(again), written);
  await new ComposeStrip(again).says(/a linked file is not/);
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  await again.clickSend();
  await again.closes();
  const received = await decrypt((await bob.awaitsNew("the message at Bob's", before)).source, stage.person("bob"));
  assert.match(received, /https:\/\/files\.demo\.example\/chart\.txt/);
  assert.ok(!received.includes(Buffer.from("Here be dragons.").toString("base64")) && !received.includes("Here be dragons."), `${file} itself must not be in it`);
  return `"${warned.text}"; name, link, its place in the text and its service are as before; Bob got the link`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function keepWithoutService(stage) {
  const account = await addon.addFileAccount();
  const { compose } = await writeWithLink(stage, account);
  const written = await linked(compose);
  const draft = await save(stage, compose);
  await addon.remove();
  const again = await reopen(stage, draft);
  const now = await linked(again);
  await stage.photograph("without its service");
  assert.deepEqual(now, { ...written, account: "" });
  await again.discard();
  return `still ${now.url} under the name ${now.name}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function keepNewsgroups(stage) {
  await newsAccount(stage, true);
  try {
    for (const hidden of ["subject", "all"]) {
      await hostCommand(stage, "policy", "set", "sending.headerProtection", hidden);
      const compose = await stage.session.write();
      await compose.write({ to: ["bob@demo.example"], subject: "Also for the group", text: "Crossposted." });
      await compose.encrypt();
      await stage.thunderbird.chrome(() => window.CompFields2Recipients({ newsgroups: "demo.sailing", followupTo: "demo.talk" }));
      assert.match((await new ComposeStrip(compose).says(/newsgroup cannot be encrypted/)).text, /newsgroup/);
      await stage.photograph(`newsgroups ${hidden}`);
      const draft = await save(stage, compose);
      assert.equal(draft.headers.has("newsgroups"), hidden === "subject", `outside: ${[...draft.headers.keys()]}`);
      const again = await reopen(stage, draft);
      const groups = await stage.thunderbird.chrome(() => {
        const fields = window.GetComposeDetails();
        return [fields.newsgroups, fields.followupTo];
      });
      assert.deepEqual(groups, ["demo.sailing", "demo.talk"], hidden);
      await again.discard();
    }
    return "newsgroup and Followup-To are in the reopened window, with the header hidden and not; before Send the line says that it cannot be encrypted";
  } finally {
    await hostCommand(stage, "policy", "reset", "sending.headerProtection");
    await newsAccount(stage, false);
  }
}

/**
 * A message to Bob, to be encrypted, with a file that was uploaded and is linked to.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} account
 */
async function writeWithLink(stage, account) {
  const file = `${stage.world.home}/chart.txt`;
  writeFileSync(file, "Here be dragons.\n");
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example"], subject: "The chart", text: "Please find the chart behind the link." });
  await compose.encrypt();
  await compose.focus();
  await stage.thunderbird.chrome(async (path, key) => {
    const { cloudFileAccounts } = ChromeUtils.importESModule("resource:///modules/cloudFileAccounts.sys.mjs");
    const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
    attachment.url = `file://${path}`;
    attachment.name = path.split("/").at(-1);
    attachment.size = (await IOUtils.stat(path)).size;
    const [item] = await window.AddAttachments([attachment]);
    await window.UpdateAttachment(item, { cloudFileAccount: cloudFileAccounts.getAccount(key) });
  }, file, account);
  await until("the link is in the text", async () => ((await linked(compose)).inBody ? true : null));
  return { compose, file };
}

/**
 * What the window knows about its one linked file.
 *
 * @param {import("../driver/compose-window.mjs").ComposeWindow} compose
 */
async function linked(compose) {
  await compose.focus();
  return compose.thunderbird.chrome(() => {
    const [item] = /** @type {any} */ (document.getElementById("attachmentBucket")).itemChildren;
    const { attachment } = item;
    const { body } = /** @type {any} */ (document.getElementById("messageEditor")).contentDocument;
    return {
      name: attachment.name,
      size: attachment.size,
      linked: attachment.sendViaCloud,
      url: attachment.contentLocation,
      file: attachment.url,
      account: item.cloudFileAccount?.accountKey ?? "",
      upload: item.cloudFileUpload?.url,
      inBody: Boolean(body.querySelector(`.cloudAttachmentItem a[href="${attachment.contentLocation}"]`)),
      watched: window.gCloudAttachmentLinkManager.cloudAttachments.length,
    };
  });
}

/**
 * Saves it as Thunderbird does by itself, and closes the window.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../driver/compose-window.mjs").ComposeWindow} compose
 */
async function save(stage, compose) {
  const alice = stage.world.maildir("alice");
  const before = alice.mark("Drafts");
  await autoSave(compose);
  const draft = await alice.awaitsNew("the draft", before, { mailbox: "Drafts" });
  await compose.discard();
  return draft;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../world/maildir.mjs").StoredMessage} draft
 */
async function reopen(stage, draft) {
  await stage.mail.openMessage({ id: idOf(draft) }, { folder: "Drafts" });
  return filled(await openWith(stage, "cmd_editDraftMsg"));
}

/**
 * Thunderbird takes newsgroups only where there is an account for them; nothing is asked of its server.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {boolean} wanted
 */
async function newsAccount(stage, wanted) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((on) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    if (on) {
      const account = MailServices.accounts.createAccount();
      account.incomingServer = MailServices.accounts.createIncomingServer("nobody", "news.demo.example", "nntp");
      return;
    }
    const account = MailServices.accounts.accounts.find((/** @type {any} */ one) => one.incomingServer?.type === "nntp");
    MailServices.accounts.removeAccount(account, true);
  }, wanted);
}

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { indexFolder } from "../driver/global-index.mjs";
import { until } from "../driver/processes.mjs";
import { openAttachment, openFile, panelIn, view } from "../driver/message-view.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { crlf, encrypt, sign } from "../world/openssl.mjs";

const SIGNED = "Seen in every view";
const SECRET = "Secret in every view";
const WORDS = "The view is fine from here.";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Files, attached messages, tabs, windows, local folders, offline: the badge is right in each",
  tests: [
    ["a signed .eml file, opened from disk in a tab and in a window", openSignedFile],
    ["an encrypted .eml file shows its text, its badge and its panel", openEncryptedFile],
    ["an attached signed message has its own verdict and lends none to the message around it", openAttached],
    ["an altered message attached to a good one: each its own", openAlteredAttached],
    ["an encrypted message attached to a plain one is opened in a window of its own", openEncryptedAttached],
    ["a message in a tab and in a window of its own", openElsewhere],
    ["the conversation of a message", openConversation],
    ["a message in a local folder", openLocal],
    ["a large attachment is listed with its true size, and whole when it is saved", saveLarge],
    ["offline, from what is kept on this machine", openOffline],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function openSignedFile(stage) {
  const file = write(stage, "signed.eml", header({ from: "bob", subject: SIGNED }) + (await sign(plainPart(WORDS), stage.person("bob"))));
  await openFile(stage, file, "tab");
  const tab = await view(stage, "valid", WORDS);
  await stage.photograph("tab");
  const panel = await panelIn(stage, "valid");
  await stage.session.tidy();
  await openFile(stage, file, "window");
  const window = await view(stage, "valid", WORDS);
  await stage.photograph("window");
  await panelIn(stage, "valid");
  await stage.session.tidy();
  return `tab: "${tab}", window: "${window}"; the panel: "${panel}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function openEncryptedFile(stage) {
  const file = write(stage, "secret.eml", header({ from: "bob", subject: SECRET }) + (await secret(stage)));
  await openFile(stage, file, "window");
  const badge = await view(stage, "valid-encrypted", WORDS);
  await stage.photograph("window");
  const panel = await panelIn(stage, "valid");
  await stage.session.tidy();
  return `badge "${badge}", panel "${panel}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function openAttached(stage) {
  const inner = header({ from: "bob", subject: "The attached one" }) + (await sign(plainPart("Attached by somebody."), stage.person("bob")));
  await stage.world.deliver("mallory", ["alice"], header({ from: "mallory", subject: "With an attached message" }) + withAttached(inner));
  await stage.mail.openMessage({ subject: "With an attached message" });
  const outer = await stage.mail.badgeSays("none");
  await stage.photograph("outer");
  await openAttachment(stage);
  const own = await view(stage, "valid", "Attached by somebody.");
  await stage.photograph("attached");
  const panel = await panelIn(stage, "valid");
  await stage.session.tidy();
  await stage.mail.badgeSays("none");
  return `around it "${outer.label}", attached "${own}" ("${panel}")`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function openAlteredAttached(stage) {
  const signed = await sign(plainPart("Attached for 100 euros."), stage.person("bob"));
  const inner = header({ from: "bob", subject: "The altered one" }) + signed.replace("100 euros", "900 euros");
  const entity = await sign(withAttached(inner), stage.person("bob"));
  await stage.world.deliver("bob", ["alice"], header({ from: "bob", subject: "Good, with an altered one" }) + entity);
  await stage.mail.openMessage({ subject: "Good, with an altered one" });
  const outer = await stage.mail.badgeSays("valid");
  await openAttachment(stage);
  const own = await view(stage, "invalid", "900 euros");
  await panelIn(stage, "invalid");
  await stage.session.tidy();
  return `around it "${outer.label}", attached "${own}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function openEncryptedAttached(stage) {
  const inner = header({ from: "bob", subject: "The secret one" }) + (await secret(stage));
  await stage.world.deliver("mallory", ["alice"], header({ from: "mallory", subject: "With a secret attached" }) + withAttached(inner));
  await stage.mail.openMessage({ subject: "With a secret attached" });
  await stage.mail.badgeSays("none");
  const around = await stage.mail.bodyText();
  assert.ok(!around.includes(WORDS), "nothing is decrypted in the company of a stranger's parts");
  await openAttachment(stage);
  const own = await view(stage, "valid-encrypted", WORDS);
  await stage.photograph("attached");
  await panelIn(stage, "valid");
  await stage.session.tidy();
  return `closed in the message around it; opened by itself: "${own}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function openElsewhere(stage) {
  await stage.world.deliver("bob", ["alice"], header({ from: "bob", subject: SECRET }) + (await secret(stage)));
  await stage.mail.openMessage({ subject: SECRET });
  await stage.mail.badgeSays("valid", { encrypted: true });
  const said = [];
  for (const way of ["NewTab", "NewWindow"]) {
    await stage.mail.showList();
    await stage.thunderbird.chrome((name) => {
      const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
      const selected = window.gTabmail.currentAbout3Pane.gDBView.hdrForFirstSelectedMessage;
      if (name === "NewTab") {
        MailUtils.displayMessages([selected], null, window.gTabmail, true);
      } else {
        MailUtils.openMessagesInNewWindows ? MailUtils.openMessagesInNewWindows([selected]) : MailUtils.openMessageInNewWindow(selected);
      }
    }, way);
    said.push(await view(stage, "valid-encrypted", WORDS));
    await panelIn(stage, "valid");
    await stage.photograph(way);
    await stage.session.tidy();
  }
  return said.join(", ");
}

/** @param {import("../stage.mjs").Stage} stage */
async function openConversation(stage) {
  await stage.mail.openMessage({ subject: SECRET });
  await stage.mail.badgeSays("valid", { encrypted: true });
  // Thunderbird knows the conversation of a message once it is in the global index.
  await indexFolder(stage, await stage.thunderbird.chrome(() => window.gTabmail.currentAbout3Pane.gFolder.URI));
  await stage.thunderbird.chrome(() => window.gTabmail.currentAbout3Pane.goDoCommand?.("cmd_openConversation") ?? window.goDoCommand("cmd_openConversation"));
  await until("the conversation", () => stage.thunderbird.chrome(() => window.gTabmail.tabInfo.length > 1 || null));
  await until("its message is chosen", () =>
    stage.thunderbird.chrome(() => {
      const list = window.gTabmail.tabInfo.at(-1).chromeBrowser.contentWindow;
      if (list.gDBView?.rowCount && list.threadTree && !list.gDBView.selection.count) {
        list.threadTree.selectedIndex = 0;
      }
      return list.gDBView?.selection?.count || null;
    }),
  );
  const badge = await view(stage, "valid-encrypted", WORDS);
  await panelIn(stage, "valid");
  await stage.photograph("conversation");
  await stage.session.tidy();
  return `badge "${badge}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function openLocal(stage) {
  const subject = "Kept in a folder of this machine";
  await stage.world.deliver("bob", ["alice"], header({ from: "bob", subject }) + (await secret(stage)));
  await stage.mail.openMessage({ subject });
  await stage.thunderbird.chrome(async () => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const root = MailServices.accounts.localFoldersServer.rootFolder;
    if (!root.containsChildNamed("Kept here")) {
      root.createSubfolder("Kept here", null);
    }
    const target = root.getChildNamed("Kept here");
    const list = window.gTabmail.currentAbout3Pane;
    await new Promise((resolve, reject) => {
      const listener = {
        QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
        onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId: () => null,
        onStopCopy: (/** @type {number} */ status) => (Components.isSuccessCode(status) ? resolve(null) : reject(new Error(String(status)))),
      };
      MailServices.copy.copyMessages(list.gFolder, [list.gDBView.hdrForFirstSelectedMessage], target, true, listener, window.msgWindow, false);
    });
  });
  await stage.mail.openMessage({ subject }, { folder: "Kept here", local: true });
  await stage.mail.shows(WORDS);
  const badge = await stage.mail.badgeSays("valid", { encrypted: true });
  const panel = await panelIn(stage, "valid");
  await stage.photograph("local folder");
  return `badge "${badge.label}", panel "${panel}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function saveLarge(stage) {
  const content = randomBytes(2_000_001);
  const body = content.toString("base64").replace(/.{76}/g, "$&\n");
  const entity = crlf(`Content-Type: multipart/mixed; boundary="large"

--large
Content-Type: text/plain; charset=utf-8

Two attachments, one of them large.
--large
Content-Type: application/octet-stream; name="large.bin"
Content-Disposition: attachment; filename="large.bin"
Content-Transfer-Encoding: base64

${body}
--large
Content-Type: application/octet-stream; name="small.bin"
Content-Disposition: attachment; filename="small.bin"
Content-Transfer-Encoding: base64

${Buffer.from("small").toString("base64")}
--large--
`);
  const subject = "With a large attachment";
  await stage.world.deliver("bob", ["alice"], header({ from: "bob", subject }) + (await encrypt(entity, [stage.person("alice")])));
  await stage.mail.openMessage({ subject });
  await stage.mail.shows("one of them large");
  const listed = await stage.thunderbird.read("message", (pane) => pane.currentAttachments.map((/** @type {any} */ one) => [one.name, one.size]));
  assert.deepEqual(listed, [["large.bin", content.length], ["small.bin", 5]]);
  const saved = Buffer.from(await stage.mail.attachmentContent(0), "latin1");
  assert.equal(Buffer.compare(saved, content), 0, "it is saved as it was sent");
  await stage.photograph("listed");
  return listed.map(([name, size]) => `${name}: ${size} bytes`).join(", ");
}

/** @param {import("../stage.mjs").Stage} stage */
async function openOffline(stage) {
  await stage.mail.openMessage({ subject: SECRET });
  await stage.thunderbird.chrome(async () => {
    const folder = window.gTabmail.currentAbout3Pane.gFolder;
    folder.setFlag(Ci.nsMsgFolderFlags.Offline);
    await new Promise((resolve) => folder.downloadAllForOffline({ OnStartRunningUrl() {}, OnStopRunningUrl: resolve, onStartRunningUrl() {}, onStopRunningUrl: resolve }, window.msgWindow));
  });
  await until("the message is kept", () =>
    stage.thunderbird.chrome(() => {
      const list = window.gTabmail.currentAbout3Pane;
      return list.gFolder.hasMsgOffline(list.gDBView.hdrForFirstSelectedMessage.messageKey) || null;
    }),
  );
  await stage.thunderbird.chrome(() => void (Services.io.offline = true));
  try {
    await stage.mail.openMessage({ subject: "With an attached message" });
    await stage.mail.openMessage({ subject: SECRET });
    await stage.mail.shows(WORDS);
    const badge = await stage.mail.badgeSays("valid", { encrypted: true });
    const panel = await panelIn(stage, "valid");
    await stage.photograph("offline");
    return `badge "${badge.label}", panel "${panel}"`;
  } finally {
    await stage.thunderbird.behindScenes();
    await stage.thunderbird.chrome(() => void (Services.io.offline = false));
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function secret(stage) {
  return encrypt(await sign(plainPart(WORDS), stage.person("bob")), [stage.person("alice")]);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} name
 * @param {string} message
 */
function write(stage, name, message) {
  const file = `${stage.world.home}/${name}`;
  writeFileSync(file, message);
  return file;
}

/** @param {string} message */
function withAttached(message) {
  return crlf(`Content-Type: multipart/mixed; boundary="around"

--around
Content-Type: text/plain; charset=utf-8

See the attached message.
--around
Content-Type: message/rfc822; name="attached.eml"
Content-Disposition: attachment; filename="attached.eml"

${message}
--around--
`);
}

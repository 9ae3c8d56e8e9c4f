import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { run, until } from "../driver/processes.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { encrypt, sign } from "../world/openssl.mjs";

const SIGNED = "The delivery date";
const SECRET = "The secret delivery date";
const WORDS = "We deliver on Friday.";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "A verdict as text, and as a file that proves itself",
  tests: [
    ["the verdict is copied as text, with the message that it is about", copyText],
    ["the proof of a signed message is saved, and openssl alone verifies it", proveSigned],
    ["the proof of an encrypted one says that it holds the text, is signed by Alice, and a changed byte fails", proveEncrypted],
    ["a message without a signature offers no proof", offerNothing],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function copyText(stage) {
  await deliver(stage, SIGNED, await sign(plainPart(WORDS), stage.person("bob")));
  await stage.mail.openMessage({ subject: SIGNED });
  await stage.mail.badgeSays("valid");
  const panel = await stage.session.verdictPanel();
  await panel.click("#copy");
  const copied = await until("the text on the clipboard", async () => {
    const text = await clipboard(stage);
    return text.includes(SIGNED) ? text : null;
  });
  await stage.photograph("copied");
  await stage.session.closePanels();
  for (const part of ["bob@demo.example", "Demonstration CA", "Message-ID:", "✓"]) {
    assert.ok(copied.includes(part), `${part} is in\n${copied}`);
  }
  return `${copied.split("\n").length} lines beginning with "${copied.split("\n")[0]}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function proveSigned(stage) {
  await stage.mail.openMessage({ subject: SIGNED });
  await stage.mail.badgeSays("valid");
  const folder = await save(stage, async (panel) => {
    assert.equal(await panel.read(() => document.querySelector("#proof-clear")), null);
    await stage.photograph("step");
  });
  const { stderr } = await run("sh", ["-ec", commandsIn(folder)[0]], { cwd: folder });
  assert.match(stderr, /Verification successful/);
  assert.ok(readFileSync(`${folder}/verified`, "latin1").includes(WORDS));
  assert.ok(readFileSync(`${folder}/message.eml`, "latin1").includes(SIGNED));
  return `${readdirSync(folder).length} files; openssl: ${stderr.trim()}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function proveEncrypted(stage) {
  await deliver(stage, SECRET, await encrypt(await sign(plainPart(WORDS), stage.person("bob")), [stage.person("alice")]));
  await stage.mail.openMessage({ subject: SECRET });
  await stage.mail.shows(WORDS);
  await stage.mail.badgeSays("valid", { encrypted: true });
  const folder = await save(stage, async (panel) => {
    assert.match(await panel.text("#proof-clear"), /contains its text in the clear/);
    await panel.click("#proof-sign");
    await stage.photograph("step");
  });
  assert.ok(!readFileSync(`${folder}/message.eml`, "latin1").includes(WORDS), "the message stays encrypted");
  const [message, list] = commandsIn(folder);
  await run("sh", ["-ec", message], { cwd: folder });
  await run("sh", ["-ec", `sha256sum -c SHA256SUMS && ${list}`], { cwd: folder });
  const content = readFileSync(`${folder}/signed-content`, "latin1");
  writeFileSync(`${folder}/signed-content`, content.replace("Friday", "Monday"), "latin1");
  await assert.rejects(run("sh", ["-ec", message], { cwd: folder }), /failure|digest|error/i);
  await assert.rejects(run("sh", ["-ec", "sha256sum -c SHA256SUMS"], { cwd: folder }));
  return "verified by openssl, the list of files as Alice's; with Monday for Friday both fail";
}

/** @param {import("../stage.mjs").Stage} stage */
async function offerNothing(stage) {
  await deliver(stage, "Encrypted only", await encrypt(plainPart("Nobody signed this."), [stage.person("alice")]));
  await stage.mail.openMessage({ subject: "Encrypted only" });
  await stage.mail.badgeSays("encrypted");
  const panel = await stage.session.verdictPanel();
  assert.equal(await panel.read(() => document.querySelector("#proof")), null);
  assert.ok(await panel.read(() => document.querySelector("#copy") !== null));
  await stage.session.closePanels();
  return "text can be copied, nothing can be proven";
}

/**
 * Saves the proof by the panel, and unpacks it.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {(panel: import("../driver/extension-page.mjs").ExtensionPage) => Promise<void>} look
 * @returns {Promise<string>} The folder with its files.
 */
async function save(stage, look) {
  const downloads = `${stage.world.folder}/proofs-${Date.now()}`;
  mkdirSync(downloads, { recursive: true });
  await stage.thunderbird.behindScenes();
  await stage.thunderbird.chrome((path) => {
    Services.prefs.setIntPref("browser.download.folderList", 2);
    Services.prefs.setStringPref("browser.download.dir", path);
    Services.prefs.setBoolPref("browser.download.useDownloadDir", true);
  }, downloads);
  try {
    const panel = await stage.session.verdictPanel();
    await panel.click("#proof");
    await until("the step", async () => (await panel.text("#step-title")) || null);
    await look(panel);
    await panel.click("#step-accept");
    const name = await until("the file", () => readdirSync(downloads).find((one) => one.endsWith(".zip") && !existsSync(`${downloads}/${one}.part`)) ?? null);
    await until("the panel says so", async () => (await panel.text("#notice")) || null);
    await stage.session.closePanels();
    await run("unzip", ["-q", `${downloads}/${name}`, "-d", `${downloads}/proof`]);
    return `${downloads}/proof`;
  } finally {
    await stage.thunderbird.behindScenes();
    await stage.thunderbird.chrome(() => {
      for (const name of ["folderList", "dir", "useDownloadDir"]) {
        Services.prefs.clearUserPref(`browser.download.${name}`);
      }
    });
  }
}

/**
 * @param {string} folder
 * @returns {string[]} The commands that the README gives to verify with openssl.
 */
function commandsIn(folder) {
  return [...readFileSync(`${folder}/README.txt`, "utf8").matchAll(/^ {2}(openssl cms -verify (?:.*\\\n)*.*)$/gm)].map((match) => match[1]);
}

/** @param {import("../stage.mjs").Stage} stage */
async function clipboard(stage) {
  await stage.thunderbird.behindScenes();
  return stage.thunderbird.chrome(() => {
    const transfer = Cc["@mozilla.org/widget/transferable;1"].createInstance(Ci.nsITransferable);
    transfer.init(null);
    transfer.addDataFlavor("text/plain");
    Services.clipboard.getData(transfer, Ci.nsIClipboard.kGlobalClipboard);
    const data = {};
    try {
      transfer.getTransferData("text/plain", data);
    } catch {
      return "";
    }
    return /** @type {any} */ (data).value?.QueryInterface(Ci.nsISupportsString).data ?? "";
  });
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 * @param {string} entity
 */
async function deliver(stage, subject, entity) {
  await stage.world.deliver("bob", ["alice"], header({ from: "bob", subject }) + entity);
}

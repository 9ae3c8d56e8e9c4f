import assert from "node:assert/strict";
import { makeFolder, messagesIn, putInto, removeFolder } from "../driver/folder-work.mjs";
import { ADDON_ID } from "../driver/profile.mjs";
import { until } from "../driver/processes.mjs";
import { hasColumn, markBecomes, markOf, showTable, sortByProtection } from "../driver/protection-column.mjs";
import { switchTheme } from "../driver/surroundings.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { encrypt, sign } from "../world/openssl.mjs";

const FOLDER = "Marks";
const [PLAIN, SIGNED, ENCRYPTED, BOTH, ALTERED, STRANGER, OLD] = ["Plain", "Signed", "Encrypted", "Both", "Altered", "Of a stranger", "From before"];

/** @type {string} */
let folder;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "The message list says what is protected",
  tests: [
    ["without opening, the column says no more than the header does", unopened],
    ["opened, it says what was found out, and keeps it", opened],
    ["mail from before the add-on is found by a search of the server", fromBefore],
    ["it sorts, and is legible in the dark", sorted],
    ["after a change of trust a good verdict is no longer told", doubted],
    ["several messages selected: no badge claims anything", several],
    ["with the add-on disabled the column is gone, and comes back", disabled],
    ["the world is as before", leaveAsFound],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function unopened(stage) {
  folder = await makeFolder(stage, FOLDER);
  await showTable(stage.thunderbird, true);
  const [bob, alice] = [stage.person("bob"), stage.person("alice")];
  const signed = (/** @type {string} */ text) => sign(plainPart(text), bob);
  await put(stage, header({ from: "bob", subject: PLAIN }) + plainPart("Plain"));
  await put(stage, header({ from: "bob", subject: SIGNED }) + (await signed("Signed")));
  await put(stage, header({ from: "carol", subject: ENCRYPTED }) + (await encrypt(plainPart("Encrypted"), [alice])));
  await put(stage, header({ from: "bob", subject: BOTH }) + (await encrypt(await signed("Both"), [alice])));
  await put(stage, header({ from: "bob", subject: ALTERED }) + (await signed("Altered")).replace(/Altered\r\n/, "Changed\r\n"));
  await put(stage, header({ from: "eve", subject: STRANGER }) + (await sign(plainPart("Stranger"), stage.person("eve"))));
  await stage.mail.openFolder(FOLDER);
  const marks = [];
  for (const [subject, icon] of [[PLAIN, ""], [SIGNED, "list-claimed"], [ENCRYPTED, "list-enveloped"], [BOTH, "list-enveloped"], [ALTERED, "list-claimed"], [STRANGER, "list-claimed"]]) {
    marks.push(await markBecomes(stage.thunderbird, subject, icon));
  }
  await stage.photograph("unopened");
  assert.match(marks[1].words, /not checked yet/);
  assert.match(marks[2].words, /not opened yet/);
  assert.ok(marks[2].visible);
  return `"${marks[1].words}", "${marks[2].words}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function opened(stage) {
  const told = [];
  for (const [subject, icon] of [[SIGNED, "seal-valid"], [ENCRYPTED, "seal-encrypted"], [BOTH, "seal-valid-encrypted"], [ALTERED, "seal-invalid"], [STRANGER, "seal-unverified"]]) {
    await stage.mail.openMessage({ subject }, { folder: FOLDER });
    told.push((await markBecomes(stage.thunderbird, subject, icon)).words);
  }
  await stage.photograph("opened");
  await stage.mail.openMessage({ subject: PLAIN }, { folder: FOLDER });
  assert.equal((await markOf(stage.thunderbird, PLAIN)).words, "");
  await stage.mail.openFolder("INBOX");
  await stage.mail.openFolder(FOLDER);
  await markBecomes(stage.thunderbird, SIGNED, "seal-valid");
  return told.map((one) => `"${one}"`).join(", ");
}

/** @param {import("../stage.mjs").Stage} stage */
async function fromBefore(stage) {
  const old = await makeFolder(stage, "Marks of before");
  await setEnabled(stage, false);
  await putInto(stage, old, header({ from: "bob", subject: OLD }) + (await encrypt(plainPart("Old"), [stage.person("alice")])));
  await until("it is listed", async () => ((await messagesIn(stage, old)).length === 1 ? true : null), { every: 500 });
  await setEnabled(stage, true);
  await stage.session.addonReady();
  await stage.mail.openFolder("Marks of before");
  const mark = await markBecomes(stage.thunderbird, OLD, "list-enveloped");
  await stage.photograph("from before");
  await stage.mail.openFolder(FOLDER);
  await removeFolder(stage, old);
  return `"${mark.words}", without a look into the message`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function sorted(stage) {
  await stage.mail.openFolder(FOLDER);
  const order = () => stage.thunderbird.read("list", (view) => Array.from({ length: view.gDBView.rowCount }, (_, index) => view.gDBView.getMsgHdrAt(index).mime2DecodedSubject));
  const before = await order();
  await sortByProtection(stage.thunderbird);
  const after = await until("another order", async () => {
    const now = await order();
    return now.join() === before.join() ? null : now;
  });
  assert.deepEqual([after[0], after.at(-1)], [PLAIN, ALTERED]);
  await switchTheme(stage.thunderbird, "dark");
  await markBecomes(stage.thunderbird, SIGNED, "seal-valid");
  await stage.photograph("dark");
  await switchTheme(stage.thunderbird, "light");
  return after.join(", ");
}

/** @param {import("../stage.mjs").Stage} stage */
async function doubted(stage) {
  const options = await stage.session.options();
  await options.read(async () => browser.runtime.connect({ name: "page" }).postMessage({ call: 1, request: { type: "policy.set", name: "signatures.acceptDsa", value: null } }));
  await stage.session.tidy();
  await stage.mail.openFolder("INBOX");
  await stage.mail.openFolder(FOLDER);
  await markBecomes(stage.thunderbird, SIGNED, "list-claimed");
  await markBecomes(stage.thunderbird, BOTH, "list-enveloped");
  await markBecomes(stage.thunderbird, ALTERED, "seal-invalid");
  await stage.mail.openMessage({ subject: SIGNED }, { folder: FOLDER });
  const mark = await markBecomes(stage.thunderbird, SIGNED, "seal-valid");
  return `not told any more, then again: "${mark.words}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function several(stage) {
  await stage.mail.openMessage({ subject: SIGNED }, { folder: FOLDER });
  await stage.mail.badgeSays("valid");
  await stage.thunderbird.read("list", (view) => void (view.threadTree.selectedIndices = [0, 1, 2]));
  await until("the summary of several messages", () => stage.thunderbird.read("list", (view) => (!view.multiMessageBrowser.hidden && view.messageBrowser.hidden) || null));
  await stage.photograph("several");
  const shown = await stage.thunderbird.read("list", (view, id) => {
    const button = view.messageBrowser.contentDocument.getElementById(id);
    return (button?.getBoundingClientRect().width ?? 0) > 0;
  }, "smime-bridge_smime-bridge_example-messageDisplayAction-toolbarbutton");
  assert.equal(shown, false, "no badge is shown beside the summary");
  return "the summary has no badge";
}

/** @param {import("../stage.mjs").Stage} stage */
async function disabled(stage) {
  await setEnabled(stage, false);
  await until("no column", async () => ((await hasColumn(stage.thunderbird)) ? null : true));
  await stage.photograph("disabled");
  await setEnabled(stage, true);
  await stage.session.addonReady();
  await until("the column", async () => ((await hasColumn(stage.thunderbird)) ? true : null));
  await stage.mail.openFolder(FOLDER);
  await markBecomes(stage.thunderbird, ALTERED, "seal-invalid");
  return "gone with the add-on, and back with what was known";
}

/** @param {import("../stage.mjs").Stage} stage */
async function leaveAsFound(stage) {
  await showTable(stage.thunderbird, false);
  await stage.mail.openFolder("INBOX");
  await removeFolder(stage, folder);
  return "folder and view are as before";
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} message
 */
async function put(stage, message) {
  await putInto(stage, folder, message);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {boolean} enabled
 */
async function setEnabled(stage, enabled) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome(
    async (id, wanted) => {
      const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      const addon = await AddonManager.getAddonByID(id);
      await (wanted ? addon.enable() : addon.disable());
    },
    ADDON_ID,
    enabled,
  );
}

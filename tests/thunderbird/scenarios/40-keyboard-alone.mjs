import assert from "node:assert/strict";
import { ComposeWindow } from "../driver/compose-window.mjs";
import { Display } from "../driver/display.mjs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { Keyboard } from "../driver/keyboard.mjs";
import { until } from "../driver/processes.mjs";
import { ADDON_ID } from "../driver/profile.mjs";
import { Session } from "../driver/session.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { decrypt, encrypt, sign, verify } from "../world/openssl.mjs";
import { PASSPHRASE } from "../world/people.mjs";
import { registerHost } from "../world/registration.mjs";
import { World } from "../world/world.mjs";
import { deliverSigned, SIGNED_SUBJECT } from "./02-signed-mail.mjs";

const BOB = "bob@demo.example";
const SUBJECT = "Written without a mouse";
const ANSWER = "Read without a mouse";

/** @type {World} A world of its own, in which nothing has been clicked. */
let world;
/** @type {Display} */
let display;
/** @type {Session} */
let session;
/** @type {Keyboard} */
let keyboard;
/** @type {string} */
let mouse;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "The main job by keyboard alone, from the first start on",
  tests: [
    ["the first steps: the certificate is imported with its passphrase", (stage) => inOwnWorld(stage, importCertificate)],
    ["the settings: the authority is trusted", (stage) => inOwnWorld(stage, trustAuthority)],
    ["Bob's signed message is found and read", (stage) => inOwnWorld(stage, readSigned)],
    ["an encrypted message is written, encrypted by its shortcut and sent", (stage) => inOwnWorld(stage, send)],
    ["Bob's encrypted answer is opened, and the panel read", (stage) => inOwnWorld(stage, readAnswer)],
    ["the shortcuts stand in Thunderbird's own list, where they can be changed", (stage) => inOwnWorld(stage, listShortcuts)],
    ["the mouse was never touched", leave],
  ],
};

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {(stage: import("../stage.mjs").Stage) => Promise<string>} play
 */
async function inOwnWorld(stage, play) {
  await start(stage);
  try {
    return await play(stage);
  } finally {
    await session.thunderbird.photograph(`${stage.out}/screenshots/${stage.label}-keyboard.png`);
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function start(stage) {
  if (session) {
    return;
  }
  world = new World({ thunderbird: stage.world.thunderbird });
  await world.make();
  await registerHost(world, stage.host);
  world.makeProfile("alice", { extension: `${stage.world.profile}/extensions/${ADDON_ID}.xpi` });
  await deliverSigned(world);
  display = await new Display(world.folder).start();
  session = new Session(world, { display: display.name, log: `${stage.out}/thunderbird-keyboard.log` });
  await session.start({ user: "alice" });
  await session.addonReady();
  keyboard = new Keyboard(session.thunderbird);
  mouse = await keyboard.mouse();
}

async function importCertificate() {
  const page = await new ExtensionPage(session.thunderbird, "welcome/welcome.html").ready();
  await until("Alice's address", async () => (await page.text(".card h3")) || null);
  await keyboard.reach(page, "#key-file");
  await keyboard.chooseFile(world.people.get("alice").pfx);
  await until("the question for the passphrase", () => page.read(() => document.activeElement?.id === "secret" || null));
  await keyboard.type(PASSPHRASE);
  await keyboard.press("Return");
  const state = await until("Alice's address is ready", () => page.read(() => document.querySelector(".card[data-state=ready]")?.textContent));
  return `${keyboard.presses} keys besides path and passphrase; "${state.slice(0, 60)}"`;
}

async function trustAuthority() {
  const welcome = new ExtensionPage(session.thunderbird, "welcome/welcome.html");
  await keyboard.reach(welcome, "#all-settings");
  await keyboard.press("Return");
  const page = await new ExtensionPage(session.thunderbird, "options/options.html").ready();
  await until("the page is filled", async () => (await page.text("#key-list .card")) || null);
  await keyboard.reach(page, "#anchor-file");
  await keyboard.chooseFile(world.people.authority);
  await until("the fingerprint", async () => (await page.text("#anchor-fingerprint")) || null);
  await keyboard.reach(page, "#dialog-accept");
  await keyboard.press("Return");
  const trusted = await until("the authority is trusted", async () => (await page.text("#anchor-list h3")) || null);
  return `"${trusted}"`;
}

async function readSigned() {
  await session.thunderbird.toMain();
  await keyboard.walk("the tab with the mail", () => session.thunderbird.chrome(() => window.gTabmail.currentTabInfo.mode.name === "mail3PaneTab"), "ctrl+Tab");
  await goToPane("folderTree");
  await keyboard.walk("the inbox", () => session.thunderbird.read("list", (view) => view.gFolder?.getFlag(Ci.nsMsgFolderFlags.Inbox) ?? false), "Down");
  await keyboard.press("F5");
  await openBySubject(SIGNED_SUBJECT);
  await session.mail.shows("shall we have lunch on Thursday?");
  const badge = await session.mail.badgeSays("valid");
  return `badge "${badge.label}"`;
}

async function send() {
  const { thunderbird } = session;
  const bob = world.maildir("bob");
  const before = bob.mark();
  const compose = await ComposeWindow.after(thunderbird, () => keyboard.press("ctrl+n"));
  await keyboard.walk("the field To", () => hasFocus("toAddrInput"));
  await keyboard.type(`${BOB},`);
  await until("the address is taken", async () => (await compose.recipients()).includes(BOB) || null);
  await keyboard.walk("the subject", () => hasFocus("msgSubject"));
  await keyboard.type(SUBJECT);
  await keyboard.walk("the text", () => hasFocus("messageEditor"));
  await keyboard.type("No mouse was used for this.");
  const plain = await compose.encryptButton();
  await keyboard.press("alt+shift+l");
  const encrypted = await compose.encryptButtonChangesFrom(plain);
  await keyboard.press("alt+shift+g");
  await until("signing is on", async () => (await compose.signs()) || null);
  await keyboard.opening(() => keyboard.press("ctrl+Return"));
  const question = await thunderbird.alertText();
  await keyboard.press("Return");
  await compose.closes();
  const received = await bob.awaitsNew("the message at Bob's", before);
  const { content, addresses } = await verify(await decrypt(received.source, world.people.get("bob")), world.people.authority);
  assert.ok(content.includes("No mouse was used for this."), content);
  return `"${encrypted.label}"; "${question.split("\n")[0]}"; openssl decrypted it as Bob and verified ${addresses}`;
}

async function readAnswer() {
  const signed = await sign(plainPart("And none for this."), world.people.get("bob"));
  await world.deliver("bob", ["alice"], header({ from: "bob", subject: ANSWER }) + (await encrypt(signed, [world.people.get("alice")])));
  await session.thunderbird.toMain();
  await keyboard.press("F5");
  await openBySubject(ANSWER);
  await session.mail.shows("And none for this.");
  const badge = await session.mail.badgeSays("valid", { encrypted: true });
  await keyboard.press("alt+shift+p");
  const panel = await new ExtensionPage(session.thunderbird, "popup/verdict.html").ready();
  const words = await until("the verdict", async () => ((await panel.text()).includes("Bob Example") ? panel.text() : null));
  await keyboard.press("Escape");
  await panel.closes();
  return `badge "${badge.label}", panel "${words.split("\n")[0]}", closed by Escape`;
}

async function listShortcuts() {
  await session.thunderbird.toMain();
  await session.thunderbird.chrome(() => void window.openAddonsMgr("addons://shortcuts/shortcuts"));
  const listed = await until("the list of shortcuts", () =>
    session.thunderbird.chrome(() => {
      const rows = window.gTabmail.currentTabInfo.browser?.contentDocument?.querySelectorAll(".shortcut-row") ?? [];
      const found = [...rows].map((row) => `${row.querySelector(".shortcut-input").getAttribute("shortcut")}: ${row.querySelector(".shortcut-label").textContent}`);
      return found.length >= 4 ? found : null;
    }),
  );
  assert.deepEqual(listed.sort(), [
    "Alt+Shift+G: Switch signing of the message on or off",
    "Alt+Shift+K: Lock or unlock your keys",
    "Alt+Shift+L: Switch encryption of the message on or off",
    "Alt+Shift+P: Show what is known about the message's signature and encryption",
  ]);
  return listed.join("; ");
}

/** @param {import("../stage.mjs").Stage} stage */
async function leave(stage) {
  try {
    assert.equal(await keyboard.mouse(), mouse);
    return `it is still at ${mouse}, after ${keyboard.presses} keys`;
  } finally {
    await session.end();
    await display.stop();
    await world.end();
    await stage.thunderbird.toMain();
  }
}

/** @param {string} id */
function hasFocus(id) {
  return session.thunderbird.chrome((wanted) => document.activeElement?.id === wanted, id);
}

/** @param {string} id Of the list in the window of folders and messages. */
async function goToPane(id) {
  await keyboard.walk(
    id,
    () => session.thunderbird.read("list", (view, wanted) => view.document.hasFocus() && view.document.activeElement?.closest(`#${wanted}`) !== null, id),
    "F6",
  );
}

/** @param {string} subject */
async function openBySubject(subject) {
  await goToPane("threadTree");
  await until(`the message ${subject} has come`, () =>
    session.thunderbird.read("list", (view, wanted) => {
      const rows = [...Array(view.gDBView.rowCount).keys()];
      return rows.some((row) => view.gDBView.getMsgHdrAt(row).mime2DecodedSubject === wanted) || null;
    }, subject),
  );
  await keyboard.press("Home");
  await keyboard.walk(
    `the message ${subject}`,
    () =>
      session.thunderbird.read("list", (view, wanted) => {
        const row = view.threadTree.currentIndex;
        return row >= 0 && view.gDBView.getMsgHdrAt(row).mime2DecodedSubject === wanted;
      }, subject),
    "Down",
  );
}

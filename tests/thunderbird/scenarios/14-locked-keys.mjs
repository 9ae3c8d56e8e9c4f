import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { pause, until } from "../driver/processes.mjs";
import { deliverSigned, SIGNED_SUBJECT } from "./02-signed-mail.mjs";
import { deliverEncrypted } from "./04-encrypted-mail.mjs";

const PASSPHRASE = "a lamp in the rain";
const ENCRYPTED = "The table is booked";
const WORDS = "table seven is ours.";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Alice's keys under a passphrase: asked for once, in a window that says what for",
  tests: [
    ["the options page puts the keys under a passphrase, and the key file is gone", protect],
    ["an encrypted message asks for it; a wrong one is told, the right one shows the text", readLocked],
    ["dismissed with Escape the message stays locked, and the panel leads back", dismiss],
    ["the shortcut locks, and what was shown is closed", lockByShortcut],
    ["sending while locked asks: dismissed, the message stays; answered, it is sent", sendLocked],
    ["back to the key file, with the passphrase", goBack],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function protect(stage) {
  const options = await stage.session.options();
  await until("how the keys are protected", async () => (await options.text("#protection-kind")) || null);
  await options.click("#protection-state input[value=passphrase]");
  await stage.photograph("choice");
  await options.click("#protection-change");
  const window = await question(stage);
  await until("it asks for a new passphrase", async () => (/New passphrase/.test(await window.text("h1")) ? true : null));
  await window.type("#secret", "short");
  await stage.thunderbird.pointer.press("Return");
  const complaint = await until("a word about its length", async () => (await window.text("#secret-wrong")) || null);
  await window.read(() => (/** @type {HTMLInputElement} */ (document.querySelector("#secret")).value = ""));
  await window.type("#secret", PASSPHRASE);
  await window.type("#secret-repeat", PASSPHRASE);
  await stage.photograph("new passphrase");
  await stage.thunderbird.pointer.press("Return");
  await window.closes();
  const kind = await until("the new protection", async () => {
    const said = await options.text("#protection-kind");
    return said.startsWith("A passphrase") ? said : null;
  });
  await stage.photograph("protected");
  assert.ok(!existsSync(`${home(stage)}/master.key`), "the key file must be gone");
  assert.match(readFileSync(`${home(stage)}/master.sealed`, "utf8"), /derivation: argon2id/);
  return `"${complaint}" for a short one; then "${kind.split("\n")[0]}", and only master.sealed is there`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function readLocked(stage) {
  await lockOnPage(stage);
  for (const [subject, deliver] of /** @type {[string, typeof deliverSigned][]} */ ([[SIGNED_SUBJECT, deliverSigned], [ENCRYPTED, deliverEncrypted]])) {
    if (!stage.world.maildir("alice").withSubject(subject).length) {
      await deliver(stage.world);
    }
  }
  await stage.mail.openMessage({ subject: ENCRYPTED });
  const window = await question(stage);
  const purpose = await window.text("#secret-purpose");
  assert.match(purpose, new RegExp(`To open an encrypted message to ${stage.person("alice").address.replaceAll(".", "\\.")}`));
  await stage.photograph("question");
  await window.type("#secret", "a guess");
  await stage.thunderbird.pointer.press("Return");
  const again = await question(stage, "wrong");
  const told = await again.text("#secret-wrong");
  await stage.photograph("wrong");
  await again.type("#secret", PASSPHRASE);
  await stage.thunderbird.pointer.press("Return");
  await again.closes();
  await stage.mail.shows(WORDS);
  const badge = await stage.mail.badgeSays("valid", { encrypted: true });
  return `"${purpose}"; "${told}"; then the text with the badge "${badge.label}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function dismiss(stage) {
  await lockOnPage(stage);
  await stage.session.tidy();
  const closed = await stage.mail.shows("Your keys are locked");
  assert.ok(!closed.includes(WORDS), "what was shown is closed, without a question");
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  await pause(1500);
  await stage.mail.openMessage({ subject: ENCRYPTED });
  const first = await question(stage);
  await first.click("#secret");
  await stage.thunderbird.pointer.press("Escape");
  await first.closes();
  await stage.mail.shows("Your keys are locked");
  const badge = await stage.mail.badgeSays("locked");
  await stage.photograph("locked");
  let panel = await stage.session.verdictPanel();
  await pressUnlock(panel);
  const window = await question(stage);
  await window.click("#secret");
  await stage.thunderbird.pointer.press("Escape");
  await window.closes();
  await stage.mail.shows("Your keys are locked");
  panel = await stage.session.verdictPanel();
  await stage.photograph("panel");
  await pressUnlock(panel);
  const again = await question(stage);
  await again.type("#secret", PASSPHRASE);
  await again.click("#dialog-accept");
  await again.closes();
  await stage.mail.shows(WORDS);
  return `closed when locked; badge "${badge.label}"; Escape left it locked; the panel's button unlocked it`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function lockByShortcut(stage) {
  await stage.mail.openMessage({ subject: ENCRYPTED });
  await stage.mail.shows(WORDS);
  await stage.thunderbird.pointer.press("alt+shift+k");
  await stage.mail.shows("Your keys are locked");
  await stage.thunderbird.pointer.press("alt+shift+k");
  const window = await question(stage);
  const purpose = await window.text("#secret-purpose");
  await window.type("#secret", PASSPHRASE);
  await stage.thunderbird.pointer.press("Return");
  await window.closes();
  await stage.mail.shows(WORDS);
  return `closed by Alt+Shift+K; the same again asked: "${purpose}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendLocked(stage) {
  await lockOnPage(stage);
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const compose = await stage.session.write();
  await compose.write({ to: [stage.person("bob").address], subject: "From behind the lock", text: "Signed with a key that was locked." });
  await compose.sign();
  await compose.clickSend();
  const window = await question(stage);
  const purpose = await window.text("#secret-purpose");
  assert.match(purpose, /To sign your message as/);
  await stage.photograph("question");
  await window.click("#dialog-dismiss");
  await window.closes();
  const told = await alertOf(stage, compose);
  await stage.thunderbird.acceptAlert();
  assert.match(told, /without the passphrase/);
  assert.ok(await compose.isOpen(), "the message must stay");
  assert.match(await compose.text(), /Signed with a key/);
  await compose.focus();
  await compose.clickSend();
  const again = await question(stage);
  await again.type("#secret", PASSPHRASE);
  await stage.thunderbird.pointer.press("Return");
  await again.closes();
  await compose.closes();
  const received = await bob.awaitsNew("the message at Bob's", before);
  assert.match(received.headers.get("content-type") ?? "", /^multipart\/signed/);
  return `"${purpose}"; dismissed: "${told}", the window stayed; answered: sent and signed`;
}

/**
 * What the compose window tells in an alert. It may come up while the window is being switched to.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../driver/compose-window.mjs").ComposeWindow} compose
 */
function alertOf({ thunderbird }, compose) {
  return until("an alert of the compose window", async () => {
    try {
      return await thunderbird.send("WebDriver:GetAlertText");
    } catch {
      await thunderbird.switchTo(compose.handle, { focus: false });
      return null;
    }
  });
}

/** @param {import("../stage.mjs").Stage} stage */
async function goBack(stage) {
  const options = await stage.session.options();
  await until("how the keys are protected", async () => (await options.text("#protection-kind")) || null);
  await options.click("#protection-state input[value=key-file]");
  await options.click("#protection-change");
  const window = await question(stage);
  await window.type("#secret", PASSPHRASE);
  await stage.thunderbird.pointer.press("Return");
  await window.closes();
  await until("the key file again", async () => ((await options.text("#protection-kind")).startsWith("A file") ? true : null));
  assert.ok(existsSync(`${home(stage)}/master.key`));
  assert.ok(!existsSync(`${home(stage)}/master.sealed`));
  await stage.session.tidy();
  await stage.mail.openMessage({ subject: ENCRYPTED });
  await stage.mail.shows(WORDS);
  return "master.key is back, master.sealed is gone, and the message opens without a question";
}

/** @param {import("../stage.mjs").Stage} stage */
async function lockOnPage(stage) {
  const options = await stage.session.options();
  await options.click("#protection-lock-now");
  await until("the keys are locked", async () => ((await options.text("#protection-lock")).includes("locked. The passphrase") ? true : null));
}

/**
 * The panel closes under the click, so that nobody is left to say that it has been clicked.
 *
 * @param {ExtensionPage} panel
 */
async function pressUnlock(panel) {
  await until("the button that unlocks", () => panel.read(() => document.getElementById("unlock") !== null || null));
  // After the answer: the button closes its own page, and nobody would answer then.
  await panel.read(() => void setTimeout(() => document.getElementById("unlock")?.click()));
}

/**
 * The window that asks, when it is ready to be typed into.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} [trouble] - With a word about what was wrong.
 */
async function question(stage, trouble = "") {
  const page = await new ExtensionPage(stage.thunderbird, "popup/secret.html").ready();
  await until("the question", () =>
    page.read((wanted) => (document.activeElement?.id === "secret" && (!wanted || document.querySelector("#secret-wrong")?.textContent)) || null, trouble),
  );
  return page;
}

/** @param {import("../stage.mjs").Stage} stage */
function home(stage) {
  return `${stage.world.home}/.local/share/smime-bridge`;
}

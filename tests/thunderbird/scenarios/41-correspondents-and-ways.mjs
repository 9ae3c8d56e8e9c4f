import assert from "node:assert/strict";
import { ComposeWindow } from "../driver/compose-window.mjs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { hostCommand } from "../driver/host-command.mjs";
import { run, until } from "../driver/processes.mjs";
import { issueAgain } from "../world/people.mjs";
import { listProfile } from "../world/profiles.mjs";

const BOB = "#certificate-list [data-address='bob@demo.example']";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "A correspondent's rule, a message to them, all certificates removed and brought back; every empty section says what to do",
  tests: [
    ["a rule is chosen for Bob by keyboard, the keyboard stays there, and the list of rules has it", chooseRule],
    ["a rule for the domain is named where it holds", inheritRule],
    ["a message to Bob begins from his entry", writeMessage],
    ["all certificates of one person go and come back at once", removeAll],
    ["the first steps offer to take over from Thunderbird", offerTakingOver],
    ["empty sections say what to do next", explainEmpty],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function chooseRule(stage) {
  const options = await openBob(stage);
  await options.read((css) => (/** @type {HTMLElement} */ (document.querySelector(`${css} select[name=rule]`)).focus()), BOB);
  await stage.thunderbird.pointer.press("Down");
  await until("the host has the rule", async () => (/^always bob@demo\.example$/m.test(await hostCommand(stage, "rules", "list")) ? true : null));
  await until("the section of rules has it", async () => (await options.text('#rule-list [data-subject="bob@demo.example"]')) || null);
  await until("the keyboard is where it was", () =>
    options.read((css) => document.activeElement === document.querySelector(`${css} select[name=rule]`) || null, BOB),
  );
  await stage.photograph("rule");
  await stage.thunderbird.pointer.press("Up");
  await until("the rule is gone", async () => ((await hostCommand(stage, "rules", "list")) === "" ? true : null));
  return "always, and back; the keyboard stayed in the field";
}

/** @param {import("../stage.mjs").Stage} stage */
async function inheritRule(stage) {
  await hostCommand(stage, "rules", "set", "demo.example", "ask");
  try {
    const options = await openBob(stage);
    const words = await options.text(`${BOB} .contact-rule`);
    assert.match(words, /A rule for the domain holds here: Ask before sending unencrypted/);
    return `"${words.split("\n").at(-1)}"`;
  } finally {
    await hostCommand(stage, "rules", "remove", "demo.example");
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function writeMessage(stage) {
  const options = await openBob(stage);
  const compose = await ComposeWindow.after(stage.thunderbird, () => options.click(`${BOB} .write`));
  const recipients = await until("the recipient", async () => ((await compose.recipients()).length ? compose.recipients() : null));
  assert.deepEqual(recipients, ["bob@demo.example"]);
  await compose.discard();
  return `a new message to ${recipients}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function removeAll(stage) {
  const other = await issueAgain(stage.world.people, "bob", { file: "bob-third" });
  await hostCommand(stage, "certificates", "import", other.certificate);
  const options = await openBob(stage);
  await until("both certificates", async () => ((await count(options)) === 2 ? true : null));
  await options.click(`${BOB} .remove-all`);
  await until("Bob is gone", () => options.read((css) => document.querySelector(css) === null || null, BOB));
  const told = await options.text("#status");
  assert.match(told, /All certificates of bob@demo\.example were removed/);
  await stage.photograph("removed");
  await options.click("#status-button");
  await until("Bob is back", () => options.read((css) => document.querySelector(css) !== null || null, BOB));
  await options.read((css) => (/** @type {any} */ (document.querySelector(css)).open = true), BOB);
  await until("both are back", async () => ((await count(options)) === 2 ? true : null));
  const { stdout } = await run("openssl", ["x509", "-in", other.certificate, "-noout", "-fingerprint", "-sha256"]);
  const sha256 = stdout.toString().split("=")[1].replace(/[\s:]/g, "").toLowerCase();
  await hostCommand(stage, "certificates", "remove", sha256);
  return `"${told.split("\n")[0]}", then both back`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function offerTakingOver(stage) {
  const options = await stage.session.options();
  await options.click("#first-steps");
  const page = await new ExtensionPage(stage.thunderbird, "welcome/welcome.html").ready();
  await until("Alice's address", async () => (await page.text(".card")) || null);
  // Alice has a certificate; the other ways are there for an address that has none.
  await page.read(() => (/** @type {HTMLElement} */ (document.querySelector("#ways")).hidden = false));
  const unlist = listProfile(stage.world);
  await page.click("#profile-import");
  const question = await until("the question which profile", async () => (await page.text("dialog[open] form")) || null);
  unlist();
  assert.match(question, /Keys and certificates that you have imported into Thunderbird itself are copied/);
  await stage.photograph("question");
  await stage.thunderbird.pointer.press("Escape");
  await until("it is dismissed", () => page.read(() => document.querySelector("dialog[open]") === null || null));
  await stage.session.tidy();
  return `"${question.split("\n")[0]}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function explainEmpty(stage) {
  const options = await stage.session.options();
  const told = await until("the empty sections", async () => {
    const words = [await options.text("#module-list"), await options.text("#rule-list")];
    return words.every(Boolean) ? words : null;
  });
  assert.match(told.join(), /add a module of this computer|Remove module/);
  assert.match(told.join(), /No rules yet|Delete/);
  await options.type("#certificate-search", "nobody at all");
  const none = await until("nobody is found", async () => ((await options.text("#certificate-list")).includes("Nothing matches") ? options.text("#certificate-list") : null));
  assert.match(none, /Type the beginning/);
  await stage.session.tidy();
  return [...told, none].map((one) => `"${one.trim().split("\n")[0]}"`).join(" ");
}

/** @param {import("../stage.mjs").Stage} stage */
async function openBob(stage) {
  const options = await stage.session.options();
  await options.click(`${BOB} > summary`);
  await until("Bob's rule", () => options.read((css) => document.querySelector(`${css} select[name=rule]`) !== null || null, BOB));
  return options;
}

/** @param {ExtensionPage} options */
function count(options) {
  return options.read((css) => document.querySelectorAll(`${css} article`).length, BOB);
}

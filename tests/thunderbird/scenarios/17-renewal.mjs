import assert from "node:assert/strict";
import { ComposeWindow } from "../driver/compose-window.mjs";
import { pause, run, until } from "../driver/processes.mjs";
import { issueFor, PASSPHRASE } from "../world/people.mjs";
import { deliverSigned, SIGNED_SUBJECT } from "./02-signed-mail.mjs";
import { environmentOf } from "../world/registration.mjs";

const ADDRESS = "alice.lang@demo.example";
const NAME = "Alice Lang";

/** @type {Record<"ending" | "renewed", import("../world/people.mjs").Person>} */
let certificates;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Alice's certificate for another address ends, and is renewed",
  tests: [
    ["five days before the end, the page says so and what to do next", warnOnPage],
    ["a notice in the main window says it once", notifyOnce],
    ["the renewed certificate takes over the choice that was made, and the warning is gone", renew],
    ["correspondents are told by a signed message that the user sends", tellCorrespondents],
    ["Alice's own certificate alone is left", leaveAsFound],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function warnOnPage(stage) {
  const { people } = stage.world;
  certificates = {
    ending: await issueFor(people, { id: "alice.lang", name: NAME, file: "alice-ending", days: 5 }),
    renewed: await issueFor(people, { id: "alice.lang", name: NAME, file: "alice-renewed", days: 800 }),
  };
  const options = await importKey(stage, certificates.ending.pfx);
  const warning = await until("the warning", async () => (await options.text("#key-warnings")) || null);
  await stage.photograph("warning");
  assert.match(warning, new RegExp(`${ADDRESS.replace(".", "\\.")} ends on .*: [45] day`));
  assert.equal(await options.read(() => /** @type {HTMLElement} */ (document.querySelector("#key-warnings > *")).dataset.threshold), "7");
  // The user has chosen this certificate himself: the choice must move later.
  const id = await keyId(certificates.ending);
  await command(stage, "keys", "use", ADDRESS, "--sign", id, "--encrypt", id);
  return warning.split("\n")[0];
}

/** @param {import("../stage.mjs").Stage} stage */
async function notifyOnce(stage) {
  const first = await ring(stage);
  await stage.photograph("notice");
  assert.match(first, new RegExp(`${ADDRESS.replace(".", "\\.")} ends on`));
  await stage.thunderbird.chrome(() => window.specialTabs.msgNotificationBar.removeAllNotifications(true));
  const again = await ring(stage);
  assert.equal(again, "", "the same threshold is told once");
  return `"${first}", and nothing the second time`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function renew(stage) {
  const options = await importKey(stage, certificates.renewed.pfx);
  await until("no warning any more", async () => ((await options.text("#key-warnings")) === "" ? true : null));
  const renewed = await keyId(certificates.renewed);
  assert.ok(await options.read((id) => document.querySelector(`#key-list [data-sha256="${id}"]`) !== null, await keyId(certificates.ending)), "the old key stays");
  await until("both choices have moved", async () => {
    const chosen = await options.read((address) => {
      const group = [...document.querySelectorAll("#identity-list fieldset")].find((one) => one.textContent.includes(address));
      return group ? [...group.querySelectorAll("select")].map((one) => one.value) : [];
    }, ADDRESS);
    return chosen.filter((value) => value === renewed).length === 2 || null;
  });
  return "warning gone, the old key still there, signing and encryption moved to the renewed one";
}

/** @param {import("../stage.mjs").Stage} stage */
async function tellCorrespondents(stage) {
  if (!stage.world.maildir("alice").withSubject(SIGNED_SUBJECT).length) {
    await deliverSigned(stage.world);
  }
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  await stage.mail.badgeSays("valid");
  const options = await stage.session.options();
  const card = `#key-list [data-sha256="${await keyId(certificates.renewed)}"]`;
  const compose = await ComposeWindow.after(stage.thunderbird, async () => {
    await options.click(`${card} button`, { containing: "Tell correspondents" });
    await until("the correspondents", async () => ((await options.text("#announce-list")).includes("bob@demo.example") ? true : null));
    await stage.photograph("chosen");
    await options.click("#announce-list label", { containing: "bob@demo.example" });
    await options.click("#dialog-accept");
  });
  await until("Bob is a blind recipient", async () => ((await compose.recipients()).some((one) => one.includes("bob@demo.example")) ? true : null));
  const text = await compose.text();
  assert.match(text, /new certificate/);
  await until("it will be signed", async () => ((await compose.signs()) ? true : null));
  await stage.photograph("compose");
  await compose.discard();
  return `a message with the subject "${text.split("\n")[0]}" waits for the user, signed, with Bob in Bcc`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function leaveAsFound(stage) {
  for (const person of Object.values(certificates)) {
    await command(stage, "keys", "remove", await keyId(person));
  }
  const options = await stage.session.options();
  const count = await until("one key is left", () => options.read(() => document.querySelectorAll("#key-list .card").length || null));
  return `${count} key(s) left`;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} pfx
 */
async function importKey(stage, pfx) {
  const options = await stage.session.options();
  const before = await options.read(() => document.querySelectorAll("#key-list .card").length);
  await options.chooseFile("#key-file", pfx);
  await options.answerSecret(PASSPHRASE);
  await until("the key in the list", () =>
    options.read((count) => document.querySelectorAll("#key-list .card").length > count || null, before),
  );
  return options;
}

/**
 * Lets the alarm ring that looks after expiring certificates, and waits until that is done.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @returns {Promise<string>} What notices in the main window say.
 */
async function ring(stage) {
  const options = await stage.session.options();
  await options.read(() => browser.alarms.create("key-expiry", { when: Date.now() + 200 }));
  await until("the alarm has rung", () => options.read(async () => (await browser.alarms.get("key-expiry")) === undefined || null));
  await pause(3000);
  await stage.thunderbird.toMain();
  return stage.thunderbird.chrome(() =>
    window.specialTabs.msgNotificationBar.allNotifications.map((/** @type {any} */ one) => one.messageText.textContent).join("\n"),
  );
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {...string} words
 */
async function command(stage, ...words) {
  const { stdout } = await run(stage.host, words, { env: environmentOf(stage.world) });
  return stdout.toString();
}

/** @param {import("../world/people.mjs").Person} person */
async function keyId({ certificate }) {
  const { stdout } = await run("openssl", ["x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"]);
  return stdout.toString().split("=")[1].replace(/[\s:]/g, "").toLowerCase();
}

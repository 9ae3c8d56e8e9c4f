import assert from "node:assert/strict";
import { ComposeWindow } from "../driver/compose-window.mjs";
import { hostCommand } from "../driver/host-command.mjs";
import { pause, until } from "../driver/processes.mjs";
import { Absent } from "../runner.mjs";
import { decrypt, verify } from "../world/openssl.mjs";
import { OtherAddon } from "../world/other-addon.mjs";

/** @type {OtherAddon} */
let addon;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Messages that another add-on sends",
  tests: [
    ["a window that it opens and sends is protected as its buttons say", sendByWindow],
    ["without a window, a rule has the message encrypted", sendBound],
    ["without a window, what cannot be encrypted is not sent, and the other add-on is told", refuseWithoutCertificate],
    ["without a window, the sender's own setting has it signed", sendSigned],
    ["without a window, a rule and a setting, it leaves as it is", sendPlainly],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function sendByWindow(stage) {
  addon = await new OtherAddon(stage.session).install();
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const compose = await ComposeWindow.after(stage.thunderbird, async () => {
    await act("beginNew", { to: ["bob@demo.example"], subject: "From another add-on", isPlainText: true, plainTextBody: "Made by a machine." });
  });
  await compose.encrypt();
  await compose.sign();
  await stage.photograph("its window");
  await act("sendMessage");
  await compose.closes();
  const received = await bob.awaitsNew("the message at Bob's", before);
  const { content, addresses } = await verify(await decrypt(received.source, stage.person("bob")), stage.world.people.authority);
  assert.match(content, /Made by a machine/);
  assert.deepEqual(addresses, ["alice@demo.example"]);
  return "openssl decrypts it as Bob and verifies Alice's signature";
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendBound(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  await hostCommand(stage, "rules", "set", "bob@demo.example", "always");
  try {
    const outcome = await send("bob@demo.example", "Bound to be encrypted");
    assert.equal(outcome, "sent");
    const received = await bob.awaitsNew("the message at Bob's", before);
    assert.match(received.headers.get("content-type") ?? "", /^application\/pkcs7-mime/);
    assert.match(await decrypt(received.source, stage.person("bob")), /Sent without a window/);
    return "application/pkcs7-mime, which openssl reads with Bob's key";
  } finally {
    await hostCommand(stage, "rules", "remove", "bob@demo.example");
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function refuseWithoutCertificate(stage) {
  const carol = stage.world.maildir("carol");
  const before = carol.mark();
  await hostCommand(stage, "rules", "set", "carol@demo.example", "always");
  try {
    await begin("carol@demo.example", "Never to leave");
    let told = "";
    const outcome = await until("the other add-on has its answer", async () => {
      const alert = await stage.thunderbird.send("WebDriver:GetAlertText").catch(() => "");
      if (alert) {
        told = alert;
        await stage.photograph("told");
        await stage.thunderbird.acceptAlert();
      }
      return addon.page.read(() => /** @type {any} */ (window).outcome);
    });
    await pause(1500);
    assert.deepEqual(carol.since(before), [], "nothing may leave");
    assert.match(outcome, /failed/i);
    return `the other add-on got "${outcome}"${told ? `, the user "${told.replace(/\s+/g, " ")}"` : ""}`;
  } finally {
    await hostCommand(stage, "rules", "remove", "carol@demo.example");
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendSigned(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  await signByDefault(stage, true);
  try {
    assert.equal(await send("bob@demo.example", "Signed by itself"), "sent");
    const received = await bob.awaitsNew("the message at Bob's", before);
    assert.match(received.headers.get("content-type") ?? "", /^multipart\/signed/);
    const { content, addresses } = await verify(received.source.toString("latin1"), stage.world.people.authority);
    assert.ok(content.includes(Buffer.from("Sent without a window").toString("base64").slice(0, 24)), content);
    return `openssl verifies the signature of ${addresses}`;
  } finally {
    await signByDefault(stage, false);
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendPlainly(stage) {
  try {
    const bob = stage.world.maildir("bob");
    const before = bob.mark();
    assert.equal(await send("bob@demo.example", "Nothing special"), "sent");
    const received = await bob.awaitsNew("the message at Bob's", before);
    assert.match(received.source.toString(), /Sent without a window/);
    return received.headers.get("content-type") ?? "";
  } finally {
    await addon.remove();
  }
}

/**
 * Has the other add-on do something with its compose window.
 *
 * @param {"beginNew"|"sendMessage"} what
 * @param {object} [details]
 */
async function act(what, details) {
  await addon.page.read(async (name, one) => {
    const { compose, tabs } = /** @type {any} */ (window).browser;
    if (name === "beginNew") {
      await compose.beginNew(one);
      return;
    }
    const [tab] = await tabs.query({ type: "messageCompose" });
    // The answer comes when the window is gone.
    compose.sendMessage(tab.id);
  }, what, details);
}

/**
 * @param {string} to
 * @param {string} subject
 * @returns {Promise<string>} "sent", or the error that the other add-on gets.
 */
async function send(to, subject) {
  await begin(to, subject);
  return until("the other add-on has its answer", () => addon.page.read(() => /** @type {any} */ (window).outcome));
}

/**
 * Has the other add-on send a message without a window.
 *
 * @param {string} to
 * @param {string} subject
 */
async function begin(to, subject) {
  const able = await addon.page.read((address, title) => {
    const view = /** @type {any} */ (window);
    if (!view.browser.messages.sendMessage) {
      return false;
    }
    view.outcome = null;
    view.browser.accounts.getDefault()
      .then((/** @type {any} */ account) => view.browser.messages.sendMessage({
        identityId: account.identities[0].id, to: [address], subject: title, isPlainText: true, plainTextBody: "Sent without a window.",
      }))
      .then(() => (view.outcome = "sent"), (/** @type {Error} */ error) => (view.outcome = String(error)));
    return true;
  }, to, subject);
  if (!able) {
    throw new Absent("messages.sendMessage, with which add-ons send without a window");
  }
}

/**
 * Switches the setting on the add-on's page, and comes back to the other add-on's.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {boolean} wanted
 */
async function signByDefault(stage, wanted) {
  const options = await stage.session.options();
  const box = '[data-address="alice@demo.example"] [name=signByDefault]';
  await until("Alice's settings", () => options.read((css) => document.querySelector(css) !== null || null, box));
  if ((await options.read((css) => document.querySelector(css).checked, box)) !== wanted) {
    await options.click(box);
    await until("it is saved", async () => (await options.text("#status")).includes("alice@") || null);
  }
  await addon.open();
}

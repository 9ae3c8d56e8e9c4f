import assert from "node:assert/strict";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { until } from "../driver/processes.mjs";
import { verify } from "../world/openssl.mjs";
import { issueAgain } from "../world/people.mjs";
import { Card } from "../world/card.mjs";

const PIN = "731946";
const LABEL = "Card of Alice";

/** @type {import("../world/people.mjs").Person} */
let onCard;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Alice signs with a key on a smart card",
  tests: [
    ["a module that this machine has is added, and the card shows its certificate", addModule],
    ["the certificate is hers after the PIN, and a wrong PIN is told", useCertificate],
    ["a signed message asks for the PIN in a window of its own, and openssl verifies it", sendSigned],
    ["without the card nothing is sent, and it is said why", sendWithoutCard],
    ["the key and the module are removed", removeModule],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function addModule(stage) {
  onCard = await issueAgain(stage.world.people, "alice", { file: "alice-card" });
  const card = await new Card(stage.world, { label: LABEL, pin: PIN }).make();
  await card.put(onCard);
  const options = await stage.session.options();
  const suggestion = '#module-suggestions button[aria-label*="libsofthsm2"]';
  await options.click(suggestion);
  const path = await until("the question with the path of the module", async () => (await options.text("#dialog")).match(/\S+libsofthsm2\.so/)?.[0] ?? null);
  await stage.photograph("question");
  await options.click("#dialog-accept");
  const token = await until("the card", async () => {
    const tokens = await options.text("#token-list");
    return tokens.includes(LABEL) ? tokens : null;
  });
  assert.ok(token.includes(stage.person("alice").address), token);
  await options.read(() => document.querySelector("#devices")?.scrollIntoView({ block: "start", behavior: "instant" }));
  await stage.photograph("devices");
  return `${path} added; "${LABEL}" is listed with Alice's certificate, and no PIN was asked for`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function useCertificate(stage) {
  const options = await stage.session.options();
  await options.click("#token-list .card button.primary");
  await answer(stage, "000000");
  const told = await until("a word about the wrong PIN", async () => (await text(stage, "#secret-wrong")) || null);
  await stage.photograph("wrong");
  await answer(stage, PIN);
  await until("the certificate is in use", async () => (await options.text("#token-list .in-use")) || null);
  const listed = await until("Alice's key on the card", async () => {
    const keys = await options.text("#key-list");
    return keys.includes(LABEL) ? keys : null;
  });
  assert.ok(listed.includes(stage.person("alice").address));
  return `"${told}", then listed as a key on ${LABEL}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendSigned(stage) {
  await logOut(stage);
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const compose = await stage.session.write();
  await compose.write({ to: [stage.person("bob").address], subject: "Signed with my card", text: "The key never left it." });
  await compose.sign();
  await compose.clickSend();
  const purpose = await until("the question for the PIN", async () => (await text(stage, "#secret-purpose")) || null);
  await stage.photograph("pin");
  await answer(stage, PIN);
  await compose.closes();
  const received = await bob.awaitsNew("Alice's message at Bob's", before);
  stage.keep("as the SMTP server got it", received.source);
  const { content, serial } = await verify(received.source.toString(), stage.world.people.authority);
  const [, body] = content.split(/\r?\n\r?\n/);
  assert.ok(Buffer.from(body, "base64").includes("The key never left it."), content);
  assert.equal(serial.toLowerCase(), Buffer.from("alice-card").toString("hex"), "signed with the key of the card");
  return `asked "${purpose}"; openssl verifies the signature of certificate ${serial}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendWithoutCard(stage) {
  await logOut(stage);
  const card = new Card(stage.world, { label: LABEL, pin: PIN });
  card.pullOut();
  try {
    const before = stage.world.maildir("bob").mark();
    const compose = await stage.session.write();
    await compose.write({ to: [stage.person("bob").address], subject: "Never sent", text: "No card." });
    await compose.sign();
    await compose.clickSend();
    const told = await stage.thunderbird.alertText();
    await stage.photograph("told");
    assert.ok(told.includes(LABEL), told);
    await stage.thunderbird.acceptAlert();
    assert.ok(await compose.isOpen(), "the window must stay");
    assert.equal(stage.world.maildir("bob").since(before).length, 0, "nothing may be delivered");
    await compose.discard();
    return `told "${told.replace(/\s+/g, " ")}"`;
  } finally {
    card.plugIn();
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function removeModule(stage) {
  const options = await stage.session.options();
  const own = await options.read(
    (wanted) => [...document.querySelectorAll("#key-list .card")].find((one) => one.textContent?.includes(wanted))?.getAttribute("data-sha256"),
    LABEL,
  );
  await options.click(`#key-list [data-sha256="${own}"] .buttons button`, { containing: "Remove" });
  await options.click("#dialog-accept");
  await until("the key is gone", async () => !(await options.text("#key-list")).includes(LABEL) || null);
  await options.click("#module-list button");
  await options.click("#dialog-accept");
  await until("the module is gone", async () => !(await options.text("#module-list")).includes("libsofthsm2") || null);
  assert.ok((await options.text("#key-list")).includes(stage.person("alice").address), "Alice's other key stays");
  return "key and module gone, Alice's other key is there";
}

/**
 * Types a secret into the window that asks for it.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} secret
 */
async function answer(stage, secret) {
  const page = await new ExtensionPage(stage.thunderbird, "popup/secret.html").ready();
  await page.type("#secret", secret);
  await stage.thunderbird.pointer.press("Return");
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} selector
 */
async function text(stage, selector) {
  const page = new ExtensionPage(stage.thunderbird, "popup/secret.html");
  return (await page.isOpen()) ? page.text(selector).catch(() => "") : "";
}

/** @param {import("../stage.mjs").Stage} stage */
async function logOut(stage) {
  const options = await stage.session.options();
  await options.click("#token-list .log-out");
  await until("logged out", () => options.read(() => document.querySelector("#token-list .log-out") === null || null));
}

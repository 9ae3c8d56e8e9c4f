import assert from "node:assert/strict";
import { header, plainPart } from "../world/letters.mjs";
import { encrypt, sign } from "../world/openssl.mjs";

const SECRET = "The vault opens at seven.";
const FILLER = "And here is a long letter that goes on.\r\n".repeat(4000);

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Encrypted mail that is damaged behind its beginning",
  tests: [
    ["nothing of it is shown, and the reason is", showDamaged],
    ["nor of a signed one, whose signature gives no seal", showDamagedSigned],
    ["the same mail undamaged is shown", showWhole],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function showDamaged(stage) {
  return refuse(stage, "Damaged letter", damaged(await encrypt(letter(), [stage.person("alice")])));
}

/** @param {import("../stage.mjs").Stage} stage */
async function showDamagedSigned(stage) {
  const signed = await sign(letter(), stage.person("bob"));
  return refuse(stage, "Damaged signed letter", damaged(await encrypt(signed, [stage.person("alice")])));
}

/** @param {import("../stage.mjs").Stage} stage */
async function showWhole(stage) {
  const subject = "Whole letter";
  await deliver(stage, subject, await encrypt(letter(), [stage.person("alice")]));
  await stage.mail.openMessage({ subject });
  await stage.mail.shows(SECRET);
  return "its beginning is there";
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 * @param {string} entity
 */
async function refuse(stage, subject, entity) {
  await deliver(stage, subject, entity);
  await stage.mail.openMessage({ subject });
  const badge = await stage.mail.badgeSays("locked");
  const text = await stage.mail.shows("damaged, or was changed on the way");
  assert.ok(!text.includes("vault") && !text.includes("long letter"), `shown: ${text.slice(0, 200)}`);
  const panel = await stage.session.verdictPanel();
  const words = await panel.text();
  assert.ok(!words.includes("vault"));
  await stage.photograph("panel");
  await stage.session.closePanels();
  return `badge "${badge.label}", pane "${text.trim().replace(/\s+/g, " ")}"`;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 * @param {string} entity
 */
async function deliver(stage, subject, entity) {
  const message = header({ from: "bob", subject }) + entity;
  assert.ok(!message.includes("vault"));
  stage.keep(subject, message);
  await stage.world.deliver("bob", ["alice"], message);
}

/** @returns {string} A text whose beginning is decrypted long before its end. */
function letter() {
  return plainPart(`${SECRET}\r\n${FILLER}`);
}

/**
 * Changes the last two blocks alone, and so that it shows for certain: the number of padding bytes becomes more than a block has.
 *
 * @param {string} entity With the CMS object in base64.
 * @returns {string}
 */
function damaged(entity) {
  const start = entity.indexOf("\r\n\r\n") + 4;
  const cms = Buffer.from(entity.slice(start), "base64");
  cms[cms.length - 17] ^= 0x80;
  return `${entity.slice(0, start)}${cms.toString("base64").replace(/(.{64})/g, "$1\r\n")}\r\n`;
}

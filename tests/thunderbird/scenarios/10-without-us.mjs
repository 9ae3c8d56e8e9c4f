import assert from "node:assert/strict";
import { ADDON_ID } from "../driver/profile.mjs";
import { until } from "../driver/processes.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { openPgpMail } from "../world/openpgp.mjs";
import { Absent } from "../runner.mjs";
import { SIGNED_SUBJECT } from "./02-signed-mail.mjs";

const PLAIN = "Plain mail";
const PGP = "OpenPGP mail";

/** @type {any} What was seen with the add-on, to compare with what is seen without it. */
const withAddon = {};

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Other mail, and Thunderbird without the add-on",
  tests: [
    ["unprotected mail: no badge that says anything, text as it is", showPlain],
    ["OpenPGP mail is left to Thunderbird", showPgp],
    ["unprotected mail is sent unprotected, as Thunderbird writes it", sendPlain],
    ["with the add-on disabled both look the same", compareDisabled],
    ["with the add-on disabled there is no button, and sending and signed mail work as in plain Thunderbird", useDisabled],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function showPlain(stage) {
  await stage.world.deliver("bob", ["alice"], header({ from: "bob", subject: PLAIN }) + plainPart("Nothing special here."));
  await stage.mail.openMessage({ subject: PLAIN });
  await stage.mail.shows("Nothing special here.");
  const badge = await stage.mail.badgeSays("none");
  withAddon.plain = await settledFacts(stage, (seen) => seen.text.trim());
  return `badge "${badge.label}" (${badge.title})`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function showPgp(stage) {
  await stage.world.deliver("bob", ["alice"], header({ from: "bob", subject: PGP }) + openPgpMail());
  await stage.mail.openMessage({ subject: PGP });
  await stage.mail.badgeSays("none");
  withAddon.pgp = await pgpFacts(stage);
  if (!withAddon.pgp.icons.technology && stage.isOlder) {
    throw new Absent("a word of its own about an OpenPGP message that cannot be decrypted; it shows an empty page, with and without the add-on");
  }
  assert.match(withAddon.pgp.icons.technology ?? "", /OpenPGP/);
  return `Thunderbird's own "OpenPGP" and "${(withAddon.pgp.notices[0] ?? withAddon.pgp.text).trim().slice(0, 90)}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendPlain(stage) {
  withAddon.sent = await send(stage, "Sent plainly with the add-on");
  const type = withAddon.sent.fields.find((/** @type {string} */ field) => field.startsWith("Content-Type"));
  assert.match(type, /^Content-Type: text\/plain;/);
  return `delivered as ${type}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function compareDisabled(stage) {
  await setEnabled(stage, false);
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  await stage.mail.openMessage({ subject: PLAIN });
  await stage.mail.shows("Nothing special here.");
  assert.deepEqual(await settledFacts(stage, (seen) => seen.text.trim()), withAddon.plain);
  await stage.mail.openMessage({ subject: PGP });
  assert.deepEqual(await pgpFacts(stage), withAddon.pgp);
  assert.equal(await stage.mail.badge(), null);
  return "text, attachments, notices and Thunderbird's own icons are equal, no badge";
}

/** @param {import("../stage.mjs").Stage} stage */
async function useDisabled(stage) {
  const compose = await stage.session.write();
  assert.equal((await compose.encryptButton()).label, "");
  await compose.discard();
  const sent = await send(stage, "Sent plainly without the add-on");
  assert.deepEqual(sent, withAddon.sent);
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  await stage.mail.shows("shall we have lunch on Thursday?");
  await stage.photograph("signed mail");
  await setEnabled(stage, true);
  await stage.session.addonReady();
  await stage.mail.openMessage({ subject: PLAIN });
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  await stage.mail.badgeSays("valid");
  return "no button, the same fields and text sent, signed mail shown by Thunderbird alone; enabled again, the badge is back";
}

/** @param {import("../stage.mjs").Stage} stage */
async function facts({ mail, thunderbird }) {
  const notices = await thunderbird.read("message", (view) =>
    [...view.document.querySelectorAll("notification-message, .notification-message")].map((one) =>
      `${one.textContent}${one.shadowRoot?.textContent ?? ""}`.replace(/\s+/g, " ").trim(),
    ),
  );
  return { text: await mail.bodyText(), attachments: await mail.attachments(), icons: await mail.cryptoBox(), notices };
}

/**
 * What is shown for the OpenPGP message once Thunderbird has said so, or has had enough time to.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
function pgpFacts(stage) {
  const enough = Date.now() + 30_000;
  return settledFacts(stage, (seen) => seen.icons.technology || (stage.isOlder && Date.now() > enough));
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {(seen: any) => unknown} complete Whether all that is to come is there.
 */
async function settledFacts(stage, complete) {
  let last = "";
  return until("the message pane is at rest", async () => {
    const now = await facts(stage);
    const text = JSON.stringify(now);
    const rests = text === last && complete(now);
    last = text;
    return rests ? now : null;
  }, { every: 700 });
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 * @returns {Promise<{fields: string[], body: string}>} The message without what differs from message to message. Thunderbird
 *   orders the fields by when they were set, which any add-on that looks at a message being written changes: sorted here.
 */
async function send(stage, subject) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const compose = await stage.session.write();
  await compose.write({ to: [stage.person("bob").address], subject, text: "Everybody may read this." });
  await compose.clickSend();
  await compose.closes();
  const { source } = await bob.awaitsNew(subject, before);
  const text = source.toString("utf8");
  const [head, ...rest] = text.slice(text.indexOf("Message-ID:")).split("\n\n");
  const fields = head.replace(/^(Message-ID|Date|Subject):.*$/gm, "$1").split("\n").sort();
  return { fields, body: rest.join("\n\n") };
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {boolean} enabled
 */
async function setEnabled({ thunderbird }, enabled) {
  await thunderbird.toMain();
  await thunderbird.chrome(
    async (id, on) => {
      const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      const addon = await AddonManager.getAddonByID(id);
      await (on ? addon.enable() : addon.disable());
    },
    ADDON_ID,
    enabled,
  );
}

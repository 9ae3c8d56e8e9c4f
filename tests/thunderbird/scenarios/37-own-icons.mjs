import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { pause, until } from "../driver/processes.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { encrypt, sign } from "../world/openssl.mjs";

/** Thunderbird verifies by itself and tells when it is ready; by then it has told. */
const LATE = 2_500;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Thunderbird's own lock and seal never contradict the badge",
  tests: [
    ["every state, looked at after Thunderbird has told its own result", compareStates],
    ["what Thunderbird would call good by its own trust shows no seal where the badge has doubts", overruleThunderbird],
    ["its button opens our panel", explainByButton],
    ["loaded again and again, the seal stays what the badge is", reload],
  ],
};

/**
 * @typedef {object} State
 * @property {string} subject
 * @property {string} look Of the badge.
 * @property {boolean} [encrypted]
 * @property {?string} signed Thunderbird's seal.
 * @property {?string} lock
 * @property {(stage: import("../stage.mjs").Stage) => Promise<string>} entity
 */

const OK = "message-signed-ok.svg", UNKNOWN = "message-signed-unknown.svg", MISMATCH = "message-signed-mismatch.svg";
const LOCK = "message-encrypted-ok.svg", BROKEN = "message-encrypted-notok.svg";

/** @type {State[]} Thunderbird hides a seal that is not good where there is no lock: it would look worse than no signature at all. */
const STATES = [
  { subject: "Icons: valid", look: "valid", signed: OK, lock: null, entity: (s) => signed(s, "bob") },
  { subject: "Icons: valid, opaque", look: "valid", signed: OK, lock: null, entity: (s) => signed(s, "bob", { opaque: true }) },
  { subject: "Icons: unverified", look: "unverified", signed: null, lock: null, entity: (s) => signed(s, "eve") },
  { subject: "Icons: invalid", look: "invalid", signed: null, lock: null, entity: altered },
  { subject: "Icons: encrypted", look: "encrypted", signed: null, lock: LOCK, entity: (s) => secret(s, plainPart("for the icons")) },
  { subject: "Icons: valid, encrypted", look: "valid", encrypted: true, signed: OK, lock: LOCK, entity: async (s) => secret(s, await signed(s, "bob")) },
  { subject: "Icons: unverified, encrypted", look: "unverified", encrypted: true, signed: UNKNOWN, lock: LOCK, entity: async (s) => secret(s, await signed(s, "eve")) },
  { subject: "Icons: invalid, encrypted", look: "invalid", encrypted: true, signed: MISMATCH, lock: LOCK, entity: async (s) => secret(s, await altered(s)) },
  { subject: "Icons: not for me", look: "locked", signed: null, lock: BROKEN, entity: (s) => encrypt(plainPart("for the icons"), [s.person("bob")]) },
  { subject: "Icons: unprotected", look: "none", signed: null, lock: null, entity: async () => plainPart("for the icons") },
];

/** @param {import("../stage.mjs").Stage} stage */
async function compareStates(stage) {
  const seen = [];
  for (const state of STATES) {
    const from = state.look === "unverified" ? "eve" : "bob";
    await stage.world.deliver(from, ["alice"], header({ from, subject: state.subject }) + (await state.entity(stage)));
    await stage.mail.openMessage({ subject: state.subject });
    await stage.mail.badgeSays(state.look, { encrypted: state.encrypted });
    await pause(LATE);
    const badge = await stage.mail.badgeSays(state.look, { encrypted: state.encrypted });
    const icons = await stage.mail.cryptoBox();
    assert.deepEqual({ signed: icons.signed, encrypted: icons.encrypted }, { signed: state.signed, encrypted: state.lock }, state.subject);
    await stage.photograph(state.subject);
    seen.push(`${badge.label}: ${icons.encrypted ?? "no lock"}, ${icons.signed ?? "no seal"}`);
  }
  return seen.join("; ");
}

/** @param {import("../stage.mjs").Stage} stage */
async function overruleThunderbird(stage) {
  const pem = readFileSync(stage.person("eve").issuer, "latin1").replace(/-----[^-]*-----|\s/g, "");
  await trustInThunderbird(stage, pem, true);
  try {
    const subject = "Icons: good for Thunderbird alone";
    await stage.world.deliver("eve", ["alice"], header({ from: "eve", subject }) + (await signed(stage, "eve")));
    await stage.mail.openMessage({ subject });
    await stage.mail.badgeSays("unverified");
    await pause(LATE);
    const own = await stage.thunderbird.read("message", (view) => view.gSignatureStatus);
    assert.equal(own, 0, "Thunderbird's own verdict is good: else this test shows nothing");
    const icons = await stage.mail.cryptoBox();
    assert.equal(icons.signed, null);
    await stage.photograph("overruled");
    return "Thunderbird found the signature good; no seal beside the badge that says unverified";
  } finally {
    await trustInThunderbird(stage, pem, false);
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function explainByButton(stage) {
  await stage.mail.openMessage({ subject: "Icons: valid, encrypted" });
  await stage.mail.badgeSays("valid", { encrypted: true });
  // From inside: a panel that opens beside the mouse closes on X input when there is no window manager.
  await stage.thunderbird.read("message", (view) => view.document.getElementById("encryptionTechBtn").click());
  const panel = await new ExtensionPage(stage.thunderbird, "popup/verdict.html").ready();
  const headline = await until("our panel says something", async () => (await panel.text("h1").catch(() => "")) || null);
  const theirs = await stage.thunderbird.read("message", (view) => view.document.getElementById("messageSecurityPanel").state);
  assert.equal(theirs, "closed");
  await stage.session.closePanels();
  return `our panel "${headline}"; Thunderbird's own stays closed`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function reload(stage) {
  await stage.mail.openMessage({ subject: "Icons: valid" });
  for (let time = 0; time < 3; time++) {
    await stage.thunderbird.read("message", (view) => view.ReloadMessage());
    await stage.mail.openMessage({ subject: time % 2 ? "Icons: valid" : "Icons: unprotected" });
    await pause(300);
  }
  await stage.mail.openMessage({ subject: "Icons: valid" });
  await stage.mail.badgeSays("valid");
  await pause(LATE);
  assert.equal((await stage.mail.cryptoBox()).signed, OK);
  await stage.mail.openMessage({ subject: "Icons: unprotected" });
  await stage.mail.badgeSays("none");
  await pause(LATE);
  const icons = await stage.mail.cryptoBox();
  assert.deepEqual([icons.signed, icons.encrypted], [null, null]);
  return "valid keeps its seal, and an unprotected message after it has none";
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} who
 * @param {{opaque?: boolean}} [how]
 */
function signed(stage, who, how) {
  return sign(plainPart("for the icons"), stage.person(who), how);
}

/** @param {import("../stage.mjs").Stage} stage */
async function altered(stage) {
  const entity = await sign(plainPart("for 100 icons"), stage.person("bob"));
  return entity.replace("100 icons", "900 icons");
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} entity
 */
function secret(stage, entity) {
  return encrypt(entity, [stage.person("alice")]);
}

/**
 * Puts an authority among those that Thunderbird itself trusts for mail, or takes it away.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} base64
 * @param {boolean} trusted
 */
async function trustInThunderbird(stage, base64, trusted) {
  await stage.thunderbird.behindScenes();
  await stage.thunderbird.chrome(
    (der, wanted) => {
      const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
      if (wanted) {
        database.addCertFromBase64(der, "CT,C,C");
      } else {
        database.deleteCertificate(database.constructX509FromBase64(der));
      }
    },
    base64,
    trusted,
  );
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { run, until } from "../driver/processes.mjs";
import { header } from "../world/letters.mjs";
import { crlf, verify } from "../world/openssl.mjs";
import { issueAgain, PASSPHRASE } from "../world/people.mjs";

const SUBJECT = "Your S/MIME certificate";
const STRANGER = "A present for you";

/** @type {import("../world/people.mjs").Person} */
let renewed;
/** @type {string[]} What the owner of the mouse did in the first test. */
const clicks = [];

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "An authority mails a certificate in a zip, and Alice sets it up from the mail",
  tests: [
    ["the mail itself offers to set it up, a zip without a certificate does not", offer],
    ["a wrong passphrase is told, the right one sets it up for her address", setUp],
    ["her next mail is signed with it, without another click", firstSignedMail],
    ["a stranger's key for her address is doubted in words and not set up", doubtStranger],
    ["a key for another address is refused", refuseForeign],
    ["the world is as before", cleanUp],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function offer(stage) {
  const { world } = stage;
  await trustAuthority(stage);
  renewed = await issueAgain(world.people, "alice");
  const other = `${world.people.folder}/notes.zip`;
  await zip(other, world.people.authority);
  await world.deliver("dora", ["alice"], letter("dora", "Our notes", "notes.zip", other, "application/zip"));
  await stage.mail.openMessage({ subject: "Our notes" });
  await stage.mail.shows("see the file");
  const archive = `${world.people.folder}/alice-renewed.zip`;
  await zip(archive, renewed.pfx);
  await world.deliver("bob", ["alice"], letter("bob", SUBJECT, "alice.zip", archive, "application/octet-stream"));
  assert.equal(await notice(stage), null, "a zip without a certificate must not be offered");
  await stage.mail.openMessage({ subject: SUBJECT });
  const words = await until("the offer above the mail", () => notice(stage));
  assert.match(words, /alice\.zip/);
  return `"${words}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function setUp(stage) {
  await stage.mail.openMessage({ subject: SUBJECT });
  await until("the offer above the mail", () => notice(stage));
  const page = await pressOffer(stage);
  clicks.push("the offer");
  const about = await page.text("#mail");
  assert.match(about, /bob@demo\.example/);
  await stage.photograph("page");
  await page.type("#passphrase", "not the passphrase");
  await stage.thunderbird.pointer.press("Return");
  const told = await until("a word about the wrong passphrase", async () => (await page.text("#status")) || null);
  await stage.photograph("wrong");
  await stage.thunderbird.pointer.press("ctrl+a");
  await stage.thunderbird.pointer.type(PASSPHRASE);
  await stage.thunderbird.pointer.press("Return");
  const result = await until("what came of it", async () => (await page.text("#results")) || null);
  assert.match(result, /alice@demo\.example/);
  await page.click("#choices input");
  clicks.push("sign by default");
  await stage.photograph("done");
  await page.click("#finished");
  clicks.push("Done");
  await page.closes();
  assert.ok(clicks.length <= 4, `${clicks.length} clicks`);
  assert.equal(await notice(stage), null, "what was set up is not offered any more");
  return `${clicks.length} clicks (${clicks.join(", ")}) and one passphrase; wrong: "${told}"; then "${result.trim()}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function firstSignedMail(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const compose = await stage.session.write();
  await compose.write({ to: [stage.person("bob").address], subject: "Signed from now on", text: "With my new certificate." });
  await compose.clickSend();
  await compose.closes();
  const received = await bob.awaitsNew("Alice's message at Bob's", before);
  stage.keep("as the SMTP server got it", received.source);
  const { addresses, serial } = await verify(received.source.toString(), stage.world.people.authority);
  assert.deepEqual(addresses, [stage.person("alice").address]);
  const { stdout } = await run("openssl", ["x509", "-in", renewed.certificate, "-noout", "-serial"]);
  assert.equal(serial, stdout.toString().trim().replace("serial=", ""), "signed with the certificate that was set up");
  return `openssl verified the signature of ${addresses}, made with the new certificate (serial ${serial})`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function doubtStranger(stage) {
  const forged = await issueAgain(stage.world.people, "alice", { issuer: "unknown-ca", file: "alice-forged" });
  await stage.world.deliver("eve", ["alice"], letter("eve", STRANGER, "present.pfx", forged.pfx, "application/x-pkcs12"));
  await stage.mail.openMessage({ subject: STRANGER });
  await until("the offer above the mail", () => notice(stage));
  const page = await pressOffer(stage);
  await page.type("#passphrase", PASSPHRASE);
  await stage.thunderbird.pointer.press("Return");
  const doubt = await until("the doubt", async () => (await page.text("#doubt")).trim() || null);
  assert.match(doubt, /CA that nobody knows/);
  await stage.photograph("doubt");
  await page.click("#cancel");
  await page.closes();
  const options = await stage.session.options();
  const issuers = await until("the keys", async () => (await options.text("#key-list")) || null);
  assert.doesNotMatch(issuers, /CA that nobody knows/);
  return `"${doubt.slice(0, 90)}…", and no such key in the list`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function refuseForeign(stage) {
  const { pfx } = stage.person("mallory");
  await stage.world.deliver("mallory", ["alice"], letter("mallory", "For you too", "key.p12", pfx, "application/pkcs12"));
  await stage.mail.openMessage({ subject: "For you too" });
  await until("the offer above the mail", () => notice(stage));
  const page = await pressOffer(stage);
  await page.type("#passphrase", PASSPHRASE);
  await stage.thunderbird.pointer.press("Return");
  const told = await until("the refusal", async () => (await page.text("#status")) || null);
  assert.match(told, /mallory@demo\.example/);
  await stage.photograph("foreign");
  await stage.thunderbird.pointer.press("Escape");
  await page.closes();
  return `"${told}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function cleanUp(stage) {
  const { stdout } = await run("openssl", ["x509", "-in", renewed.certificate, "-noout", "-fingerprint", "-sha256"]);
  const sha256 = stdout.toString().split("=")[1].replace(/[\s:]/g, "").toLowerCase();
  const options = await stage.session.options();
  await options.click(`#key-list [data-sha256="${sha256}"] .buttons button:last-child`);
  await options.click("#dialog-accept");
  await until("the key is gone", () => options.read((wanted) => !document.querySelector(`#key-list [data-sha256="${wanted}"]`) || null, sha256));
  const signs = `[data-address="${stage.person("alice").address}"] [name=signByDefault]`;
  await until("Alice's settings", () => options.read((css) => document.querySelector(css)?.checked || null, signs));
  await options.click(signs);
  await until("signing by default is off", async () => (await options.text("#status")).includes("alice@") || null);
  return "the new key removed, signing by default off";
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @returns {Promise<string|null>} What our notice above the message says.
 */
function notice(stage) {
  return stage.thunderbird.read("message", (view) => {
    const bar = view.document.querySelector('#mail-notification-top notification-message[value="smime-bridge-certificate"]');
    return bar ? `${bar.messageText?.textContent ?? ""} ${bar.buttonContainer?.textContent ?? ""}`.trim() || "?" : null;
  });
}

/** @param {import("../stage.mjs").Stage} stage */
export async function pressOffer(stage) {
  const button = '#mail-notification-top notification-message[value="smime-bridge-certificate"] button';
  let last = { x: -1, y: -1 };
  // The bar slides in: its button is pressed where it has come to rest.
  const place = await until("the offer's button rests", async () => {
    const now = await stage.thunderbird.pointAt("message", button);
    const rests = now.x === last.x && now.y === last.y;
    last = now;
    return rests ? now : null;
  });
  await stage.thunderbird.pointer.click(place);
  const page = await new ExtensionPage(stage.thunderbird, "popup/setup.html").ready();
  await until("the page says who sent it", async () => (await page.text("#mail")).trim() || null);
  return page;
}

/** @param {import("../stage.mjs").Stage} stage */
export async function trustAuthority(stage) {
  const options = await stage.session.options();
  await until("the authorities", async () => (await options.text("#anchor-list")).trim() || null);
  if (!(await options.text("#anchor-list")).includes("Demonstration CA")) {
    await options.chooseFile("#anchor-file", stage.world.people.authority);
    await until("the fingerprint of the CA", async () => (await options.text("#anchor-fingerprint")) || null);
    await options.click("#dialog-accept");
    await until("the CA in the list", async () => (await options.text("#anchor-list")).includes("Demonstration CA") || null);
  }
}

/**
 * @param {string} from
 * @param {string} subject
 * @param {string} name Of the attachment.
 * @param {string} file
 * @param {string} type
 */
export function letter(from, subject, name, file, type) {
  return header({ from, subject }) + crlf(`MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="certificate-mail"

--certificate-mail
Content-Type: text/plain; charset=utf-8

Dear customer, see the file.
--certificate-mail
Content-Type: ${type}; name="${name}"
Content-Disposition: attachment; filename="${name}"
Content-Transfer-Encoding: base64

${(readFileSync(file).toString("base64").match(/.{1,76}/g) ?? []).join("\n")}
--certificate-mail--
`);
}

/**
 * @param {string} archive
 * @param {string} file
 */
async function zip(archive, file) {
  await run("zip", ["--junk-paths", archive, file]);
}

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { run, until } from "../driver/processes.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { decrypt, sign } from "../world/openssl.mjs";
import { issueAgain } from "../world/people.mjs";
import { deliverSigned, SIGNED_SUBJECT } from "./02-signed-mail.mjs";

const CHANGED_SUBJECT = "My new certificate";
const BOB = "#certificate-list [data-address='bob@demo.example']";

/** @type {import("../world/people.mjs").Person} Bob with another key. */
let newBob;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Bob has another certificate, and the page of correspondents knows his history",
  tests: [
    ["the first message with the new certificate says so, and the signature stays valid", showChange],
    ["the page names the change; acknowledged, it is never shown again", acknowledge],
    ["a chosen certificate is used, and the message is encrypted to it", choose],
    ["a removed certificate comes back with its history", removeAndUndo],
    ["certificates are saved as files that openssl reads", exportFiles],
    ["the search finds by the beginning of a name, and a comparison is kept with its date", searchAndCompare],
    ["Bob's own certificate alone is left", leaveAsFound],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function showChange(stage) {
  const { people } = stage.world;
  if (!stage.world.maildir("alice").withSubject(SIGNED_SUBJECT).length) {
    await deliverSigned(stage.world);
  }
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  await stage.mail.badgeSays("valid");
  newBob = await issueAgain(people, "bob", { file: "bob-new" });
  await stage.world.deliver("bob", ["alice"], header({ from: "bob", subject: CHANGED_SUBJECT }) + (await sign(plainPart("I have a new one."), newBob)));
  await stage.mail.openMessage({ subject: CHANGED_SUBJECT });
  const badge = await until("a badge that hints at the change", async () => {
    const now = await stage.mail.badgeSays("valid");
    return now.title.includes("another one than before") ? now : null;
  });
  const panel = await stage.session.verdictPanel();
  const words = await panel.text();
  await stage.photograph("panel");
  assert.match(words, /used another certificate before/);
  assert.ok(await panel.read(() => document.querySelector("button.acknowledge") !== null), "it can be acknowledged here");
  await stage.session.closePanels();
  return `badge "${badge.label}" (${badge.title})`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function acknowledge(stage) {
  const options = await openBob(stage);
  assert.match(await options.text(`${BOB} > summary`), /certificate has changed/);
  await options.click(`${BOB} .timeline > summary`);
  const history = await until("the history", async () => (await options.text(`${BOB} .timeline ol`)) || null);
  await stage.photograph("history");
  const events = await options.read((css) => [...document.querySelectorAll(`${css} .timeline li`)].map((one) => one.getAttribute("data-event")), BOB);
  assert.deepEqual(events, ["changed", "replaced", "harvested", "harvested"]);
  await options.click(`${BOB} .notice button`);
  await until("the change is no longer shown", async () => !/has changed/.test(await options.text(`${BOB} > summary`)) || null);
  await stage.mail.openMessage({ subject: CHANGED_SUBJECT });
  const badge = await until("the badge without a hint", async () => {
    const now = await stage.mail.badgeSays("valid");
    return now.title.includes("another one") ? null : now;
  });
  return `history of ${history.split("\n").length} lines, then "${badge.title}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function choose(stage) {
  const options = await openBob(stage);
  const [first, second] = await uses(options);
  assert.match(first, /newest/);
  assert.match(second, /Not used now/);
  await options.click(`${BOB} article:nth-of-type(2) button`, { containing: "Always use this one" });
  await until("the other one is used", async () => ((await uses(options))[0].includes("you chose it") ? true : null));
  await stage.photograph("chosen");
  const mark = stage.world.maildir("bob").mark();
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example"], subject: "To the certificate that I chose", text: "For your old key." });
  await compose.encrypt();
  await compose.clickSend();
  await compose.closes();
  const received = await stage.world.maildir("bob").awaitsNew("the message at Bob's", mark);
  assert.match(await decrypt(received.source, stage.person("bob")), /pkcs7|For your old key/);
  await assert.rejects(decrypt(received.source, newBob), "not to the new one");
  return "encrypted to the chosen certificate and to no other of Bob's";
}

/** @param {import("../stage.mjs").Stage} stage */
async function removeAndUndo(stage) {
  const options = await openBob(stage);
  await options.click(`${BOB} article:nth-of-type(1) button`, { containing: "Remove" });
  await until("one certificate is left", async () => (await uses(options)).length === 1 || null);
  await stage.photograph("undo");
  await options.click("#status-button");
  await until("both are there again", async () => (await uses(options)).length === 2 || null);
  assert.match((await uses(options))[0], /you chose it/, "the choice came back too");
  await options.click(`${BOB} .timeline > summary`);
  const events = await options.read((css) => [...document.querySelectorAll(`${css} .timeline li`)].map((one) => one.getAttribute("data-event")), BOB);
  assert.deepEqual(events.slice(0, 3), ["restored", "removed", "chosen"]);
  return `"${await options.text("#status")}"; history begins with ${events.slice(0, 3).join(", ")}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function exportFiles(stage) {
  const folder = `${stage.world.folder}/saved`;
  mkdirSync(folder, { recursive: true });
  const options = await openBob(stage);
  await stage.thunderbird.chrome((path) => {
    Services.prefs.setIntPref("browser.download.folderList", 2);
    Services.prefs.setStringPref("browser.download.dir", path);
    Services.prefs.setBoolPref("browser.download.useDownloadDir", true);
  }, folder);
  await options.click(`${BOB} article:nth-of-type(1) button`, { containing: "Save (.cer)" });
  const single = await saved(`${folder}/bob@demo.example.cer`);
  await options.click("#certificate-export-all");
  const bundle = await saved(`${folder}/correspondents.pem`);
  const { stdout } = await run("openssl", ["x509", "-inform", "DER", "-in", single, "-noout", "-email"]);
  assert.equal(stdout.toString().trim(), "bob@demo.example");
  const count = readFileSync(bundle, "latin1").split("BEGIN CERTIFICATE").length - 1;
  assert.ok(count >= 2, `the bundle has both certificates: ${count}`);
  await run("openssl", ["crl2pkcs7", "-nocrl", "-certfile", bundle, "-out", `${folder}/all.p7b`]);
  await stage.thunderbird.chrome(() => {
    for (const name of ["folderList", "dir", "useDownloadDir"]) {
      Services.prefs.clearUserPref(`browser.download.${name}`);
    }
  });
  return `bob@demo.example.cer, and ${count} certificates in correspondents.pem`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function searchAndCompare(stage) {
  const options = await openBob(stage);
  await options.type("#certificate-search", "zzz");
  await until("nobody is found", async () => ((await options.text("#certificate-list")).includes("Nothing matches") ? true : null));
  await options.read(() => void (/** @type {HTMLInputElement} */ (document.getElementById("certificate-search")).value = ""));
  await options.type("#certificate-search", "exam bob");
  await until("Bob is found", async () => ((await options.text("#certificate-list")).includes("bob@demo.example") ? true : null));
  await until("his certificates", async () => (await uses(options)).length || null);
  await options.click(`${BOB} article:nth-of-type(1) button`, { containing: "Compare the fingerprint" });
  await until("the fingerprint", async () => (await options.text("#contact-fingerprint")) || null);
  await stage.photograph("compare");
  await options.click("#dialog-accept");
  const card = await until("the comparison is noted", async () => {
    const text = await options.text(`${BOB} article:nth-of-type(1)`);
    return text.includes("Compared with the person") ? text : null;
  });
  return card.split("\n").find((line) => line.includes("Compared with")) ?? "";
}

/** @param {import("../stage.mjs").Stage} stage */
async function leaveAsFound(stage) {
  const options = await openBob(stage);
  await options.click(`${BOB} button`, { containing: "Choose automatically" });
  await until("the newest is used", async () => ((await uses(options))[0].includes("newest") ? true : null));
  await options.click(`${BOB} article:nth-of-type(1) button`, { containing: "Remove" });
  const [use] = await until("one certificate is left", async () => {
    const now = await uses(options);
    return now.length === 1 ? now : null;
  });
  assert.match(use, /there is no other/);
  return use;
}

/** @param {import("../stage.mjs").Stage} stage */
async function openBob(stage) {
  const options = await stage.session.options();
  await options.click(`${BOB} > summary`);
  await until("Bob's certificates", async () => (await uses(options)).length || null);
  return options;
}

/**
 * @param {import("../driver/extension-page.mjs").ExtensionPage} options
 * @returns {Promise<string[]>} What each of Bob's certificates is used for.
 */
function uses(options) {
  return options.read((css) => [...document.querySelectorAll(`${css} article > dl:first-of-type > dd:first-of-type`)].map((one) => one.textContent), BOB);
}

/** @param {string} file */
async function saved(file) {
  return until(`the file ${file}`, async () => (existsSync(file) && readFileSync(file).length ? file : null));
}

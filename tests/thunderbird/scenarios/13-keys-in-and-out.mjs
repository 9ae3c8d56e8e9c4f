import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { run, until } from "../driver/processes.mjs";
import { issueAgain, PASSPHRASE } from "../world/people.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Keys get in and out on the options page",
  tests: [
    ["a request is made with a new key and saved as a file that openssl verifies", requestCertificate],
    ["the authority's answer joins the waiting key", importAnswer],
    ["the key is exported for an old device, and openssl opens the file", exportKey],
    ["a backup is written; a wrong passphrase restores nothing", backUp],
    ["what was lost comes back from the backup", restore],
    ["Thunderbird's own store gives its key, and offers the rest", importProfile],
    ["the world is as before", cleanUp],
  ],
};

const NAME = "Alice at the company";
const SECRET = "correct horse battery";

/** @param {import("../stage.mjs").Stage} stage */
const downloads = (stage) => `${stage.world.folder}/home/saved`;

/** @param {import("../stage.mjs").Stage} stage */
async function requestCertificate(stage) {
  mkdirSync(downloads(stage), { recursive: true });
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((folder) => {
    Services.prefs.setBoolPref("browser.download.useDownloadDir", true);
    Services.prefs.setIntPref("browser.download.folderList", 2);
    Services.prefs.setStringPref("browser.download.dir", folder);
  }, downloads(stage));
  const options = await stage.session.options();
  await options.click("#request-new");
  await until("the form", () => options.read(() => document.querySelector("dialog[open] [name=name]") !== null || null));
  await options.click("[name=name]");
  await stage.thunderbird.pointer.press("ctrl+a");
  await stage.thunderbird.pointer.type(NAME);
  await stage.photograph("form");
  await options.click("#dialog-accept");
  const card = await until("the waiting request", async () => (await options.text("#request-list")) || null);
  const file = await saved(stage, ".csr");
  const { stdout, stderr } = await run("openssl", ["req", "-in", file, "-verify", "-noout", "-text"]);
  assert.match(stderr.toString(), /verify OK/);
  assert.match(stdout.toString(), /email:alice@demo\.example/);
  assert.match(stdout.toString(), /RSA Public-Key: \(3072 bit\)|Public-Key: \(3072 bit\)/);
  assert.ok(stdout.toString().includes(NAME));
  return `saved; openssl: verify OK, RSA 3072, email:alice@demo.example; card "${card.split("\n")[0]}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function importAnswer(stage) {
  const { folder } = stage.world.people;
  const [request, answer, extensions] = [await saved(stage, ".csr"), `${folder}/answer.pem`, `${folder}/answer.ext`];
  writeFileSync(
    extensions,
    "keyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=emailProtection\nsubjectAltName=email:alice@demo.example\nsubjectKeyIdentifier=hash\n",
  );
  await run("openssl", [
    "x509", "-req", "-in", request, "-CA", `${folder}/demo-ca.pem`, "-CAkey", `${folder}/demo-ca.key`, "-set_serial", "0x616e73776572", "-days", "30",
    "-extfile", extensions, "-out", answer,
  ]);
  const options = await stage.session.options();
  await options.chooseFile("#key-file", answer);
  const card = await until("the key with its certificate", async () => {
    const text = await options.text("#key-list");
    return text.includes(NAME) ? text : null;
  });
  assert.match(card, /alice@demo\.example/);
  assert.equal((await options.text("#request-list")).trim(), "", "nothing waits any more");
  return "listed with the certificate that openssl issued; nothing waits any more";
}

/** @param {import("../stage.mjs").Stage} stage */
async function exportKey(stage) {
  const options = await stage.session.options();
  const sha256 = await until("the key", () => options.read(shaOfCard, NAME));
  await options.click(`#key-list [data-sha256="${sha256}"] button.export`);
  await until("the question how", () => options.read(() => document.querySelector("dialog[open] [name=form]") !== null || null));
  await options.click("dialog [name=form]");
  await stage.thunderbird.pointer.press("Down", "Return");
  await stage.photograph("how");
  await options.click("#dialog-accept");
  await chooseSecret(stage, options, SECRET);
  const file = await saved(stage, ".p12");
  const { stdout, stderr } = await run("openssl", ["pkcs12", "-in", file, "-info", "-noenc", "-passin", `pass:${SECRET}`]);
  assert.match(stdout.toString(), /PRIVATE KEY/);
  assert.match(stderr.toString(), /TripleDES/);
  const card = await until("the export on the card", async () => {
    const text = await options.text(`#key-list [data-sha256="${sha256}"]`);
    return /exported/.test(text) ? text : null;
  });
  return `openssl opens it (${/pbeWith\S+/.exec(stderr.toString())?.[0]}); the card says "${/exported.*/.exec(card)?.[0]}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function backUp(stage) {
  const options = await stage.session.options();
  await options.click("#backup-write");
  await chooseSecret(stage, options, SECRET);
  const file = await saved(stage, ".backup");
  const told = await until("a word about the backup", async () => {
    const text = await options.text("#status");
    return text.includes(".backup") ? text : null;
  });
  await options.chooseFile("#backup-file", file);
  await options.answerSecret("some other secret");
  const wrong = await until("a word about the wrong passphrase", async () => (await options.text("#secret-wrong")) || null);
  await options.click("#dialog-dismiss");
  return `"${told}"; wrong: "${wrong}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function restore(stage) {
  const options = await stage.session.options();
  const sha256 = await until("the key", () => options.read(shaOfCard, NAME));
  await removeKey(options, sha256);
  await options.chooseFile("#backup-file", await saved(stage, ".backup"));
  await options.answerSecret(SECRET);
  const result = await until("what was restored", async () => (await options.text("#backup-result [data-kind=keys]")) || null);
  assert.match(result, /1 added/);
  await until("the key is back", () => options.read((wanted) => document.querySelector(`#key-list [data-sha256="${wanted}"]`) !== null || null, sha256));
  await options.read(() => document.querySelector("#backup")?.scrollIntoView());
  return `"${result}", and the key is listed again`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function importProfile(stage) {
  const { world } = stage;
  const [profile, password] = [`${world.home}/old-profile`, `${world.people.folder}/primary`];
  writeFileSync(password, `${SECRET}\n`);
  writeFileSync(`${password}-file`, `${PASSPHRASE}\n`);
  mkdirSync(profile, { recursive: true });
  mkdirSync(`${world.home}/.thunderbird`, { recursive: true });
  writeFileSync(`${world.home}/.thunderbird/profiles.ini`, `[Profile0]\nName=old\nIsRelative=0\nPath=${profile}\n`);
  const { pfx } = await issueAgain(world.people, "alice", { file: "alice-profile" });
  await run("certutil", ["-N", "-d", `sql:${profile}`, "-f", password]);
  await run("pk12util", ["-i", pfx, "-d", `sql:${profile}`, "-k", password, "-w", `${password}-file`]);
  await run("certutil", ["-A", "-d", `sql:${profile}`, "-f", password, "-n", "dora", "-t", ",,", "-a", "-i", world.people.get("dora").certificate]);
  const options = await stage.session.options();
  await options.click("#profile-import");
  await until("the question which profile", () => options.read(() => document.querySelector("dialog[open] [name=folder]") !== null || null));
  await stage.photograph("which");
  await options.click("#dialog-accept");
  await options.answerSecret(SECRET);
  const offered = await until("the certificates of others", async () => {
    const text = await options.text("dialog[open]");
    return text.includes("dora@") ? text : null;
  });
  await stage.photograph("others");
  await options.click("#dialog-dismiss");
  const told = await until("a word about the keys", async () => {
    const text = await options.text("#status");
    return text.includes("alice@") ? text : null;
  });
  const sha256 = await until("the key from the profile", () => options.read(shaOfCard, "Thunderbird (old)"));
  await removeKey(options, sha256);
  rmSync(`${world.home}/.thunderbird`, { recursive: true });
  rmSync(profile, { recursive: true });
  return `"${told}"; offered: "${offered.split("\n")[0]}"`;
}

/**
 * Types a new secret twice, as the page asks for it.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../driver/extension-page.mjs").ExtensionPage} options
 * @param {string} secret
 */
async function chooseSecret(stage, options, secret) {
  await until("the question for a new secret", () => options.read(() => document.querySelector("dialog[open] #secret-repeat") !== null || null));
  await options.type("#secret", secret);
  await options.type("#secret-repeat", secret);
  await stage.thunderbird.pointer.press("Return");
}

/**
 * Runs in the options page.
 *
 * @param {string} name
 */
function shaOfCard(name) {
  const cards = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#key-list .card"))];
  return cards.find((card) => card.innerText.includes(name))?.dataset.sha256 ?? null;
}

/**
 * @param {import("../driver/extension-page.mjs").ExtensionPage} options
 * @param {string} sha256
 */
async function removeKey(options, sha256) {
  await options.click(`#key-list [data-sha256="${sha256}"] .buttons button:last-child`);
  await options.click("#dialog-accept");
  await until("the key is gone", () => options.read((wanted) => !document.querySelector(`#key-list [data-sha256="${wanted}"]`) || null, sha256));
}

/** @param {import("../stage.mjs").Stage} stage */
async function cleanUp(stage) {
  const options = await stage.session.options();
  await removeKey(options, await until("the key", () => options.read(shaOfCard, NAME)));
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome(() =>
    ["useDownloadDir", "folderList", "dir"].forEach((name) => Services.prefs.clearUserPref(`browser.download.${name}`)),
  );
  return "the new key removed, downloads as they were";
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} ending
 * @returns {Promise<string>} The file that was saved.
 */
async function saved(stage, ending) {
  const name = await until(`a saved ${ending}`, async () => readdirSync(downloads(stage)).find((one) => one.endsWith(ending)) ?? null);
  return `${downloads(stage)}/${name}`;
}

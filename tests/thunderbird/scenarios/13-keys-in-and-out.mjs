import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { run, until } from "../driver/processes.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Keys get in and out on the options page",
  tests: [
    ["a request is made with a new key and saved as a file that openssl verifies", requestCertificate],
    ["the authority's answer joins the waiting key", importAnswer],
    ["the world is as before", cleanUp],
  ],
};

const NAME = "Alice at the company";

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
async function cleanUp(stage) {
  const options = await stage.session.options();
  const sha256 = await until("the key", () =>
    options.read(
      (wanted) =>
        [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#key-list .card"))].find((card) => card.innerText.includes(wanted))?.dataset.sha256 ?? null,
      NAME,
    ),
  );
  await options.click(`#key-list [data-sha256="${sha256}"] .buttons button:last-child`);
  await options.click("#dialog-accept");
  await until("the key is gone", () => options.read((wanted) => !document.querySelector(`#key-list [data-sha256="${wanted}"]`) || null, sha256));
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

import assert from "node:assert/strict";
import { run, until } from "../driver/processes.mjs";
import { PASSPHRASE } from "../world/people.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Alice imports her certificate on the options page",
  tests: [
    ["a wrong passphrase is told, and nothing is imported", refuseWrongPassphrase],
    ["the right passphrase imports key and certificate", importKey],
    ["the demonstration CA is trusted after its fingerprint was shown", trustAuthority],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function refuseWrongPassphrase(stage) {
  const options = await stage.session.options();
  await options.chooseFile("#key-file", stage.person("alice").pfx);
  await options.answerSecret("not the passphrase");
  const told = await until("a word about the wrong passphrase", async () => (await options.text("#secret-wrong")) || null);
  await stage.photograph("told");
  await options.click("#dialog-dismiss");
  await until("the question is gone", () => options.read(() => !document.querySelector("dialog[open]") || null));
  assert.equal(await options.read(() => document.querySelectorAll("#key-list .card").length), 0, "no key may be listed");
  return `"${told}", no key listed`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function importKey(stage) {
  const { pfx, certificate, address } = stage.person("alice");
  const options = await stage.session.options();
  await options.chooseFile("#key-file", pfx);
  await options.answerSecret(PASSPHRASE);
  const card = await until("Alice's key in the list", async () => {
    const text = await options.text("#key-list");
    return text.includes(address) ? text : null;
  });
  assert.ok(bare(card).includes(await fingerprint(certificate)), `the card shows the fingerprint that openssl computes:\n${card}`);
  return `listed with ${address} and the fingerprint that openssl computes`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function trustAuthority(stage) {
  const { authority } = stage.world.people;
  const options = await stage.session.options();
  const before = await until("Alice's certificate", async () => (await options.text("#key-list dd:nth-of-type(2)")).trim() || null);
  await options.chooseFile("#anchor-file", authority);
  const shown = await until("the fingerprint of the CA", async () => (await options.text("#anchor-fingerprint")) || null);
  assert.equal(bare(shown), await fingerprint(authority));
  await stage.photograph("fingerprint");
  await options.click("#dialog-accept");
  await until("the CA in the list", async () => (await options.text("#anchor-list")).includes("Demonstration CA") || null);
  const trust = await until("Alice's certificate is shown anew", async () => {
    const now = (await options.text("#key-list dd:nth-of-type(2)")).trim();
    return now !== before ? now : null;
  });
  return `fingerprint ${shown.slice(0, 19)}… as openssl computes it, then listed as trusted; Alice's certificate went from "${before}" to "${trust}"`;
}

/** @param {string} certificate */
async function fingerprint(certificate) {
  const { stdout } = await run("openssl", ["x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"]);
  return bare(stdout.toString().split("=")[1]);
}

/** @param {string} text */
function bare(text) {
  return text.replace(/[\s:]/g, "").toUpperCase();
}

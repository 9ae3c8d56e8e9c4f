import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { HostProcess } from "../driver/host-process.mjs";
import { until } from "../driver/processes.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "First steps: the page that leads to the first signed mail",
  tests: [
    ["it says that the program answers and that Alice's address is ready", readyAddress],
    ["the certificate is tested for real, with the reasons in words", testCertificate],
    ["without the program it says what to run, and trying again goes on from there", missingProgram],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function readyAddress(stage) {
  const page = await open(stage);
  const program = await until("a word about the program", async () => (await page.text("#host-state .good")) || null);
  const card = await until("Alice's address", async () => (await page.text(`[data-address="${stage.person("alice").address}"]`)) || null);
  assert.equal(await page.read(() => document.querySelector(".card")?.getAttribute("data-state")), "ready");
  return `"${program}" "${card.replace(/\s+/g, " ")}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function testCertificate(stage) {
  const page = new ExtensionPage(stage.thunderbird, "welcome/welcome.html");
  await page.click(".card .test");
  const outcome = await until("the outcome of the test", async () => {
    const words = await page.text(".card .outcome");
    return words.includes("\n") ? words : null;
  });
  assert.match(outcome, /Everything works/);
  assert.match(outcome, /Demonstration CA/);
  return outcome.replace(/\s+/g, " ").slice(0, 200);
}

/** @param {import("../stage.mjs").Stage} stage */
async function missingProgram(stage) {
  const manifest = `${stage.world.home}/.mozilla/native-messaging-hosts/smime_bridge.json`;
  renameSync(manifest, `${manifest}.away`);
  let told;
  try {
    (await HostProcess.of(stage.world.home, stage.host)).kill();
    const page = await open(stage);
    told = await until("a word about the missing program", async () => {
      const words = await page.text("#host-state");
      return words.includes("installer/install.sh") ? words : null;
    });
    assert.equal(await page.read(() => /** @type {any} */ (document.querySelector("#accounts")).hidden), true);
    await stage.photograph("missing");
  } finally {
    renameSync(`${manifest}.away`, manifest);
  }
  const page = new ExtensionPage(stage.thunderbird, "welcome/welcome.html");
  await page.click("#host-again");
  await until("the program answers", async () => (await page.text("#host-state .good")) || null);
  await until("Alice's address is back", async () => (await page.text(".card")) || null);
  await stage.session.tidy();
  return `"${told.replace(/\s+/g, " ")}", then everything again`;
}

/**
 * The page, opened by the link on the options page.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function open(stage) {
  const options = await stage.session.options();
  await options.click("#first-steps");
  return new ExtensionPage(stage.thunderbird, "welcome/welcome.html").ready();
}

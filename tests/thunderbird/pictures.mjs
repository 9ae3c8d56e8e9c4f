import { mkdirSync } from "node:fs";
import { ComposeStrip } from "./driver/compose-strip.mjs";
import { ExtensionPage } from "./driver/extension-page.mjs";
import { until } from "./driver/processes.mjs";
import { SIGNED_SUBJECT } from "./scenarios/02-signed-mail.mjs";

const BOB = "#certificate-list [data-address='bob@demo.example']";

/** What the README shows: how each picture comes about, and how much of the screen it has. */
const PICTURES = [
  { file: "signed.png", area: "1260x700+0+0", show: showSigned },
  { file: "encrypt.png", area: "860x480+0+0", show: showEncrypted },
  { file: "missing.png", area: "1064x580+0+0", resting: "700x380+350+195", show: showMissing },
  { file: "correspondents.png", area: "1260x860+0+0", show: showCorrespondent },
];

/**
 * Makes the README's pictures, on a stage on which Alice has her certificate and Bob's signed message has come. They are the same each
 * time but for the time of day and the certificates, which are made anew for each world.
 *
 * @param {import("./stage.mjs").Stage} stage
 * @param {string} folder
 */
export async function takePictures(stage, folder) {
  mkdirSync(folder, { recursive: true });
  await stage.thunderbird.chrome(() => Services.prefs.setIntPref("ui.caretBlinkTime", 0));
  for (const { file, area, resting, show } of PICTURES) {
    await stage.session.tidy();
    const clear = await show(stage);
    await stage.thunderbird.photographStill(`${folder}/${file}`, area, resting);
    await clear();
    console.log(`  ${folder}/${file}`);
  }
}

/** @param {import("./stage.mjs").Stage} stage */
async function showSigned(stage) {
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  await stage.mail.badgeSays("valid");
  await stage.session.verdictPanel();
  return () => stage.session.closePanels();
}

/** @param {import("./stage.mjs").Stage} stage */
async function showEncrypted(stage) {
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example"], subject: "Thursday it is", text: "Dear Bob,\nThursday suits me. The usual place at noon?" });
  await compose.encrypt();
  await compose.sign();
  await new ComposeStrip(compose).says(/Encrypted for everybody/);
  return () => compose.discard();
}

/** @param {import("./stage.mjs").Stage} stage */
async function showMissing(stage) {
  const compose = await stage.session.write();
  await compose.write({ to: ["bob@demo.example", "carol@demo.example"], subject: "Supper for three", text: "Are you coming?" });
  await compose.encrypt();
  await compose.clickSend();
  const panel = await new ExtensionPage(stage.thunderbird, "popup/missing.html").ready();
  await until("the panel names somebody", async () => (await panel.text("#recipients")) || null);
  return async () => {
    await panel.click("#back");
    await panel.closes();
    await compose.discard();
  };
}

/** @param {import("./stage.mjs").Stage} stage */
async function showCorrespondent(stage) {
  const options = await stage.session.options();
  await options.click(`${BOB} > summary`);
  await until("his certificate", async () => (await options.text(`${BOB} article`)) || null);
  await options.click(`${BOB} .timeline > summary`);
  await options.read(() => {
    document.querySelector("#certificates")?.scrollIntoView({ block: "start", behavior: "instant" });
    /** @type {any} */ (document.activeElement)?.blur();
  });
  return async () => {};
}

import assert from "node:assert/strict";
import { ComposeStrip } from "../driver/compose-strip.mjs";
import { ComposeWindow } from "../driver/compose-window.mjs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { forget, hostCommand } from "../driver/host-command.mjs";
import { until } from "../driver/processes.mjs";
import { switchTheme } from "../driver/surroundings.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { sign } from "../world/openssl.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Recipients are judged while one writes",
  tests: [
    ["everybody ready: a line, a mark at the recipient, and the subject is encrypted too", showReady],
    ["Carol has no certificate: counted and named at once, without a window in the way", showMissing],
    ["dark: line and marks can be seen", showInTheDark],
    ["by keyboard to the ways on, and Carol is asked for a signed message in words", askForSigned],
    ["a signed message that was never opened is found, and the recipient becomes ready", collectFromMail],
    ["a subject that is not encrypted is never shown as secret", showReadableSubject],
    ["Thunderbird's own signature beside ours is told before Send, and a button switches it off", explainConflict],
    ["a From that the certificate does not name is told before Send", explainSender],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function showReady(stage) {
  const { compose, strip } = await write(stage, ["bob@demo.example"], "Seen while writing");
  const offered = await strip.says(/can read encrypted mail/);
  assert.deepEqual(offered.actions.map(({ id }) => id), ["encrypt"]);
  assert.equal(await strip.subjectHint(), null);
  await stage.photograph("offered");
  await strip.press("encrypt");
  const line = await strip.says(/Encrypted for everybody/);
  assert.deepEqual([line.level, line.role], ["good", "status"]);
  const pill = (await strip.pills())["bob@demo.example"];
  assert.deepEqual([pill.state, pill.image], ["ready", "lock.svg"]);
  assert.match(pill.title, /bob@demo\.example: can be encrypted to/);
  const hint = await strip.subjectSays(/Subject is encrypted too/);
  assert.equal((await compose.encryptButton()).label, "Encrypted");
  await stage.photograph("ready");
  await compose.discard();
  return `"${line.text}", "${pill.title}", "${hint.text}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function showMissing(stage) {
  const windows = (await stage.thunderbird.windows()).length;
  const { compose, strip } = await write(stage, ["bob@demo.example"], "Supper again");
  await compose.encrypt();
  await strip.says(/Encrypted for everybody/);
  await compose.write({ to: ["carol@demo.example"] });
  const line = await strip.says(/1 of 2/);
  assert.equal(line.level, "warning");
  assert.match(line.text, /carol@demo\.example: no certificate is known/);
  assert.doesNotMatch(line.text, /bob@/);
  const pills = await strip.pills();
  assert.deepEqual([pills["bob@demo.example"].state, pills["carol@demo.example"].state], ["ready", "blocked"]);
  await until("the button counts her", async () => ((await strip.badge()) === "1" ? true : null));
  assert.equal((await stage.thunderbird.windows()).length, windows + 1, "no window but the one in which one writes");
  await compose.focus();
  await stage.photograph("missing");
  await compose.clickEncrypt();
  await until("the marks go with encryption", async () => ((await strip.pills())["carol@demo.example"].state === "" ? true : null));
  assert.equal(await strip.badge(), "");
  await compose.discard();
  return `"${line.text.replace(/\n/g, " ")}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function showInTheDark(stage) {
  await switchTheme(stage.thunderbird, "dark");
  try {
    const { compose, strip } = await write(stage, ["bob@demo.example", "carol@demo.example"], "Supper in the dark");
    await compose.encrypt();
    await strip.says(/1 of 2/);
    const colours = await stage.thunderbird.chrome(() => {
      const { color, backgroundColor } = getComputedStyle(/** @type {Element} */ (document.getElementById("smime-bridge-strip")));
      return { color, backgroundColor };
    });
    const ratio = contrast(colours.color, colours.backgroundColor);
    assert.ok(ratio >= 4.5, `contrast ${ratio} of ${JSON.stringify(colours)}`);
    await stage.photograph("dark");
    await compose.discard();
    return `contrast ${ratio.toFixed(1)}`;
  } finally {
    await switchTheme(stage.thunderbird, "light");
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function askForSigned(stage) {
  const { compose, strip } = await write(stage, ["bob@demo.example", "carol@demo.example"], "Supper by keyboard");
  await compose.encrypt();
  await strip.says(/1 of 2/);
  await strip.pressByKeyboard("fix");
  const panel = await openPanel(stage);
  assert.match(await panel.text("h1"), /Not everybody can be encrypted to yet/);
  await stage.photograph("ways on");
  const letter = await ComposeWindow.after(stage.thunderbird, () => panel.click('[data-address="carol@demo.example"] [data-fix="ask"]'));
  const written = await until("the prepared message", async () => {
    const [subject, text, to] = [await letter.subject(), await letter.text(), await letter.recipients()];
    return subject && text.includes("S/MIME certificate") && to.length === 1 ? { subject, text, to } : null;
  });
  assert.match(written.to[0], /carol@demo\.example/);
  await until("the message that asks is signed itself", () =>
    stage.thunderbird.chrome(() => document.getElementById("smime-bridge-sign-button")?.getAttribute("aria-pressed") === "true" || null),
  );
  assert.equal((await letter.encryptButton()).label, "Not encrypted");
  await stage.photograph("asked");
  await letter.discard();
  await panel.click('[data-address="carol@demo.example"] [data-fix="remove"]');
  await until("everybody left is ready", async () => (/Everybody can be encrypted to/.test(await panel.text("h1")) ? true : null));
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  await strip.says(/Encrypted for everybody/);
  assert.equal((await compose.recipients()).length, 1);
  await compose.discard();
  return `"${written.subject}" to ${written.to[0]}, signed; then Carol removed and the line is good`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function collectFromMail(stage) {
  const dora = stage.person("dora");
  await forget(stage, dora.address);
  const subject = "Never opened";
  await stage.world.deliver("dora", ["alice"], header({ from: "dora", subject }) + (await sign(plainPart("Hello Alice."), dora)));
  await stage.mail.openFolder("INBOX");
  await until("her message is in the list", async () => {
    await stage.mail.fetchFolder();
    return stage.thunderbird.read("list", (view, wanted) => [...Array(view.gDBView?.rowCount ?? 0).keys()].some((row) => view.gDBView.getMsgHdrAt(row).mime2DecodedSubject === wanted) || null, subject);
  });
  const { compose, strip } = await write(stage, [dora.address], "To Dora");
  await compose.encrypt();
  await strip.says(/0 of 1.*\n?.*no certificate is known/s);
  await strip.press("fix");
  const panel = await openPanel(stage);
  await panel.click(`[data-address="${dora.address}"] [data-fix="collect"]`);
  const told = await until("the search is done", async () => {
    const words = await panel.text("#status");
    return /Found a usable certificate/.test(words) ? words : null;
  });
  await stage.photograph("collected");
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  await strip.says(/Encrypted for everybody/);
  await compose.discard();
  return `"${told}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function showReadableSubject(stage) {
  await hostCommand(stage, "policy", "set", "sending.headerProtection", "off");
  try {
    const { compose, strip } = await write(stage, ["bob@demo.example"], "Not a secret");
    await compose.encrypt();
    const readable = await strip.subjectSays(/Subject is sent readable/);
    assert.equal(readable.hidden, "false");
    await compose.focus();
    await stage.photograph("readable");
    await hostCommand(stage, "policy", "reset", "sending.headerProtection");
    await compose.clickEncrypt();
    await compose.sign();
    await strip.subjectSays(/Subject is sent readable/);
    await compose.encrypt();
    const hidden = await strip.subjectSays(/Subject is encrypted too/);
    assert.equal(hidden.hidden, "true");
    await compose.discard();
    return "readable while policy or signing alone leaves it so, hidden again with encryption";
  } finally {
    await hostCommand(stage, "policy", "reset", "sending.headerProtection");
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function explainConflict(stage) {
  await ownSigning(stage, "somebody's certificate");
  try {
    const { compose, strip } = await write(stage, ["bob@demo.example"], "Twice");
    await compose.sign();
    await stage.thunderbird.chrome(() => {
      window.gSelectedTechnologyIsPGP = false;
      /** @type {any} */ (document.getElementById("menu_securitySign_Menubar") ?? document.getElementById("menu_securitySign_Toolbar")).doCommand();
    });
    const line = await strip.says(/Thunderbird's own S\/MIME is switched on/);
    assert.equal(line.level, "bad");
    await stage.photograph("conflict");
    await strip.press("release");
    await until("Thunderbird's signature is off", () => stage.thunderbird.chrome(() => !window.gSendSigned || null));
    await until("the conflict is gone", async () => (/Thunderbird's own/.test((await strip.line())?.text ?? "") ? null : true));
    await compose.discard();
    return `"${line.text}", gone after one click`;
  } finally {
    await ownSigning(stage, "");
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function explainSender(stage) {
  const { compose, strip } = await write(stage, ["bob@demo.example"], "From the shop");
  await compose.sign();
  await compose.encrypt();
  await strip.says(/Encrypted for everybody/);
  await customiseFrom(stage, "Alice <alice+shop@demo.example>");
  const line = await strip.says(/is for alice@demo\.example, not for alice\+shop@demo\.example/);
  assert.equal(line.level, "bad");
  await stage.photograph("sender");
  await strip.press("unsign");
  await strip.says(/Encrypted for everybody/);
  await customiseFrom(stage, "Sales <sales@demo.example>");
  const other = await strip.says(/no certificate of your own for sales@demo\.example/);
  await compose.discard();
  return `"${line.text}"; encrypted without signature it may go; "${other.text}"`;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string[]} to
 * @param {string} subject
 */
async function write(stage, to, subject) {
  const compose = await stage.session.write();
  await compose.write({ to, subject, text: "Are you coming?" });
  return { compose, strip: new ComposeStrip(compose) };
}

/** @param {import("../stage.mjs").Stage} stage */
async function openPanel(stage) {
  const panel = await new ExtensionPage(stage.thunderbird, "popup/missing.html").ready();
  await until("the panel names somebody", async () => (await panel.text("#recipients")) || null);
  return panel;
}

/**
 * Gives the identity a certificate of Thunderbird's own to sign with, by name, or takes it away.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} name
 */
async function ownSigning({ thunderbird }, name) {
  await thunderbird.toMain();
  await thunderbird.chrome((value) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    MailServices.accounts.defaultAccount.defaultIdentity.setUnicharAttribute("signing_cert_name", value);
  }, name);
}

/**
 * Writes into the From field as "Customise From Address" lets one do.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} from
 */
async function customiseFrom({ thunderbird }, from) {
  await thunderbird.chrome((text) => {
    const field = /** @type {any} */ (document.getElementById("msgIdentity"));
    window.MakeFromFieldEditable(true);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, from);
}

/**
 * @param {string} one As computed.
 * @param {string} other
 * @returns {number} The contrast ratio (WCAG 2.1).
 */
function contrast(one, other) {
  const [light, dark] = [one, other].map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {string} color */
function luminance(color) {
  const [red, green, blue] = (color.match(/[\d.]+/g) ?? []).map(Number).map((part) => {
    const share = color.startsWith("color(") ? part : part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

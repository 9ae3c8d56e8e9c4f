import assert from "node:assert/strict";
import { faintTexts } from "../driver/contrast.mjs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { pause, until } from "../driver/processes.mjs";
import { switchLanguage, switchTheme } from "../driver/surroundings.mjs";
import { deliverSigned, SIGNED_SUBJECT } from "./02-signed-mail.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Dark, German, and by keyboard alone",
  tests: [
    ["dark: the options page can be read", readOptionsInTheDark],
    ["dark: the verdict's panel can be read", readVerdictInTheDark],
    ["dark: the panel about missing certificates can be read", readMissingInTheDark],
    ["keyboard: shortcuts toggle encryption and signing, and the buttons say so", toggleByShortcut],
    ["keyboard: in the panel about missing certificates Tab goes through the ways, Enter and Escape lead back", leaveByKeyboard],
    ["keyboard: the options page is walked through by Tab, and every field has a name", walkThroughOptions],
    ["German: page, panel and buttons speak it", speakGerman],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function readOptionsInTheDark(stage) {
  await switchTheme(stage.thunderbird, "dark");
  const options = await stage.session.options();
  await until("the cards are there", () => options.read(() => document.querySelector(".card") !== null || null));
  return readable(options);
}

/** @param {import("../stage.mjs").Stage} stage */
async function readVerdictInTheDark(stage) {
  if (!stage.world.maildir("alice").withSubject(SIGNED_SUBJECT).length) {
    await deliverSigned(stage.world);
  }
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  const panel = await stage.session.verdictPanel();
  await panel.read(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  await stage.photograph("panel");
  const observed = await readable(panel);
  await stage.session.closePanels();
  return observed;
}

/** @param {import("../stage.mjs").Stage} stage */
async function readMissingInTheDark(stage) {
  const { compose, panel } = await tryToSend(stage, "Seen in the dark");
  await panel.click("#unencrypted");
  await until("the second question", async () => (await panel.text("#question")) || null);
  await stage.photograph("panel");
  const observed = await readable(panel);
  await panel.click("#keep");
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  assert.match(await signImage(stage), /sign-off\.svg/, "the signing button has its icon in the dark");
  await compose.discard();
  await switchTheme(stage.thunderbird, "light");
  return observed;
}

/** @param {import("../stage.mjs").Stage} stage */
async function toggleByShortcut(stage) {
  const compose = await stage.session.write();
  await compose.write({ subject: "By keyboard" });
  const before = { encrypt: await compose.encryptButton(), sign: await signButton(stage) };
  await stage.thunderbird.pointer.press("alt+shift+l");
  const encrypted = await compose.encryptButtonChangesFrom(before.encrypt);
  assert.match(encrypted.title, /Drafts of it are stored encrypted to you/);
  await compose.focus();
  await stage.thunderbird.pointer.press("alt+shift+g");
  const signed = await until("the signing button changes", async () => {
    const now = await signButton(stage);
    return now.pressed !== before.sign.pressed ? now : null;
  });
  assert.equal(signed.name, signed.title, "screen readers hear what the tooltip says");
  await stage.photograph("toggled");
  await compose.discard();
  return `"${before.encrypt.label}" became "${encrypted.label}", pressed went from ${before.sign.pressed} to ${signed.pressed}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function leaveByKeyboard(stage) {
  const { pointer } = stage.thunderbird;
  const { compose, panel } = await tryToSend(stage, "Left by keyboard");
  await focusWindowOf(stage, panel);
  const order = [await focused(panel)];
  for (let step = 0; step < 2; step++) {
    await pointer.press("Tab");
    await pause(200);
    order.push(await focused(panel));
  }
  assert.deepEqual(order.map(({ id }) => id), ["back", "remove", "unencrypted"]);
  await pointer.press("Return");
  await until("the second question has the focus", async () => ((await focused(panel)).id === "keep" ? true : null));
  await stage.photograph("second question");
  await pointer.press("Escape");
  await until("Escape leads back to the first question", async () => ((await focused(panel)).id === "back" ? true : null));
  await pointer.press("Escape");
  await panel.closes();
  await sendAgain(stage, compose);
  await focusWindowOf(stage, panel);
  assert.equal((await focused(panel)).id, "back");
  await pointer.press("Return");
  await panel.closes();
  await compose.focus();
  assert.equal((await compose.recipients()).length, 1, "the message is as it was");
  await compose.discard();
  return `Tab: ${order.map(({ name }) => name).join(" > ")}; Escape twice and Enter at once lead back`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function walkThroughOptions(stage) {
  const options = await stage.session.options();
  await until("the addresses are there", () => options.read(() => document.querySelector("#identity-list select") !== null || null));
  const nameless = await options.read(() =>
    [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input, select, button"))]
      .filter((one) => !one.hidden && !(one.ariaLabel || one.labels?.[0]?.textContent || one.textContent || "").trim())
      .map((one) => one.outerHTML),
  );
  assert.deepEqual(nameless, [], "fields without a name");
  await options.click("h1");
  const reached = [];
  for (let step = 0; step < 200 && reached.at(-1)?.id !== "doctor-run"; step++) {
    await stage.thunderbird.pointer.press("Tab");
    await pause(60);
    reached.push(await focused(options));
    if (reached.at(-1)?.id === "key-file") {
      await stage.photograph("file");
    }
  }
  const wanted = ["key-file", "certificate-search", "certificate-file", "anchor-file", "doctor-run"];
  assert.deepEqual(reached.map(({ id }) => id).filter((id) => wanted.includes(id)), wanted);
  const { name, outline } = /** @type {{name: string, outline: string}} */ (reached.find(({ id }) => id === "key-file"));
  for (const kind of [".pfx", ".p12", ".pem", ".zip"]) {
    assert.ok(name.includes(kind), `the label names ${kind}: ${name}`);
  }
  assert.notEqual(outline, "none", "the focus can be seen");
  return `${reached.length} steps; the file field is called "${name}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function speakGerman(stage) {
  await switchLanguage(stage.thunderbird, "de");
  await stage.session.addonReady();
  try {
    const options = await stage.session.options();
    const words = await until("the page in German", async () => {
      const text = await options.text();
      return text.includes("Ihre Zertifikate") && text.includes("Vertrauen") ? text : null;
    });
    assert.doesNotMatch(words, /Your certificates|Import a|Issued by/);
    assert.equal(await options.read(() => document.documentElement.lang), "de");
    await stage.photograph("options");
    const { compose, panel } = await tryToSend(stage, "Auf Deutsch");
    const headline = await panel.text("h1");
    assert.equal(headline, "Diese Nachricht wurde nicht gesendet");
    await stage.photograph("missing");
    await panel.click("#back");
    await panel.closes();
    await compose.focus();
    const { label, title } = await compose.encryptButton();
    assert.equal(label, "Verschlüsselt");
    assert.match(title, /Entwürfe davon werden für Sie verschlüsselt/);
    await compose.discard();
    return `options page, "${label}", "${headline}"`;
  } finally {
    await switchLanguage(stage.thunderbird, "en-US");
    await stage.session.addonReady();
  }
}

/**
 * @param {ExtensionPage} page
 * @returns {Promise<string>} What was observed, when all text stands out enough (WCAG 2.1, 1.4.3).
 */
async function readable(page) {
  const { dark, seen, lowest, faint } = await page.read(faintTexts, 4.5);
  assert.ok(dark, "the page follows the dark theme");
  assert.ok(seen > 5, `${seen} texts`);
  assert.deepEqual(faint, [], "texts with too little contrast");
  return `${seen} texts, the lowest contrast is ${lowest}`;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 */
async function tryToSend(stage, subject) {
  const compose = await stage.session.write();
  await compose.write({ to: ["carol@demo.example"], subject, text: "Are you coming?" });
  await compose.encrypt();
  return { compose, panel: await sendAgain(stage, compose) };
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../driver/compose-window.mjs").ComposeWindow} compose
 */
async function sendAgain(stage, compose) {
  await compose.clickSend();
  const panel = await new ExtensionPage(stage.thunderbird, "popup/missing.html").ready();
  await until("the panel has its buttons", () => panel.read(() => document.activeElement?.id === "back" || null));
  return panel;
}

/**
 * A window manager would give the new window the keyboard.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {ExtensionPage} panel
 */
async function focusWindowOf(stage, panel) {
  const handle = await until("the panel's window", () =>
    stage.thunderbird.windowWhere(() => document.documentElement.getAttribute("windowtype") === "mail:extensionPopup"),
  );
  await stage.thunderbird.switchTo(handle);
  await stage.thunderbird.pointer.moveTo(
    await panel.read(() => {
      const { x, y } = /** @type {Element} */ (document.querySelector("h1")).getBoundingClientRect();
      const view = /** @type {any} */ (window);
      return { x: (view.mozInnerScreenX + x) * devicePixelRatio, y: (view.mozInnerScreenY + y) * devicePixelRatio };
    }),
  );
}

/**
 * @param {ExtensionPage} page
 * @returns {Promise<{id: string, name: string, outline: string}>} The element that the keyboard is at.
 */
function focused(page) {
  return page.read(() => {
    const element = /** @type {HTMLInputElement} */ (document.activeElement);
    const name = (element.labels?.[0]?.textContent ?? element.textContent ?? "").trim();
    return { id: element.id, name, outline: getComputedStyle(element).outlineStyle };
  });
}

/** @param {import("../stage.mjs").Stage} stage */
function signImage(stage) {
  return stage.thunderbird.chrome(() => {
    const button = document.getElementById("smime-bridge-sign-button");
    return button ? getComputedStyle(button).listStyleImage : "";
  });
}

/** @param {import("../stage.mjs").Stage} stage */
function signButton(stage) {
  return stage.thunderbird.chrome(() => {
    const button = document.getElementById("smime-bridge-sign-button");
    return {
      pressed: button?.getAttribute("aria-pressed") ?? "",
      name: button?.getAttribute("aria-label") ?? "",
      title: button?.getAttribute("tooltiptext") ?? "",
    };
  });
}

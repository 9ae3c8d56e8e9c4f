import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { hostCommand } from "../driver/host-command.mjs";
import { HostProcess } from "../driver/host-process.mjs";
import { until } from "../driver/processes.mjs";
import { PASSPHRASE } from "../world/people.mjs";
import { MAIL_PASSWORD } from "../world/world.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "The policy in words, and a report of the diagnostics to pass on",
  tests: [
    ["every setting of the host is on the page, with its default marked", showAll],
    ["a change by keyboard is kept, says what it means, and is undone", changeAndUndo],
    ["a wrong value is refused in its place, with the range that holds", refuseValue],
    ["everything goes back to the defaults, and that is undone too", resetAll],
    ["what is changed under Rules shows in the policy, and the other way round", showInBothPlaces],
    ["one click checks everything, and one copies a report without secrets or names", copyReport],
    ["without the program the report says why", reportMissing],
    ["the report is saved as a file", saveReport],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function showAll(stage) {
  const options = await policyPage(stage);
  const names = (await hostCommand(stage, "policy", "show")).match(/^[a-z]+\.[A-Za-z0-9]+/gm) ?? [];
  assert.ok(names.length > 30, `${names.length} names`);
  const shown = await options.read(() => [...document.querySelectorAll("#policy-list [data-policy]")].map((one) => one.getAttribute("data-policy") ?? ""));
  assert.deepEqual(shown.sort(), names.sort());
  const states = await options.read(() => [...document.querySelectorAll("#policy-list .policy-state > span")].map((one) => one.textContent));
  assert.ok(states.every((one) => one === "This is the default."), states.join("; "));
  const choices = await options.read(() => [...document.querySelectorAll("[data-policy='revocation.mode'] option")].map((one) => one.textContent));
  assert.deepEqual(choices, ["not checked", "checked (default)", "checked, and without an answer it does not count"]);
  await options.read(() => document.querySelector("#policy")?.scrollIntoView());
  await stage.photograph("policy");
  return `${shown.length} settings; revocation: ${choices.join(" / ")}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function changeAndUndo(stage) {
  const options = await policyPage(stage);
  await focusOn(options, "[data-policy='revocation.mode'] select");
  await stage.thunderbird.pointer.press("Up");
  await until("the host has it", async () => ((await value(stage, "revocation.mode")) === "off" ? true : null));
  const risk = await until("what it means", () => options.read(riskOf, "revocation.mode"));
  const state = await options.text("[data-policy='revocation.mode'] .policy-state");
  assert.match(state, /the default is: checked/);
  assert.equal(await options.read(() => document.activeElement?.id), "policy-revocation.mode", "the keyboard stays where it was");
  await stage.photograph("changed");
  await options.click("#status-button");
  await until("it is undone", async () => ((await value(stage, "revocation.mode")) === "soft" ? true : null));
  await until("the page shows it", async () => ((await options.read(riskOf, "revocation.mode")) === null ? true : null));
  return `"${risk}"; "${state.split("\n")[0]}"; undone`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function refuseValue(stage) {
  const options = await policyPage(stage);
  const field = "[data-policy='signatures.minimumRsaBits'] input";
  await options.click(field);
  await stage.thunderbird.pointer.press("ctrl+a");
  await stage.thunderbird.pointer.type("100");
  await stage.thunderbird.pointer.press("Tab");
  const told = await until("the refusal", async () => (await options.text("[data-policy='signatures.minimumRsaBits'] .wrong")) || null);
  assert.match(told, /from 512 to 16384/);
  const state = await options.read((css) => {
    const input = /** @type {HTMLInputElement} */ (document.querySelector(css));
    const [error] = (input.getAttribute("aria-describedby") ?? "").split(" ").reverse();
    return { invalid: input.getAttribute("aria-invalid"), tied: document.getElementById(error)?.getAttribute("role") };
  }, field);
  assert.deepEqual(state, { invalid: "true", tied: "alert" });
  await stage.photograph("refused");
  assert.equal(await value(stage, "signatures.minimumRsaBits"), "2048", "nothing was changed");
  await options.click(field);
  await stage.thunderbird.pointer.press("ctrl+a");
  await stage.thunderbird.pointer.type("1024");
  await stage.thunderbird.pointer.press("Return");
  const risk = await until("the risk", () => options.read(riskOf, "signatures.minimumRsaBits"));
  await options.click("[data-policy='signatures.minimumRsaBits'] .reset");
  await until("the default", async () => ((await value(stage, "signatures.minimumRsaBits")) === "2048" ? true : null));
  return `"${told}"; 1024: "${risk}"; reset`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function resetAll(stage) {
  await hostCommand(stage, "policy", "set", "sending.headerProtection", "all");
  await hostCommand(stage, "policy", "set", "limits.mimeDepth", "40");
  const options = await policyPage(stage);
  await options.click("#policy-reset-all");
  await until("both are gone", async () => ((await value(stage, "limits.mimeDepth")) === "32" && (await value(stage, "sending.headerProtection")) === "subject") || null);
  const told = await until("a word about it", async () => (/^2 setting/.test(await options.text("#status")) ? await options.text("#status") : null));
  await options.click("#status-button");
  await until("both are back", async () => ((await value(stage, "limits.mimeDepth")) === "40" && (await value(stage, "sending.headerProtection")) === "all") || null);
  await hostCommand(stage, "policy", "reset", "limits.mimeDepth");
  await hostCommand(stage, "policy", "reset", "sending.headerProtection");
  return `"${told.split("\n")[0]}", then both back`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function showInBothPlaces(stage) {
  const options = await policyPage(stage);
  await focusOn(options, "#rule-defaults select");
  await stage.thunderbird.pointer.press("Down");
  await until("the policy shows it", () => options.read(() => /** @type {any} */ (document.getElementById("policy-sending.encryptByDefault")).value === "possible" || null));
  await options.click("[data-policy='sending.encryptByDefault'] .reset");
  await until("the rules show it", () => options.read(() => /** @type {any} */ (document.querySelector("#rule-defaults select")).value === "off" || null));
  assert.equal(await value(stage, "sending.encryptByDefault"), "off");
  return "set under Rules, reset in the policy";
}

/** @param {import("../stage.mjs").Stage} stage */
async function copyReport(stage) {
  await hostCommand(stage, "policy", "set", "revocation.mode", "hard");
  try {
    const options = await stage.session.options();
    await options.click("#doctor-run");
    await until("the report", () => options.read(() => document.querySelector("#doctor-copy") !== null || null));
    await stage.photograph("checked");
    await options.click("#doctor-report summary");
    await options.click("#doctor-copy");
    await until("a word that it is copied", async () => ((await options.text("#status")).includes("copied") ? true : null));
    await stage.photograph("copied");
    const report = await clipboard(stage);
    stage.keep("report of the diagnostics", report);
    assert.match(report, /^S\/MIME Bridge: checked \d{4}-/);
    assert.match(report, /Thunderbird \d+/);
    assert.match(report, /revocation\.mode=hard/);
    const checks = report.match(/^\[(good|warning|bad)\] /gm) ?? [];
    assert.ok(checks.length >= 10, report);
    for (const [what, secret] of secretsOf(stage)) {
      assert.ok(!report.includes(secret), `the report has ${what} in it:\n${report}`);
    }
    return `${checks.length} checks, ${report.length} characters, none of ${secretsOf(stage).length} planted secrets and names`;
  } finally {
    await hostCommand(stage, "policy", "reset", "revocation.mode");
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function reportMissing(stage) {
  const manifest = `${stage.world.home}/.mozilla/native-messaging-hosts/smime_bridge.json`;
  const options = await stage.session.options();
  await until("the page is filled", () => options.read(() => document.querySelector("#policy-list .policy") !== null || null));
  renameSync(manifest, `${manifest}.away`);
  try {
    (await HostProcess.of(stage.world.home, stage.host)).kill();
    const words = await until("a report of the failure", async () => {
      await options.read(() => document.getElementById("doctor-run")?.click());
      return options.read(() => {
        const text = document.getElementById("doctor-text")?.textContent ?? "";
        return text.includes("host-missing") ? text : null;
      });
    }, { every: 2000 });
    await stage.photograph("missing");
    assert.match(words, /^\[bad\] host, host-missing: /m);
    return words.split("\n").find((/** @type {string} */ line) => line.startsWith("[bad]")) ?? "";
  } finally {
    renameSync(`${manifest}.away`, manifest);
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function saveReport(stage) {
  const folder = `${stage.world.folder}/reports`;
  mkdirSync(folder, { recursive: true });
  const options = await stage.session.options();
  await stage.thunderbird.chrome((path) => {
    Services.prefs.setIntPref("browser.download.folderList", 2);
    Services.prefs.setStringPref("browser.download.dir", path);
    Services.prefs.setBoolPref("browser.download.useDownloadDir", true);
  }, folder);
  try {
    await options.click("#doctor-run");
    await options.click("#doctor-save");
    const file = await until("the file", () => {
      const name = readdirSync(folder).find((one) => one.endsWith(".txt"));
      return name && existsSync(`${folder}/${name}`) && readFileSync(`${folder}/${name}`, "utf8").includes("probe-version") ? `${folder}/${name}` : null;
    });
    return file.split("/").at(-1) ?? "";
  } finally {
    await stage.thunderbird.chrome(() => ["folderList", "dir", "useDownloadDir"].forEach((name) => Services.prefs.clearUserPref(`browser.download.${name}`)));
    rmSync(folder, { recursive: true });
    await stage.session.tidy();
  }
}

/**
 * What must not be in a report that is passed on.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @returns {[string, string][]}
 */
function secretsOf({ world }) {
  const { key, pfx, address, name } = world.people.get("alice");
  const lines = readFileSync(key, "utf8").split("\n").filter((line) => line.length === 64);
  return [
    ["the passphrase of the key file", PASSPHRASE],
    ["the password of the mailbox", MAIL_PASSWORD],
    ...lines.map((line) => /** @type {[string, string]} */ (["a line of the private key", line])),
    ["the key file's content", readFileSync(pfx).toString("base64").slice(0, 40)],
    ["the master key", readFileSync(`${world.home}/.local/share/smime-bridge/master.key`).toString("base64").slice(0, 20)],
    ["the user's folder", world.home],
    ["the user's address", address],
    ["the user's name", name],
  ];
}

/** @param {import("../stage.mjs").Stage} stage */
async function policyPage(stage) {
  const options = await stage.session.options();
  await until("the policy", () => options.read(() => document.querySelector("#policy-list .policy") !== null || null));
  await until("the page is filled", () => options.read(() => document.querySelector("#rule-defaults select") !== null || null));
  await options.click("h1");
  return options;
}

/**
 * Runs in the options page.
 *
 * @param {string} name
 * @returns {string|null} What a value risks, if it is shown.
 */
function riskOf(name) {
  const risk = /** @type {HTMLElement} */ (document.querySelector(`[data-policy="${name}"] .risk`));
  return risk.hidden ? null : risk.textContent;
}

/**
 * @param {import("../driver/extension-page.mjs").ExtensionPage} page
 * @param {string} selector
 */
async function focusOn(page, selector) {
  await page.read((css) => {
    const element = /** @type {HTMLElement} */ (document.querySelector(css));
    element.scrollIntoView({ block: "center" });
    element.focus();
  }, selector);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} name
 * @returns {Promise<string>} The value that the host has.
 */
async function value(stage, name) {
  const line = (await hostCommand(stage, "policy", "show")).split("\n").find((one) => one.startsWith(`${name} = `)) ?? "";
  return line.slice(`${name} = `.length).split("   ")[0];
}

/** @param {import("../stage.mjs").Stage} stage */
function clipboard(stage) {
  return stage.thunderbird.chrome(() => {
    const transferable = Cc["@mozilla.org/widget/transferable;1"].createInstance(Ci.nsITransferable);
    transferable.init(null);
    transferable.addDataFlavor("text/plain");
    Services.clipboard.getData(transferable, Ci.nsIClipboard.kGlobalClipboard);
    const data = {};
    transferable.getTransferData("text/plain", data);
    return /** @type {any} */ (data).value.QueryInterface(Ci.nsISupportsString).data;
  });
}

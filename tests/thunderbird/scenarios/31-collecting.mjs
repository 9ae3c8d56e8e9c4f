import assert from "node:assert/strict";
import { faintTexts } from "../driver/contrast.mjs";
import { chooseEntry, makeFolder, openFolderMenu, putInto, removeFolder, WorkPage } from "../driver/folder-work.mjs";
import { forget, hostCommand } from "../driver/host-command.mjs";
import { HostProcess } from "../driver/host-process.mjs";
import { settledOptions } from "../driver/options-page.mjs";
import { run, until } from "../driver/processes.mjs";
import { switchTheme } from "../driver/surroundings.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { encrypt, sign } from "../world/openssl.mjs";

const LETTERS = "Letters of years";

/** @type {string} */
let folder;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Certificates are collected from old mail",
  tests: [
    ["a folder is searched, paused and gone on with; only good signatures teach", collectFolder],
    ["the page of correspondents leads to the same, for a folder that is chosen there", collectFromPage],
    ["the world is as before", leaveAsFound],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function collectFolder(stage) {
  folder = await makeFolder(stage, LETTERS);
  await fill(stage);
  // Earlier stories may have taught it.
  await forget(stage, stage.person("dora").address);
  await assert.rejects(hostCommand(stage, "certificates", "find", "dora@demo.example"), "Dora's certificate is not known before");
  await stage.mail.openFolder(LETTERS);
  await openFolderMenu(stage, folder);
  await chooseEntry(stage, "folderPaneContext", "Collect certificates", "menu");
  const page = await new WorkPage(stage.thunderbird).ready();
  await page.reaches("new");
  await stage.photograph("form");
  const host = await HostProcess.of(stage.world.home, stage.host);
  host.freeze();
  try {
    await page.click("button[type=submit]");
    await page.reaches("running");
    await page.click('[data-action="work.pause"]');
  } finally {
    host.thaw();
  }
  const paused = await page.reaches("paused");
  await stage.photograph("paused");
  await page.click('[data-action="work.resume"]');
  await page.reaches("done");
  await stage.photograph("done");
  const tally = await tallyOf(page);
  // Unprotected mail is not even looked at: the server was asked what calls itself S/MIME.
  assert.deepEqual([tally.looked, tally.signed, tally.refused], ["6", "5", "2"]);
  assert.equal(Number(tally.added) + Number(tally.known), 3, "Dora once and Bob twice");
  const people = await page.read(() => Object.fromEntries([...document.querySelectorAll("tr[data-address]")].map((row) => [row.getAttribute("data-address"), row.querySelector("td")?.textContent])));
  assert.match(people["dora@demo.example"], /new: 1/);
  assert.match(people["bob@demo.example"], /seen again: [12]/);
  assert.match(people["eve@demo.example"], /not taken: 1 \(not issued by a trusted authority\)/);
  assert.match(people["mallory@demo.example"], /not taken: 1 \(not valid\)/);
  await hostCommand(stage, "certificates", "find", "dora@demo.example");
  await assert.rejects(hostCommand(stage, "certificates", "find", "eve@demo.example"));
  await assert.rejects(hostCommand(stage, "certificates", "find", "mallory@demo.example"));
  return `${paused.split("\n").find((line) => line.includes(" of "))}, paused and gone on; ${Object.entries(people).map(([who, what]) => `${who} ${what}`).join(", ")}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function collectFromPage(stage) {
  const options = await settledOptions(stage);
  await options.click("#certificate-collect");
  const page = await new WorkPage(stage.thunderbird).ready();
  await page.reaches("new");
  await page.choose("source", LETTERS);
  await stage.photograph("chosen");
  await page.click("button[type=submit]");
  const told = await page.reaches("done");
  assert.equal((await tallyOf(page)).added, undefined, "nothing is new any more");
  assert.match(told, new RegExp(LETTERS));
  await switchTheme(stage.thunderbird, "dark");
  const { dark, faint } = await page.read(faintTexts, 4.5);
  await stage.photograph("dark");
  await switchTheme(stage.thunderbird, "light");
  assert.deepEqual([dark, faint], [true, []], "it can be read in the dark");
  return (told.split("\n").find((line) => line.includes("seen again")) ?? told).trim();
}

/** @param {import("../stage.mjs").Stage} stage */
async function leaveAsFound(stage) {
  const page = new WorkPage(stage.thunderbird);
  for (let left = await count(page); left; left = await count(page)) {
    await page.click('[data-action="work.remove"]');
    await until("one job fewer", async () => ((await count(page)) < left ? true : null));
  }
  await stage.session.tidy();
  const { stdout } = await run("openssl", ["x509", "-in", stage.person("dora").certificate, "-noout", "-fingerprint", "-sha256"]);
  await hostCommand(stage, "certificates", "remove", stdout.toString().split("=")[1].replace(/[\s:]/g, "").toLowerCase());
  await removeFolder(stage, folder);
  return "jobs, folder and Dora's certificate are gone";
}

/** @param {WorkPage} page */
function count(page) {
  return page.read(() => document.querySelectorAll(".job").length);
}

/**
 * @param {WorkPage} page
 * @returns {Promise<Record<string, string>>} The numbers of the newest job's summary.
 */
function tallyOf(page) {
  return page.read(() =>
    Object.fromEntries([...(document.querySelector(".job")?.querySelectorAll("[data-what]") ?? [])].map((one) => [one.getAttribute("data-what"), /\d+/.exec(one.textContent ?? "")?.[0]])),
  );
}

/** @param {import("../stage.mjs").Stage} stage */
async function fill(stage) {
  const signed = async (/** @type {string} */ who, /** @type {string} */ text) => header({ from: who, subject: text }) + (await sign(plainPart(text), stage.person(who)));
  const letters = [
    await signed("bob", "From Bob"),
    header({ from: "bob", subject: "Encrypted by Bob" }) + (await encrypt(await sign(plainPart("Secret"), stage.person("bob")), [stage.person("alice")])),
    await signed("dora", "From Dora"),
    await signed("eve", "From Eve"),
    (await signed("mallory", "From Mallory")).replace(/From Mallory\r\n\r\n--/, "From somebody\r\n\r\n--"),
    header({ from: "carol", subject: "To be read by Alice" }) + (await encrypt(plainPart("Only encrypted"), [stage.person("alice")])),
    header({ from: "carol", subject: "Nothing special" }) + plainPart("Nothing special"),
  ];
  for (const letter of letters) {
    await putInto(stage, folder, letter);
  }
}

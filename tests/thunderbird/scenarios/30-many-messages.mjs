import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { chooseEntry, makeFolder, messagesIn, openFolderMenu, openMessageMenu, putInto, removeFolder, WorkPage } from "../driver/folder-work.mjs";
import { hostCommand } from "../driver/host-command.mjs";
import { HostProcess } from "../driver/host-process.mjs";
import { run, until } from "../driver/processes.mjs";
import { Session } from "../driver/session.mjs";
import { Marker } from "../watch/marker.mjs";
import { headersOf } from "../world/maildir.mjs";
import { crlf, decrypt, encrypt, recipientSerials, sign, verify } from "../world/openssl.mjs";
import { issueAgain, PASSPHRASE } from "../world/people.mjs";

const OLD = "Old mail";
const CLEAR = "Decrypted";
const HIDDEN = "The subject inside";
const MARKED = 4;
const READ = 1;

const marker = new Marker("manysecret");

/** @type {{ source: string, entity: string, date: number }[]} What lies in the folder, with what openssl finds inside. */
const letters = [];

/** @type {import("../world/people.mjs").Person} Alice with a new key. */
let newAlice;

/** @type {string} */
let oldFolder;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Many messages: decrypted permanently, and encrypted anew to a new key",
  tests: [
    ["three chosen messages are decrypted into a local folder, after a warning in words", decryptChosen],
    ["a whole folder is encrypted anew in place, though host and Thunderbird are killed in between", reencryptFolder],
    ["the same folder again: nothing is to be done", again],
    ["decrypted permanently into a folder of the server, the originals go to the trash", decryptOnServer],
    ["the world is as before", leaveAsFound],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function decryptChosen(stage) {
  await fill(stage);
  await makeFolder(stage, CLEAR, { local: true });
  await stage.mail.openFolder(OLD);
  const before = await messagesIn(stage, oldFolder);
  assert.equal(before.length, letters.length);
  const chosen = before.slice(0, 3);
  await openMessageMenu(stage, chosen.map(({ key }) => key));
  await chooseEntry(stage, "mailContext", "Decrypt permanently", "menu");
  const page = await new WorkPage(stage.thunderbird).ready();
  await page.reaches("new");
  await page.choose("destination", `Local Folders – ${CLEAR}`);
  const warning = await page.text(".danger");
  assert.match(warning, /in the clear on this computer/);
  await stage.photograph("form");
  await page.click("button[type=submit]");
  await until("it does not begin without the tick", async () => ((await page.text("#status")).includes("Tick the box") ? true : null));
  await page.reaches("new");
  await page.click("[name=understood]");
  await page.click("button[type=submit]");
  const told = await page.reaches("done");
  await stage.photograph("done");
  assert.match(told, /checked: 3/);
  await expectCopies(stage, chosen);
  assert.deepEqual((await messagesIn(stage, oldFolder)).map(({ key }) => key), before.map(({ key }) => key), "the originals stay");
  return `"${warning.split("\n")[0]}"; 3 copies with signature, subject, date, star and tag; openssl verifies them; the originals are untouched`;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../driver/folder-work.mjs").Listed[]} originals
 */
async function expectCopies(stage, originals) {
  const uri = await makeFolder(stage, CLEAR, { local: true });
  const copies = await messagesIn(stage, uri);
  assert.deepEqual(comparable(copies), comparable(originals), "date, tags, star and read mark are those of the originals");
  assert.ok(copies.some(({ subject }) => subject === HIDDEN), "the protected subject is the subject now");
  const stored = readFileSync(copies[0].file, "latin1").split(/^From .*\r?\n/m).filter(Boolean);
  assert.equal(stored.length, 3);
  for (const [index, source] of stored.entries()) {
    stage.keep(`copy ${index}`, source);
    assert.ok(marker.isIn(Buffer.from(source)), "the text is in the clear");
    const { addresses } = await verify(crlf(source.replace(/^X-Mozilla-.*\r?\n/gm, "")), stage.world.people.authority);
    assert.ok(addresses.length, "the signature is still there and good");
  }
  await stage.mail.openMessage({ subject: HIDDEN }, { folder: CLEAR, local: true });
  await stage.mail.shows(marker.word);
  await stage.mail.badgeSays("valid");
  await stage.photograph("copy opened");
}

/** @param {import("../driver/folder-work.mjs").Listed[]} list */
function comparable(list) {
  return list.map(({ id, date, tags, flags }) => ({ id, date, tags, marks: flags & (READ | MARKED) })).sort((one, other) => one.id.localeCompare(other.id));
}

/** @param {import("../stage.mjs").Stage} stage */
async function reencryptFolder(stage) {
  newAlice = await issueAgain(stage.world.people, "alice", { file: "alice-new" });
  await importKey(stage, newAlice);
  await stage.mail.openFolder(OLD);
  const before = await messagesIn(stage, oldFolder);
  await openFolderMenu(stage, oldFolder);
  await chooseEntry(stage, "folderPaneContext", "Encrypt anew", "menu of the folder");
  const page = await new WorkPage(stage.thunderbird).ready();
  await page.reaches("new");
  const key = await until("the key", async () => (await page.text("[name=address] option")) || null);
  assert.match(key, /alice@demo\.example, valid until/);
  await page.click("[name=originals][value=trash]");
  await stage.photograph("form");
  await page.click("button[type=submit]");
  await haltAfter(stage, page, 2);
  await stage.photograph("under way");
  (await HostProcess.of(stage.world.home, stage.host)).kill();
  await until("it goes on with another host", async () => ((await page.done()) >= 4 ? true : null), { timeout: 120_000 });
  const frozen = await haltAfter(stage, page, 5);
  await stage.photograph("stopped hard");
  stage.thunderbird.process?.child.kill("SIGKILL");
  await stage.thunderbird.process?.ended;
  frozen.kill();
  await restart(stage);
  const notice = await until("a notice of the interruption", () =>
    stage.thunderbird.chrome(() => window.specialTabs.msgNotificationBar.allNotifications.map((/** @type {any} */ one) => one.messageText.textContent).find((/** @type {string} */ one) => one.includes("interrupted")) ?? null),
  );
  await stage.photograph("notice");
  await stage.thunderbird.chrome(() => {
    const bar = window.specialTabs.msgNotificationBar;
    const one = bar.allNotifications.find((/** @type {any} */ each) => each.messageText.textContent.includes("interrupted"));
    one.buttonContainer.querySelector("button").click();
  });
  const pageAgain = await new WorkPage(stage.thunderbird).ready();
  const told = await pageAgain.reaches("paused");
  assert.match(told, /nothing is done twice/i);
  await stage.photograph("paused");
  await pageAgain.click('[data-action="work.resume"]');
  const done = await pageAgain.reaches("done");
  await stage.photograph("done");
  await expectReencrypted(stage, before);
  return `"${notice}"; ${done.split("\n").filter((line) => /:/.test(line)).slice(1).join("; ")}`;
}

/**
 * Every message is there once, encrypted to the new key alone, and what is inside is what was inside.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../driver/folder-work.mjs").Listed[]} before
 */
async function expectReencrypted(stage, before) {
  const stored = await until("the server's folder is as the list", () => {
    const now = stage.world.maildir("alice").list(OLD).filter(({ file }) => !/:2,[A-Z]*T/.test(file));
    return now.length === letters.length ? now : null;
  });
  const serial = BigInt(`0x${Buffer.from("alice-new").toString("hex")}`).toString(16);
  for (const { source, headers } of stored) {
    const letter = letters.find((one) => headersOf(one.source).get("message-id") === headers.get("message-id"));
    assert.ok(letter, "it is one of them");
    assert.deepEqual(await recipientSerials(source), [serial], "to the new certificate alone");
    assert.equal(crlf(await decrypt(source, newAlice)), letter.entity, "what is inside is the same to the byte");
  }
  const now = await until("the list", async () => {
    const listed = (await messagesIn(stage, oldFolder)).filter(({ flags }) => !(flags & 0x200000));
    return listed.length === before.length ? listed : null;
  });
  assert.deepEqual(comparable(now), comparable(before), "dates, tags and stars are as before");
  assert.equal(stage.world.maildir("alice").list("Trash").length, letters.length, "the originals are in the trash");
}

/** @param {import("../stage.mjs").Stage} stage */
async function again(stage) {
  await stage.session.tidy();
  await stage.mail.openFolder(OLD);
  await openFolderMenu(stage, oldFolder);
  await chooseEntry(stage, "folderPaneContext", "Encrypt anew");
  const page = await new WorkPage(stage.thunderbird).ready();
  await page.reaches("new");
  await page.click("button[type=submit]");
  const told = await page.reaches("done");
  await stage.photograph("nothing to do");
  assert.match(told, new RegExp(`already: ${letters.length}`));
  return told.split("\n").find((line) => line.includes("already")) ?? "";
}

/** @param {import("../stage.mjs").Stage} stage */
async function decryptOnServer(stage) {
  const target = await makeFolder(stage, "Clear on the server");
  await stage.session.tidy();
  await stage.mail.openFolder(OLD);
  await openFolderMenu(stage, oldFolder);
  await chooseEntry(stage, "folderPaneContext", "Decrypt permanently");
  const page = await new WorkPage(stage.thunderbird).ready();
  await page.reaches("new");
  await page.choose("destination", "Clear on the server");
  const warning = await page.text(".danger");
  assert.match(warning, /in the clear on the server of alice@demo\.example/);
  await page.click("[name=originals][value=trash]");
  await page.click("[name=understood]");
  await stage.photograph("warned");
  await page.click("button[type=submit]");
  const told = await page.reaches("done");
  await stage.photograph("done");
  assert.match(told, new RegExp(`checked: ${letters.length}`));
  const stored = stage.world.maildir("alice").list("Clear on the server");
  assert.equal(stored.length, letters.length);
  for (const { source } of stored) {
    assert.ok(marker.isIn(source));
    await verify(source.toString("latin1"), stage.world.people.authority);
  }
  await until("the folder is empty", async () => ((await messagesIn(stage, oldFolder)).filter(({ flags }) => !(flags & 0x200000)).length === 0 ? true : null));
  await removeFolder(stage, target);
  return `"${warning.split("\n")[0]}"; ${stored.length} on the server, openssl verifies each`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function leaveAsFound(stage) {
  const page = new WorkPage(stage.thunderbird);
  while (await page.read(() => document.querySelectorAll(".job").length)) {
    const count = await page.read(() => document.querySelectorAll(".job").length);
    await page.click('[data-action="work.remove"]');
    await until("one job fewer", async () => ((await page.read(() => document.querySelectorAll(".job").length)) < count ? true : null));
  }
  await stage.photograph("no job");
  await stage.session.tidy();
  await removeFolder(stage, oldFolder);
  await removeFolder(stage, await makeFolder(stage, CLEAR, { local: true }));
  const { stdout } = await run("openssl", ["x509", "-in", newAlice.certificate, "-noout", "-fingerprint", "-sha256"]);
  await hostCommand(stage, "keys", "remove", stdout.toString().split("=")[1].replace(/[\s:]/g, "").toLowerCase());
  assert.ok(!existsSync(`${stage.world.temporary}/nscopy.eml`), "no file is left over");
  return "jobs, folders and the second key are gone";
}

/**
 * A folder with mail to Alice's old key: from openssl, and from this program with its subject inside.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function fill(stage) {
  oldFolder = await makeFolder(stage, OLD);
  for (let index = 0; index < 20; index++) {
    const { source, entity } = index === 1 ? await ownLetter(stage) : await opensslLetter(stage, index);
    letters.push({ source, entity, date: 0 });
    await putInto(stage, oldFolder, source, { flags: READ | (index === 0 ? MARKED : 0), tags: index === 2 ? "$label1" : "" });
  }
  await until("all are listed", async () => ((await messagesIn(stage, oldFolder)).length === letters.length ? true : null));
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {number} index
 */
async function opensslLetter(stage, index) {
  const text = crlf(`Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 7bit\n\n${marker.word} number ${index}\n`);
  const entity = await sign(text, stage.person("bob"), { opaque: index % 4 === 3 });
  return { source: head("bob", `Old letter ${index}`, index) + (await encrypt(entity, [stage.person("alice")])), entity };
}

/** @param {import("../stage.mjs").Stage} stage */
async function ownLetter(stage) {
  const file = `${stage.world.home}/own-letter.eml`;
  writeFileSync(file, `${head("alice", HIDDEN, 1)}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${marker.word} of Alice\r\n`);
  const source = await hostCommand(stage, "protect", file, "--sign", "--encrypt");
  return { source, entity: crlf(await decrypt(source, stage.person("alice"))) };
}

/**
 * @param {string} from
 * @param {string} subject
 * @param {number} index
 */
function head(from, subject, index) {
  const date = new Date(Date.now() - (30 - index) * 60_000).toUTCString().replace("GMT", "+0000");
  const name = `${from[0].toUpperCase()}${from.slice(1)} Example`;
  return crlf(`From: ${name} <${from}@demo.example>\nTo: alice@demo.example\nSubject: ${subject}\nDate: ${date}\nMessage-ID: <many-${index}.${marker.word}@demo.example>\n`);
}

/**
 * Stops the host when so many messages are done, so that what follows finds the job in the middle of one.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {WorkPage} page
 * @param {number} count
 */
async function haltAfter(stage, page, count) {
  await until(`${count} messages are done`, async () => ((await page.done()) >= count ? true : null), { every: 10, timeout: 120_000 });
  const host = await HostProcess.of(stage.world.home, stage.host);
  host.freeze();
  return host;
}

/** @param {import("../stage.mjs").Stage} stage */
async function restart(stage) {
  stage.session = new Session(stage.world, { display: stage.display, log: `${stage.out}/thunderbird.log` });
  await stage.session.start();
  await stage.session.addonReady();
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../world/people.mjs").Person} person
 */
async function importKey(stage, person) {
  const options = await stage.session.options();
  const before = await options.read(() => document.querySelectorAll("#key-list .card").length);
  await options.chooseFile("#key-file", person.pfx);
  await options.answerSecret(PASSPHRASE);
  await until("the key in the list", () => options.read((count) => document.querySelectorAll("#key-list .card").length > count || null, before));
  await stage.session.tidy();
}

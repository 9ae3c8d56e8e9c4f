import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { makeFolder, putInto, removeFolder } from "../driver/folder-work.mjs";
import { indexFolder } from "../driver/global-index.mjs";
import { settledOptions } from "../driver/options-page.mjs";
import { until } from "../driver/processes.mjs";
import { Session } from "../driver/session.mjs";
import { Marker } from "../watch/marker.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { encrypt } from "../world/openssl.mjs";

const FOLDER = "Searched";
const secret = new Marker("indexsecret");
const later = new Marker("latersecret");
const plain = new Marker("plainword");

/** @type {string} */
let folder;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Search, and what of encrypted mail is in its index",
  tests: [
    ["by default the index has no word of an encrypted message", notIndexed],
    ["allowed after a warning, the search finds it", indexed],
    ["forbidden again, the index is made anew without it", forbidden],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function notIndexed(stage) {
  folder = await makeFolder(stage, FOLDER, { local: true });
  await put(stage, "Sealed letter", await encrypt(plainPart(secret.word), [stage.person("alice")]));
  await put(stage, "Open letter", plainPart(plain.word));
  await indexFolder(stage, folder);
  assert.equal(await hits(stage, plain.word), 1, "the index works");
  assert.equal(await hits(stage, secret.word), 0);
  assert.ok(!inIndex(stage, secret), "no trace of it in the file");
  assert.ok(inIndex(stage, plain));
  return "the open letter is found, the sealed one's text is nowhere in global-messages-db.sqlite";
}

/** @param {import("../stage.mjs").Stage} stage */
async function indexed(stage) {
  const options = await settledOptions(stage);
  await options.click("#search-allowed");
  await until("the question", async () => (await options.text("#dialog-title")) || null);
  await stage.photograph("question");
  const asked = await options.text("dialog");
  assert.match(asked, /in the clear/);
  await options.click("#dialog-accept");
  await until("it is allowed", async () => ((await options.text("#status")).includes("from now on") ? true : null));
  await stage.photograph("allowed");
  await stage.session.tidy();
  await put(stage, "Later letter", await encrypt(plainPart(later.word), [stage.person("alice")]));
  await indexFolder(stage, folder);
  await until("the search finds it", async () => ((await hits(stage, later.word)) === 1 ? true : null), { timeout: 120_000, every: 1000 });
  return `"${asked.split("\n")[0]}"; the search finds the message by its decrypted text`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function forbidden(stage) {
  const options = await settledOptions(stage);
  await options.click("#search-allowed");
  const note = await until("the note", async () => (await options.text("#search-choice [role=note]")) || null);
  await stage.photograph("forbidden");
  await stage.session.tidy();
  await stage.session.end();
  stage.session = new Session(stage.world, { display: stage.display, log: `${stage.out}/thunderbird.log` });
  await stage.session.start();
  await stage.session.addonReady();
  await indexFolder(stage, folder);
  await until("the open letter is indexed again", async () => ((await hits(stage, plain.word)) === 1 ? true : null), { timeout: 180_000, every: 1000 });
  assert.equal(await hits(stage, later.word), 0);
  assert.ok(!inIndex(stage, later), "no trace of it in the new file");
  await removeFolder(stage, folder);
  return note;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 * @param {string} entity
 */
async function put(stage, subject, entity) {
  await putInto(stage, folder, header({ from: "bob", subject }) + entity);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} word
 * @returns {Promise<number>} How many messages Thunderbird's search finds.
 */
function hits(stage, word) {
  return stage.thunderbird.chrome(async (wanted) => {
    const { GlodaMsgSearcher } = ChromeUtils.importESModule("resource:///modules/gloda/GlodaMsgSearcher.sys.mjs");
    return new Promise((resolve) => {
      const listener = { onItemsAdded() {}, onItemsModified() {}, onItemsRemoved() {}, onQueryCompleted: (/** @type {any} */ found) => resolve(found.items.length) };
      new GlodaMsgSearcher(listener, wanted).getCollection();
    });
  }, word);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {Marker} word
 */
function inIndex(stage, word) {
  return ["", "-wal", "-journal"].some((end) => {
    const file = `${stage.world.profile}/global-messages-db.sqlite${end}`;
    return existsSync(file) && word.isIn(readFileSync(file));
  });
}

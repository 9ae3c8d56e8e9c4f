import assert from "node:assert/strict";
import { test } from "node:test";
import { lessonOf } from "../../extension/background/folders/collector.mjs";
import { sameMessage, withMailLines } from "../../extension/background/folders/compare.mjs";
import { FolderJobs } from "../../extension/background/folders/jobs.mjs";
import { Rewriter, stops } from "../../extension/background/folders/rewriter.mjs";
import { JobShelf } from "../../extension/background/folders/shelf.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { installBrowser, keyTexts, memoryStorage } from "./fake-browser.mjs";

/** @typedef {import("../../extension/background/folders/job.mjs").Options} Options */

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
const words = (/** @type {?Uint8Array} */ content) => new TextDecoder().decode(content ?? undefined);
const ENCRYPTED = "Subject: [...]\r\nContent-Type: application/pkcs7-mime\r\n\r\nMII=\r\n";
const CLEAR = "Subject: Plans\r\nContent-Type: text/plain\r\n\r\nText\r\n";

test("messages are the same whichever way a store ends their lines, and different when a byte differs", () => {
  assert.ok(sameMessage(bytes("a: b\r\n\r\ntext\r\n"), bytes("a: b\n\ntext\n\n")));
  assert.ok(sameMessage(bytes(""), bytes("\n")));
  assert.ok(!sameMessage(bytes("a: b\r\n\r\ntext"), bytes("a: b\r\n\r\ntexs")));
  assert.ok(!sameMessage(bytes("a: b\r\n\r\ntext"), bytes("a: b\r\n\r\ntext more")));
  assert.ok(!sameMessage(bytes("one\rtwo"), bytes("onetwo")), "a lone return is content");
});

test("a header gets the line ends of mail, and what follows it stays", () => {
  assert.equal(words(withMailLines(bytes("a: b\nc: d\r\n\r\none\ntwo\r\n"))), "a: b\r\nc: d\r\n\r\none\ntwo\r\n");
  const right = bytes(CLEAR);
  assert.equal(withMailLines(right), right);
});

test("what a message taught: new, known, and why not", () => {
  const report = /** @type {any} */ ({
    signature: { status: "valid" }, signers: [{ chain: "valid", status: "valid", address: "Bob@a.example" }],
    learned: [{ address: "Bob@a.example", sha256: "1", change: "added" }],
  });
  assert.deepEqual(lessonOf(report, "bob@a.example"), { signed: true, added: ["bob@a.example"], known: [], refused: [] });
  assert.deepEqual(lessonOf({ ...report, learned: [] }, "bob@a.example").known, ["bob@a.example"]);
  const untrusted = /** @type {any} */ ({ signature: { status: "unverified" }, signers: [{ chain: "untrusted", address: "Eve@a.example" }], learned: [] });
  assert.deepEqual(lessonOf(untrusted, "x@a.example").refused, [{ address: "eve@a.example", reason: "untrusted" }]);
  const altered = /** @type {any} */ ({ signature: { status: "invalid" }, signers: [{ chain: "valid" }], learned: [] });
  assert.deepEqual(lessonOf(altered, "x@a.example").refused, [{ address: "x@a.example", reason: "invalid" }]);
  assert.deepEqual(lessonOf(null, "x@a.example"), { signed: false, added: [], known: [], refused: [] });
});

/**
 * A folder with one encrypted message, and a host that decrypts and encrypts anew.
 *
 * @param {{ damage?: boolean, there?: boolean, trash?: boolean }} [how]
 */
function folderWorld({ damage = false, there = false, trash = true } = {}) {
  /** @type {Map<number, string>} Messages by key; a message's id is its key. */
  const messages = new Map([[1, ENCRYPTED]]);
  /** @type {string[]} */
  const steps = [];
  if (there) {
    messages.set(2, CLEAR);
  }
  installBrowser({
    smimeReading: { source: async (/** @type {number} */ id) => ({ bytes: bytes(messages.get(id) ?? "") }) },
    smimeFolders: {
      find: async (/** @type {string} */ _folder, /** @type {number} */ key) => (messages.has(key) ? key : null),
      messageKeys: async () => [...messages.keys()].filter(key => key !== 1).map(key => [key, "id@a"]),
      readBack: async (/** @type {number} */ id) => {
        steps.push(`read ${id}`);
        return { bytes: bytes(`X-Mozilla-Status: 0001\n${messages.get(id)}`.replace("Text", damage ? "Tex" : "Text")) };
      },
      store: async (/** @type {string} */ folder, /** @type {Uint8Array} */ content) => {
        steps.push(`store in ${folder}`);
        messages.set(3, words(content));
        return { key: 3, reason: "" };
      },
      discard: async (/** @type {number} */ id) => void (steps.push(`discard ${id}`), messages.delete(id)),
      moveToTrash: async (/** @type {number} */ id) => (steps.push(`trash ${id}`), trash),
    },
  });
  const report = { signature: { status: "none" }, encryption: { status: "decrypted" } };
  const host = {
    request: async (/** @type {any} */ { type }, /** @type {any} */ { content }) => {
      if (words(content) !== ENCRYPTED) {
        throw new Failure("message-not-encrypted");
      }
      return { result: type === "message.open" ? { report } : {}, content: bytes(CLEAR) };
    },
  };
  return { messages, steps, rewriter: new Rewriter(/** @type {any} */ (host)) };
}

const ITEM = { folderId: "inbox", key: 1, headerMessageId: "id@a" };

/** @type {Options} */
const HOW = { kind: "decrypt", destination: "clear", originals: "trash", address: "" };

test("the original moves to the trash only after the copy was read back", async () => {
  const { steps, messages, rewriter } = folderWorld();
  assert.deepEqual(await rewriter.rewrite(ITEM, HOW), { what: "copied", trashed: true });
  assert.deepEqual(steps, ["store in clear", "read 3", "trash 1"]);
  assert.equal(messages.get(3), CLEAR);
});

test("a copy that is not what was written goes, and the original stays", async () => {
  const { steps, messages, rewriter } = folderWorld({ damage: true });
  await assert.rejects(rewriter.rewrite(ITEM, HOW), { code: "copy-differs" });
  assert.deepEqual(steps, ["store in clear", "read 3", "discard 3"]);
  assert.deepEqual([...messages.keys()], [1]);
});

test("a good copy of an earlier run is found and not made twice", async () => {
  const { steps, rewriter } = folderWorld({ there: true });
  assert.equal((await rewriter.rewrite(ITEM, HOW)).what, "copied");
  assert.deepEqual(steps, ["read 2", "trash 1"]);
});

test("without a trash the original stays and the user is told", async () => {
  const { rewriter } = folderWorld({ trash: false });
  const { what, trashed, trouble } = await rewriter.rewrite(ITEM, HOW);
  assert.deepEqual([what, trashed, trouble?.code], ["copied", undefined, "trash-missing"]);
});

test("a message that is gone, and one that is not encrypted, are left alone", async () => {
  const { steps, messages, rewriter } = folderWorld();
  assert.deepEqual(await rewriter.rewrite({ ...ITEM, key: 9 }, HOW), { what: "gone" });
  messages.set(1, CLEAR);
  assert.deepEqual(await rewriter.rewrite(ITEM, HOW), { what: "plain" });
  assert.deepEqual(steps, []);
});

test("locked keys stop the work, a damaged message does not", () => {
  assert.ok(stops(new Failure("message-not-decrypted", { status: "locked" })));
  assert.ok(!stops(new Failure("message-not-decrypted", { status: "damaged" })));
  assert.ok(stops(new Failure("copy-refused")));
});

/**
 * Jobs over three messages, in a storage that outlives them.
 *
 * @param {ReturnType<typeof memoryStorage>} storage
 * @param {(item: any) => Promise<any>} rewrite
 */
function jobWorld(storage, rewrite) {
  /** @type {string[]} */
  const notices = [];
  const local = { ...storage.local, remove: async (/** @type {string[]} */ keys) => keys.forEach(key => delete storage.local.values[key]) };
  installBrowser({
    i18n: keyTexts,
    storage: { local },
    runtime: { getURL: (/** @type {string} */ path) => `moz-extension://x/${path}`, sendMessage: async () => undefined },
    tabs: { create: async () => undefined },
    messages: { get: async () => ({ subject: "Subject" }) },
    smimeNotices: { tell: async (/** @type {{ name: string }} */ { name }) => notices.push(name) },
    smimeFolders: { find: async () => 1, refresh: async () => true, protectedMessages: async () => [[1, "a"], [2, "b"], [3, "c"]] },
  });
  const host = /** @type {any} */ ({ welcome: async () => ({}) });
  const jobs = new FolderJobs(host, new JobShelf(), { rewrite, forget: () => {} }, /** @type {any} */ ({}), async () => {});
  return { jobs, notices };
}

/** @param {FolderJobs} jobs */
async function only(jobs) {
  const [job] = await jobs.list();
  return job;
}

/**
 * @param {FolderJobs} jobs
 * @param {string} state
 */
async function reaches(jobs, state) {
  for (let turn = 0; turn < 200; turn++) {
    const job = await only(jobs);
    if (job.state === state) {
      return job;
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  assert.fail(`it is ${(await only(jobs)).state}, not ${state}`);
}

test("a job that was broken off goes on at the message it was at, in another run", async () => {
  const storage = memoryStorage();
  /** @type {number[]} */
  const seen = [];
  const first = jobWorld(storage, async ({ key }) => {
    seen.push(key);
    // The mail client ends in the middle of the second message.
    return key === 2 ? new Promise(() => {}) : { what: "copied" };
  });
  await first.jobs.prepare("decrypt", { folders: [{ id: "f", name: "Folder" }], title: "Folder" });
  await first.jobs.start((await only(first.jobs)).id, { destination: "clear", originals: "keep" });
  while (seen.length < 2) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  const second = jobWorld(storage, async ({ key }) => (seen.push(key), { what: "copied" }));
  const paused = await only(second.jobs);
  assert.deepEqual([paused.state, paused.reason?.code, paused.done, paused.total], ["paused", "work-interrupted", 1, 3]);
  assert.deepEqual(second.notices, ["folder-work"]);
  await second.jobs.start(paused.id, {});
  const done = await reaches(second.jobs, "done");
  assert.deepEqual([seen, done.tally, done.options.destination], [[1, 2, 2, 3], { copied: 3 }, "clear"]);
});

test("the host may end once under a message; if it does again, the job waits", async () => {
  let ends = 1;
  const { jobs } = jobWorld(memoryStorage(), async ({ key }) => {
    if (key === 2 && ends-- > 0) {
      throw new Failure("host-ended");
    }
    return { what: "copied" };
  });
  await jobs.prepare("decrypt", { folders: [{ id: "f", name: "Folder" }], title: "Folder" });
  await jobs.start((await only(jobs)).id, {});
  assert.deepEqual((await reaches(jobs, "done")).tally, { copied: 3 });
  ends = 5;
  await jobs.answer(/** @type {any} */ ({ type: "work.remove", id: (await only(jobs)).id }));
  await jobs.prepare("decrypt", { folders: [{ id: "f", name: "Folder" }], title: "Folder" });
  await jobs.start((await only(jobs)).id, {});
  const paused = await reaches(jobs, "paused");
  assert.deepEqual([paused.reason?.code, paused.done], ["host-ended", 1]);
});

test("what fails with one message alone is noted, and the others go on", async () => {
  const { jobs } = jobWorld(memoryStorage(), async ({ key }) => {
    if (key === 1) {
      throw new Failure("message-not-decrypted", { status: "no-key" });
    }
    return { what: key === 2 ? "plain" : "copied" };
  });
  await jobs.prepare("reencrypt", { folders: [{ id: "f", name: "Folder" }], title: "Folder" });
  await jobs.start((await only(jobs)).id, { address: "a@a.example" });
  const done = await reaches(jobs, "done");
  assert.deepEqual(done.tally, { failed: 1, plain: 1, copied: 1 });
  assert.deepEqual(done.notes, [{ subject: "Subject", code: "message-not-decrypted", parameters: { status: "no-key" } }]);
});

test("a pause waits for the message under way, and a cancelled job does not go on", async () => {
  /** @type {(value: { what: string }) => void} */
  let finish = () => {};
  const { jobs } = jobWorld(memoryStorage(), ({ key }) => (key === 1 ? new Promise(resolve => (finish = resolve)) : Promise.resolve({ what: "copied" })));
  await jobs.prepare("decrypt", { folders: [{ id: "f", name: "Folder" }], title: "Folder" });
  const { id } = await only(jobs);
  await jobs.start(id, {});
  await new Promise(resolve => setTimeout(resolve, 20));
  const paused = jobs.pause(id);
  finish({ what: "copied" });
  await paused;
  assert.deepEqual([(await only(jobs)).state, (await only(jobs)).done], ["paused", 1]);
  await jobs.cancel(id);
  await jobs.start(id, {});
  assert.deepEqual([(await only(jobs)).state, (await only(jobs)).done], ["cancelled", 1]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { KeyLock } from "../../extension/background/keys/key-lock.mjs";
import { Failure } from "../../extension/shared/failure.mjs";

const DECRYPT = { kind: "keystore-passphrase", parameters: { purpose: "decrypt" } };

/** @param {(?string)[]} answers - Of the user, in order. */
function prepare(...answers) {
  const seen = { asked: 0, judged: 0, requests: /** @type {string[]} */ ([]) };
  const secrets = { ask: async () => (seen.asked++, answers.shift() ?? null) };
  const lock = new KeyLock(secrets, async () => seen.judged++, () => [7]);
  const state = { asks: true, locked: true };
  const host = /** @type {any} */ ({
    ask: async (/** @type {{ type: string }} */ { type }) => {
      seen.requests.push(type);
      if (type === "protection.unlock" && (await lock.ask(DECRYPT)) === null) {
        throw new Failure("prompt-dismissed");
      }
      return state;
    },
  });
  return { lock, host, seen, state };
}

test("who dismissed it while reading is not asked for the next message", async () => {
  const { lock, seen } = prepare(null, "late");
  assert.equal(await lock.askForReading(DECRYPT), null);
  assert.equal(await lock.askForReading(DECRYPT), null);
  assert.equal(seen.asked, 1);
});

test("sending asks all the same, and its answer opens reading again", async () => {
  const { lock, seen } = prepare(null, "now", "later");
  await lock.askForReading(DECRYPT);
  assert.equal(await lock.ask(DECRYPT), "now");
  assert.equal(await lock.askForReading(DECRYPT), "later");
  assert.equal(seen.asked, 3);
});

test("a request that ended by itself is no dismissal", async () => {
  const { lock, seen } = prepare(null, "again");
  const ended = AbortSignal.abort();
  await lock.askForReading(DECRYPT, ended);
  assert.equal(await lock.askForReading(DECRYPT), "again");
  assert.equal(seen.asked, 2);
});

test("unlocking asks also after a dismissal, and what is displayed is opened anew", async () => {
  const { lock, host, seen } = prepare(null, "open sesame");
  await lock.askForReading(DECRYPT);
  await lock.unlock(host);
  assert.deepEqual([seen.requests, seen.judged], [["protection.unlock"], 1]);
  await lock.askForReading(DECRYPT);
  assert.equal(seen.asked, 3);
});

test("a dismissed unlocking stays quiet, and another failure is told", async () => {
  const { lock, host, seen } = prepare(null);
  await lock.unlock(host);
  await lock.askForReading(DECRYPT);
  assert.equal(seen.asked, 1);
  host.ask = async () => { throw new Failure("key-locked", { reason: "key-missing" }); };
  await assert.rejects(lock.unlock(host), { code: "key-locked" });
});

test("after locking what is displayed closes without a question, and what is selected next asks", async () => {
  const { lock, host, seen } = prepare("open sesame", "once more");
  await lock.lock(host);
  assert.equal(await lock.askForReading(DECRYPT, undefined, 7), null);
  assert.deepEqual([seen.asked, seen.judged], [0, 1]);
  assert.equal(await lock.askForReading(DECRYPT, undefined, 8), "open sesame");
  assert.equal(await lock.askForReading(DECRYPT, undefined, 7), "once more");
});

test("the shortcut unlocks what is locked, locks what is open, and leaves keys without a passphrase alone", async () => {
  const { lock, host, seen, state } = prepare("open");
  await lock.toggle(host);
  state.locked = false;
  await lock.toggle(host);
  state.asks = false;
  await lock.toggle(host);
  assert.deepEqual(seen.requests, ["protection.show", "protection.unlock", "protection.show", "protection.lock", "protection.show"]);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ExpiryWatch } from "../../extension/background/keys/expiry.mjs";
import { installBrowser, keyTexts, memoryStorage } from "./fake-browser.mjs";

/** @type {any[]} */
let shown;
/** @type {any[]} */
let alarms;
/** @type {any[]} */
let warnings;
let opened = 0;
let windows = 1;
/** @type {?Error} */
let trouble;

const host = /** @type {any} */ ({
  request: async () => {
    if (trouble) {
      throw trouble;
    }
    return { result: { warnings } };
  },
});

beforeEach(() => {
  [shown, alarms, warnings, opened, windows, trouble] = [[], [], [], 0, 1, null];
  installBrowser({
    i18n: keyTexts,
    storage: memoryStorage(),
    runtime: { openOptionsPage: async () => void opened++ },
    smimeNotices: {
      tell: async (/** @type {any} */ face) => {
        shown.push(...(windows ? [face] : []));
        return windows;
      },
    },
    alarms: {
      get: async (/** @type {string} */ name) => alarms.find(one => one.name === name),
      create: (/** @type {string} */ name, /** @type {any} */ when) => void alarms.push({ name, ...when }),
    },
  });
});

/**
 * @param {number} threshold
 * @param {string} [key]
 */
const ending = (threshold, key = "k1") => ({ key, addresses: ["a@b.example"], notAfter: "2026-12-01T00:00:00Z", days: threshold, threshold });

test("each threshold is told once, and remembered by another background page", async () => {
  for (const threshold of [30, 30, 7, 7, 1, 0, 0]) {
    warnings = [ending(threshold)];
    await new ExpiryWatch(host).check();
  }
  assert.deepEqual(shown.map(one => one.text), ["<warningEnds>", "<warningEnds>", "<warningEnds>", "<warningEnded>"]);
});

test("a clock that was set back does not tell again", async () => {
  const watch = new ExpiryWatch(host);
  for (const threshold of [7, 30, 7]) {
    warnings = [ending(threshold)];
    await watch.check();
  }
  assert.equal(shown.length, 1);
});

test("a renewed key is forgotten, another one is told for itself", async () => {
  const watch = new ExpiryWatch(host);
  warnings = [ending(7)];
  await watch.check();
  warnings = [];
  await watch.check();
  warnings = [ending(30, "k2")];
  await watch.check();
  assert.deepEqual(shown.map(one => one.name), ["key-expiry-k1", "key-expiry-k2"]);
});

test("without a host nothing is said and nothing forgotten", async () => {
  const watch = new ExpiryWatch(host);
  warnings = [ending(7)];
  await watch.check();
  trouble = new Error("no host");
  await watch.check();
  trouble = null;
  await watch.check();
  assert.equal(shown.length, 1);
});

test("without a window it is told when there is one", async () => {
  const watch = new ExpiryWatch(host);
  warnings = [ending(7)];
  windows = 0;
  await watch.check();
  windows = 1;
  await watch.check();
  await watch.check();
  assert.equal(shown.length, 1);
});

test("the alarm is set once, and only it and our notices do something", async () => {
  const watch = new ExpiryWatch(host);
  await watch.schedule();
  await watch.schedule();
  assert.equal(alarms.length, 1);
  warnings = [ending(1)];
  await watch.ring({ name: "another" });
  assert.equal(shown.length, 0);
  await watch.ring({ name: alarms[0].name });
  await watch.open(shown[0].name);
  await watch.open("another");
  assert.equal(opened, 1);
});

import { readdirSync, readFileSync } from "node:fs";

/**
 * What some work costs whoever sits before Thunderbird: how long its windows stood still, and how much memory it took.
 *
 * @typedef {object} Strain
 * @property {number} stall Milliseconds: the longest time in which the main thread answered nothing.
 * @property {number} main Megabytes of the main process at most, beyond what it had before.
 * @property {number} others Megabytes of its child processes together at most, beyond what they had before.
 * @property {number} seconds
 */

/**
 * @param {import("../driver/thunderbird.mjs").Thunderbird} thunderbird
 * @param {() => Promise<void>} work
 * @returns {Promise<Strain>}
 */
export async function strainOf(thunderbird, work) {
  const pid = thunderbird.process?.child.pid ?? 0;
  const before = memoryOf(pid);
  const most = { main: 0, others: 0 };
  const poll = setInterval(() => {
    const now = memoryOf(pid);
    most.main = Math.max(most.main, now.main - before.main);
    most.others = Math.max(most.others, now.others - before.others);
  }, 100);
  await thunderbird.behindScenes();
  await thunderbird.chrome(() => {
    const timer = Cc["@mozilla.org/timer;1"].createInstance(Ci.nsITimer);
    window.strain = { timer, longest: 0, last: Date.now() };
    timer.initWithCallback(() => {
      const now = Date.now();
      window.strain.longest = Math.max(window.strain.longest, now - window.strain.last - 10);
      window.strain.last = now;
    }, 10, Ci.nsITimer.TYPE_REPEATING_PRECISE);
  });
  const start = Date.now();
  try {
    await work();
  } finally {
    clearInterval(poll);
  }
  const seconds = (Date.now() - start) / 1000;
  await thunderbird.behindScenes();
  const stall = await thunderbird.chrome(() => {
    window.strain.timer.cancel();
    return window.strain.longest;
  });
  return { stall, main: Math.round(most.main / 1e6), others: Math.round(most.others / 1e6), seconds };
}

/** @param {Strain} strain */
export function inWords({ stall, main, others, seconds }) {
  return `longest standstill ${stall} ms, memory +${main} MB and +${others} MB in child processes, ${seconds.toFixed(1)} s`;
}

/** @param {number} pid */
function memoryOf(pid) {
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), Number(/^PPid:\s*(\d+)/m.exec(statusOf(name))?.[1] ?? 0)]),
  );
  const family = [...parents.keys()].filter((one) => descends(one, pid, parents));
  const sizes = family.map((one) => (one === pid ? 0 : residentOf(one)));
  return { main: residentOf(pid), others: sizes.reduce((sum, size) => sum + size, 0) };
}

/**
 * @param {number} pid
 * @param {number} ancestor
 * @param {Map<number, number>} parents
 * @returns {boolean}
 */
function descends(pid, ancestor, parents) {
  return pid === ancestor || (parents.has(pid) && pid > 1 && descends(parents.get(pid) ?? 0, ancestor, parents));
}

/** @param {number|string} pid */
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, "latin1");
  } catch {
    // It has ended.
    return "";
  }
}

/** @param {number} pid */
function residentOf(pid) {
  return 1024 * Number(/^VmRSS:\s*(\d+)/m.exec(statusOf(pid))?.[1] ?? 0);
}

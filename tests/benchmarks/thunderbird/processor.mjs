import { readdirSync, readFileSync } from "node:fs";

/** Of the kernel's clock that these times are in; Linux has told programs the same one for ever. */
const TICK = 10;

/**
 * Processor time that a process and all below it have taken so far: of work that is spread over processes, and on a machine
 * that does other things too, it says more than a watch does.
 *
 * @param {number} pid
 * @returns {number} Milliseconds.
 */
export function processorTimeOf(pid) {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => stateOf(Number(name)));
  const family = new Set([pid]);
  for (let grown = true; grown; ) {
    const children = all.filter((one) => family.has(one.parent) && !family.has(one.id));
    children.forEach((one) => family.add(one.id));
    grown = children.length > 0;
  }
  return all.filter((one) => family.has(one.id)).reduce((sum, one) => sum + one.time, 0) * TICK;
}

/**
 * @param {number} id
 * @returns {{id: number, parent: number, time: number}[]} None for a process that has ended; its time is its parent's then.
 */
function stateOf(id) {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, "latin1").replace(/^.*\) /s, "").split(" ").map(Number);
    return [{ id, parent: fields[1], time: fields[11] + fields[12] + fields[13] + fields[14] }];
  } catch {
    return [];
  }
}

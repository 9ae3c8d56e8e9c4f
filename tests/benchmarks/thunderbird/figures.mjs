/**
 * One line of a table: what was measured, beside what, and the most that the difference may be.
 *
 * @typedef {object} Figure
 * @property {string} what
 * @property {string} unit
 * @property {number} ours Median.
 * @property {string|null} peerName
 * @property {number|null} peer Median.
 * @property {number|null} excess How much more ours is.
 * @property {number} noise Half the distance between the quartiles of ours.
 * @property {number|null} most The target: the most that the excess may be.
 */

/**
 * @param {string} what
 * @param {number[]} times
 * @param {{name: string, times: number[], most: number|null}|null} peer
 * @returns {Figure}
 */
export function figure(what, times, peer) {
  const ours = median(times);
  const beside = peer ? median(peer.times) : null;
  return {
    what,
    unit: "ms",
    ours,
    peerName: peer?.name ?? null,
    peer: beside,
    excess: beside === null ? null : ours - beside,
    noise: (quantile(times, 0.75) - quantile(times, 0.25)) / 2,
    most: peer?.most ?? null,
  };
}

/** @param {number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/**
 * @param {number[]} values
 * @param {number} share
 */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

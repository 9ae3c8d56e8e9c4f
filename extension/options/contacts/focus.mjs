/** What the keyboard reaches in an entry of the list, in its order. */
const REACHED = "summary, button, input, select, a[href]";

/**
 * Where the keyboard is in a list that is about to be shown anew.
 *
 * @typedef {{ address: string, index: number }} Place
 */

/**
 * @param {HTMLElement} list
 * @returns {?Place} Null when it is elsewhere.
 */
export function placeIn(list) {
  const entry = /** @type {?HTMLElement} */ (document.activeElement?.closest("[data-address]") ?? null);
  return entry && list.contains(entry)
    ? { address: entry.dataset.address ?? "", index: [...entry.querySelectorAll(REACHED)].indexOf(/** @type {Element} */ (document.activeElement)) }
    : null;
}

/**
 * @param {HTMLElement} entry - The one that the place was in, as it is now.
 * @param {Place} place - What was there may be gone; then its neighbour is reached.
 */
export function goTo(entry, { index }) {
  const reached = /** @type {NodeListOf<HTMLElement>} */ (entry.querySelectorAll(REACHED));
  reached[Math.min(index, reached.length - 1)]?.focus();
}

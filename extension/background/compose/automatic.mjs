/**
 * What is known about a message when it is decided whether it is encrypted without being asked to.
 *
 * @typedef {object} Situation
 * @property {import("../../types/protocol.d.ts").EncryptionDefault} mode
 * @property {boolean} bound - A rule wants mail to one of the recipients encrypted always.
 * @property {string[]} recipients
 * @property {string[]} unready - Recipients who could not read it.
 * @property {boolean} able - The sender could read it, it goes to no newsgroup, and nothing else encrypts it.
 */

/**
 * The user's own decision for a message is never overruled. Otherwise: rules and the default mode switch encryption on;
 * what was switched on because everybody could read it goes off again when somebody cannot, and that is remembered, so
 * that nobody sends in the clear what was meant to be encrypted a moment ago.
 *
 * @param {import("./choices.mjs").Choices} choices
 * @param {Situation} situation
 * @returns {?Partial<import("./choices.mjs").Choices>} What changes; null when nothing does.
 */
export function automaticChange({ encrypt, decidedBy = "default", lost = [] }, { mode, bound, recipients, unready, able }) {
  if (decidedBy === "user") {
    return null;
  }
  if (!encrypt && (bound || mode === "always") && able) {
    return { encrypt: true, decidedBy: bound ? "rule" : "default", lost: [] };
  }
  if (mode !== "possible") {
    return null;
  }
  const possible = able && recipients.length > 0 && unready.length === 0;
  if (!encrypt && possible) {
    return { encrypt: true, decidedBy: "automatic", lost: [] };
  }
  if (encrypt && decidedBy === "automatic" && !possible && !bound) {
    return { encrypt: false, lost: unready };
  }
  const stillLost = lost.filter(address => unready.includes(address));
  return stillLost.length === lost.length ? null : { lost: stillLost };
}

import { lookOf } from "./look.mjs";

/** After these requests a verdict that was good may no longer be. Others can only make one better. */
const DOUBTS = /^(anchors|policy|backup|certificates\.(remove|restore|trust))/;

/**
 * What the message list keeps of a verdict.
 *
 * @param {import("./openings.mjs").Opening} opening
 * @returns {string} A state of the list's column; empty when the message is not protected.
 */
export function markOf(opening) {
  const { look, encrypted } = lookOf(opening);
  if (look === "none" || look === "failed") {
    return "";
  }
  if (opening.report?.encryption.status === "locked") {
    // It is not the message that cannot be read: the keys are locked now.
    return "enveloped";
  }
  return encrypted && look !== "encrypted" ? `${look}Encrypted` : look;
}

/**
 * @param {string} requestType - What has changed something.
 * @returns {boolean} Whether good verdicts in lists are to be doubted.
 */
export function castsDoubt(requestType) {
  return DOUBTS.test(requestType);
}

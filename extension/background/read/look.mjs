/**
 * How a message looks at a glance.
 *
 * @typedef {"valid" | "unverified" | "invalid" | "encrypted" | "locked" | "failed" | "none"} Look
 */

/**
 * The one look a verdict gets. A good look is given only when the seal and the signature's status agree on it.
 *
 * @param {import("./openings.mjs").Opening} opening
 * @returns {{ look: Look, encrypted: boolean }}
 */
export function lookOf({ report, failure }) {
  if (failure) {
    return { look: "failed", encrypted: false };
  }
  if (!report) {
    return { look: "none", encrypted: false };
  }
  const encrypted = report.encryption.status === "decrypted";
  if (report.seal === "cannot-decrypt") {
    return { look: "locked", encrypted: false };
  }
  const sealed = report.seal === "signed" || report.seal === "signed-encrypted";
  switch (report.signature.status) {
    case "valid":
      return { look: sealed ? "valid" : "invalid", encrypted };
    case "unverified":
      return { look: "unverified", encrypted };
    case "invalid":
      return { look: "invalid", encrypted };
    default:
      return { look: report.seal === "encrypted" ? "encrypted" : "none", encrypted };
  }
}

/** @type {Record<Look, ?("ok" | "unknown" | "mismatch")>} Thunderbird's names for its seal. */
const SEALS = { valid: "ok", unverified: "unknown", invalid: "mismatch", encrypted: null, locked: null, failed: null, none: null };

/**
 * What Thunderbird's own lock and seal are to show, so that they never contradict the badge.
 *
 * @param {{ look: Look, encrypted: boolean }} seen
 * @returns {{ signed: ?("ok" | "unknown" | "mismatch"), encrypted: ?("ok" | "notok") }}
 */
export function marksOf({ look, encrypted }) {
  const lock = look === "locked" ? "notok" : encrypted && look !== "none" ? "ok" : null;
  const seal = SEALS[look];
  // Thunderbird warns of a seal only beside a lock: without one it would look worse than no signature at all.
  return { signed: lock || seal === "ok" ? seal : null, encrypted: lock };
}

/**
 * @param {import("../../types/protocol.d.ts").Report} report
 * @returns {?string} The subject inside the protection, when it was protected.
 */
export function protectedSubject(report) {
  const name = Object.keys(report.headers.protected).find(one => one.toLowerCase() === "subject");
  return name === undefined ? null : report.headers.protected[name];
}

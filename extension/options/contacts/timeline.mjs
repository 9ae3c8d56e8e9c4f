import { element } from "../../shared/page.mjs";
import { codeText, text, timeText } from "../../shared/text.mjs";

/** @typedef {import("../../types/protocol.d.ts").ContactEvent} ContactEvent */

/**
 * What happened, the newest first.
 *
 * @param {ContactEvent[]} events - The oldest first.
 */
export function timeline(events) {
  return element(
    "details",
    { class: "timeline" },
    element("summary", {}, text("contactHistory", { count: events.length })),
    element("ol", { reversed: true }, events.toReversed().map(entry))
  );
}

/** @param {ContactEvent} event */
function entry({ what, at, sha256, other, messageId, messageAt }) {
  const sentence = codeText("contactEvent", what, { certificate: short(sha256), other: short(other) });
  const message = messageId && text("contactEventMessage", { message: messageId, time: timeText(messageAt) });
  return element(
    "li",
    { "data-event": what },
    element("time", { datetime: at }, timeText(at)),
    " ",
    sentence,
    message ? element("div", { class: "faint" }, message) : null
  );
}

/**
 * @param {?string | undefined} sha256
 * @returns {string} As much of the fingerprint as tells certificates of one person apart.
 */
export function short(sha256) {
  return sha256 ? (sha256.slice(0, 16).match(/.{4}/g) ?? []).join(" ").toUpperCase() : "";
}

/**
 * What a stored draft remembers of the switches in its window. Fields of this kind describe the MIME entity and go with
 * it into the encryption; none of it is left outside, and none goes along when the message is sent.
 */
const FIELD = "Content-SMIME-Bridge-Draft";

/**
 * @param {import("./choices.mjs").Choices} choices
 * @param {Uint8Array} mime - RFC 822.
 * @returns {Uint8Array<ArrayBuffer>} The message with the state in front of its header.
 */
export function stateField({ sign }, mime) {
  const field = new TextEncoder().encode(`${FIELD}: sign=${sign ? "yes" : "no"}\r\n`);
  const whole = new Uint8Array(field.length + mime.length);
  whole.set(field);
  whole.set(mime, field.length);
  return whole;
}

/**
 * @param {string} value - Of the field; empty when there was none.
 * @returns {Partial<import("./choices.mjs").Choices>}
 */
export function stateOf(value) {
  const sign = /(?:^|;)\s*sign=(yes|no)\s*(?:;|$)/.exec(value)?.[1];
  return sign ? { sign: sign === "yes" } : {};
}

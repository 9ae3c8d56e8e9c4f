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
export function stateField({ sign, origin }, mime) {
  const field = new TextEncoder().encode(`${FIELD}: sign=${sign ? "yes" : "no"}; quotes=${origin ? "yes" : "no"}\r\n`);
  const whole = new Uint8Array(field.length + mime.length);
  whole.set(field);
  whole.set(mime, field.length);
  return whole;
}

/**
 * @param {string} value - Of the field; empty when there was none.
 * @returns {{ choices: Partial<import("./choices.mjs").Choices>, quotes: boolean }} `quotes`: it holds text of an encrypted message.
 */
export function stateOf(value) {
  const state = new Map(value.split(";").map(one => /** @type {[string, string]} */ (one.trim().split("="))));
  const sign = state.get("sign");
  return { choices: sign === "yes" || sign === "no" ? { sign: sign === "yes" } : {}, quotes: state.get("quotes") === "yes" };
}

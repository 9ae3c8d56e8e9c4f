/** Property of a message in the list: what is known of its protection, with the age of that knowledge. */
const PROPERTY = "smimeBridgeMark";

/** Counts changes of trust: a good verdict from before the last one is no longer told as one. */
const AGE = "extensions.smime-bridge.markAge";

/** States that trust decides, with what is left of them without it. */
const TRUSTING = new Map([["valid", "claimed"], ["validEncrypted", "enveloped"]]);

/**
 * What is known of a message without opening it now.
 *
 * @param {any} header
 * @returns {string} A state; empty when nothing speaks of protection.
 */
export function stateOf(header) {
  const [state, age] = header.getStringProperty(PROPERTY).split(" ");
  return (Number(age) === currentAge() ? null : TRUSTING.get(state)) ?? state;
}

/**
 * @param {any} header
 * @param {string} state - Empty when it turned out not to be protected.
 */
export function remember(header, state) {
  const value = state && `${state} ${currentAge()}`;
  if (header.getStringProperty(PROPERTY) !== value) {
    header.setStringProperty(PROPERTY, value);
  }
}

/**
 * What a search found in the header of a message that was not opened.
 *
 * @param {any} header
 * @param {"enveloped" | "claimed"} state
 */
export function rememberClaim(header, state) {
  if (!header.getStringProperty(PROPERTY)) {
    remember(header, state);
  }
}

/** Trust has changed: what was found good must be looked at again. */
export function doubt() {
  Services.prefs.setIntPref(AGE, currentAge() + 1);
}

function currentAge() {
  return Services.prefs.getIntPref(AGE, 0);
}

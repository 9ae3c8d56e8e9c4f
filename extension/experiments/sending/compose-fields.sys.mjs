import { MailServices } from "resource:///modules/MailServices.sys.mjs";

/**
 * @param {?string} field - A header value of the compose fields.
 * @returns {string[]} Bare addresses.
 */
export function addressesOf(field) {
  return field ? MailServices.headerParser.parseEncodedHeaderW(field).map((/** @type {any} */ one) => one.email).filter(Boolean) : [];
}

/**
 * The compose window of a message. Not `_parentWindow`: for messages sent by other add-ons that is just the most recent one.
 *
 * @param {any} compFields
 * @returns {any}
 */
export function windowOf(compFields) {
  for (const window of Services.wm.getEnumerator("msgcompose")) {
    if (window.gMsgCompose?.compFields === compFields) {
      return window;
    }
  }
  return null;
}

/**
 * Whether Thunderbird has certificates or keys of its own for an identity. Without them its encryption cannot work, and
 * that it is switched on (as it does by itself for an answer to encrypted mail) is no wish of the user's.
 *
 * @param {any} identity
 */
export function hasOwnProtection(identity) {
  const attributes = ["signing_cert_name", "encryption_cert_name", "openpgp_key_id"];
  return attributes.some(name => identity.getUnicharAttribute(name));
}

/**
 * Thunderbird switches its own encryption on for a message that is made from an encrypted one, even when the identity has
 * nothing to do it with. It would warn of what ours does not do, and refuse to send.
 *
 * @param {any} window - A compose window.
 */
export function releaseOwnEncryption(window) {
  const able = ["encryption_cert_name", "openpgp_key_id"].some(name => window.gCurrentIdentity?.getUnicharAttribute(name));
  if (window.gSendEncrypted && !able) {
    window.toggleEncryptMessage();
  }
}

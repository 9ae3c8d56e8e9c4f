import { Failure } from "../../shared/failure.mjs";

/**
 * A message as the sending seam describes it.
 *
 * @typedef {object} OutgoingMessage
 * @property {string} handle
 * @property {?number} tabId - Null when another add-on sends without a compose window.
 * @property {string} identityId
 * @property {string} from
 * @property {string[]} to
 * @property {string[]} cc
 * @property {string[]} bcc
 * @property {boolean} newsgroups
 * @property {boolean} deferred - Goes to the Outbox first.
 * @property {boolean} otherProtection - Thunderbird's own S/MIME or OpenPGP is on for it.
 */

/**
 * Who gets what. The visible message is encrypted to its visible recipients and the sender only; each blind recipient
 * gets a copy encrypted to that one and the sender, so that nobody can read from a message who else received it.
 *
 * @typedef {object} Distribution
 * @property {string[]} visible
 * @property {string[]} blind
 * @property {string[]} clear - Each gets a message of their own, unencrypted, as the user said in words.
 */

/**
 * @param {OutgoingMessage} message
 * @param {boolean} encrypt
 * @param {string[]} [separately]
 * @returns {Distribution}
 */
export function distribute(message, encrypt, separately = []) {
  const everybody = unique([...message.to, ...message.cc]);
  if (!encrypt) {
    return { visible: everybody, blind: [], clear: [] };
  }
  const apart = new Set(separately.map(address => address.toLowerCase()));
  const visible = everybody.filter(address => !apart.has(address.toLowerCase()));
  const served = new Set([...visible, message.from, ...apart].map(address => address.toLowerCase()));
  return {
    visible,
    blind: unique(message.bcc).filter(address => !served.has(address.toLowerCase())),
    clear: unique([...everybody, ...message.bcc]).filter(address => apart.has(address.toLowerCase())),
  };
}

/**
 * What forbids to protect the message as wanted, before anything is asked of the host.
 *
 * @param {OutgoingMessage} message
 * @param {{ sign: boolean, encrypt: boolean, separately?: string[] }} choices
 * @returns {?Failure}
 */
export function obstacle(message, { encrypt, separately }) {
  if (message.otherProtection) {
    return new Failure("protection-conflict");
  }
  if (!encrypt) {
    return null;
  }
  const { visible, blind, clear } = distribute(message, encrypt, separately);
  if (message.newsgroups) {
    return new Failure("newsgroup-encrypted");
  }
  if (message.deferred && blind.length) {
    return new Failure("bcc-deferred", { addresses: blind });
  }
  if (message.deferred && clear.length) {
    return new Failure("separate-deferred", { addresses: clear });
  }
  return visible.length + message.bcc.length ? null : new Failure("recipients-none");
}

/** @param {string[]} addresses */
function unique(addresses) {
  return [...new Map(addresses.map(address => [address.toLowerCase(), address])).values()];
}

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
 */

/**
 * @param {OutgoingMessage} message
 * @param {boolean} encrypt
 * @returns {Distribution}
 */
export function distribute(message, encrypt) {
  const visible = unique([...message.to, ...message.cc]);
  if (!encrypt) {
    return { visible, blind: [] };
  }
  const served = new Set([...visible, message.from].map(address => address.toLowerCase()));
  return { visible, blind: unique(message.bcc).filter(address => !served.has(address.toLowerCase())) };
}

/**
 * What forbids to protect the message as wanted, before anything is asked of the host.
 *
 * @param {OutgoingMessage} message
 * @param {{ sign: boolean, encrypt: boolean }} choices
 * @returns {?Failure}
 */
export function obstacle(message, { encrypt }) {
  if (message.otherProtection) {
    return new Failure("protection-conflict");
  }
  if (!encrypt) {
    return null;
  }
  const { visible, blind } = distribute(message, encrypt);
  if (message.newsgroups) {
    return new Failure("newsgroup-encrypted");
  }
  if (message.deferred && blind.length) {
    return new Failure("bcc-deferred", { addresses: blind });
  }
  return visible.length + message.bcc.length ? null : new Failure("recipients-none");
}

/** @param {string[]} addresses */
function unique(addresses) {
  return [...new Map(addresses.map(address => [address.toLowerCase(), address])).values()];
}

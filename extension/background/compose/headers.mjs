import { addressesIn, bareAddress } from "./address-list.mjs";

const CR = 13;
const LF = 10;
const BLIND_FIELD = /^(resent-)?bcc:/i;
const RECIPIENT_FIELD = /^(to|cc|bcc):/i;
const OWN_TO_ONE_MESSAGE = /^(to|cc|bcc|message-id):/i;

/**
 * A copy of the message without its blind recipients' fields.
 *
 * @param {Uint8Array} message - RFC 822 with CRLF line ends.
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function withoutBlindRecipients(message) {
  return withHeader(message, fields => fields.filter(field => !BLIND_FIELD.test(field)));
}

/**
 * A copy of the message that does not name some of its recipients: who answers it to all does not write to them.
 *
 * @param {Uint8Array} message
 * @param {string[]} unnamed - Bare addresses.
 * @returns {Uint8Array}
 */
export function withoutRecipients(message, unnamed) {
  const gone = new Set(unnamed.map(address => address.toLowerCase()));
  return gone.size ? withHeader(message, fields => fields.flatMap(field => fieldWithout(field, gone))) : message;
}

/**
 * The same content as a message of its own, for one recipient, who is the only one that it names.
 *
 * @param {Uint8Array} message
 * @param {string} address - Bare.
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function addressedTo(message, address) {
  return withHeader(message, fields => {
    const named = fields.filter(field => RECIPIENT_FIELD.test(field)).flatMap(field => addressesIn(valueOf(field)));
    const recipient = named.find(one => bareAddress(one) === address.toLowerCase()) ?? address;
    const domain = /^message-id:[^@]*@([^\s>]+)/im.exec(fields.join(""))?.[1] ?? "invalid";
    const own = [`Message-ID: <${crypto.randomUUID()}@${domain}>\r\n`, `To: ${recipient.trim()}\r\n`];
    return [...own, ...fields.filter(field => !OWN_TO_ONE_MESSAGE.test(field))];
  });
}

/**
 * @param {Uint8Array} message - RFC 822 with CRLF line ends.
 * @param {(fields: string[]) => string[]} change
 * @returns {Uint8Array<ArrayBuffer>}
 */
function withHeader(message, change) {
  const end = headerEnd(message);
  const header = new TextDecoder("latin1").decode(message.subarray(0, end));
  const bytes = Uint8Array.from(change(unfold(header)).join(""), one => one.charCodeAt(0));
  const copy = new Uint8Array(bytes.length + message.length - end);
  copy.set(bytes);
  copy.set(message.subarray(end), bytes.length);
  return copy;
}

/**
 * @param {string} field
 * @param {Set<string>} gone - Addresses in lower case.
 * @returns {string[]} The field without them; none when nobody is left in it.
 */
function fieldWithout(field, gone) {
  if (!RECIPIENT_FIELD.test(field)) {
    return [field];
  }
  const all = addressesIn(valueOf(field));
  const kept = all.filter(one => !gone.has(bareAddress(one)));
  if (kept.length === all.length) {
    return [field];
  }
  return kept.length ? [`${field.slice(0, field.indexOf(":") + 1)} ${kept.map(one => one.trim()).join(",\r\n ")}\r\n`] : [];
}

/** @param {string} field */
function valueOf(field) {
  return field.slice(field.indexOf(":") + 1).replace(/\r?\n/g, "");
}

/**
 * @param {Uint8Array} message
 * @returns {number} Where the empty line after the header begins; the length when there is none.
 */
export function headerEnd(message) {
  for (let at = 0; at < message.length; at++) {
    const begin = at === 0 || message[at - 1] === LF;
    if (begin && (message[at] === LF || (message[at] === CR && message[at + 1] === LF))) {
      return at;
    }
  }
  return message.length;
}

/**
 * @param {string} header
 * @returns {string[]} One string a field, with its folded lines and line ends.
 */
export function unfold(header) {
  return header.match(/[^\n]*\n(?:[ \t][^\n]*(?:\n|$))*|[^\n]+$/g) ?? [];
}

const CR = 13;
const LF = 10;
const BLIND_FIELD = /^(resent-)?bcc:/i;

/**
 * A copy of the message without its blind recipients' fields.
 *
 * @param {Uint8Array} message - RFC 822 with CRLF line ends.
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function withoutBlindRecipients(message) {
  const end = headerEnd(message);
  const header = new TextDecoder("latin1").decode(message.subarray(0, end));
  const kept = unfold(header).filter(field => !BLIND_FIELD.test(field)).join("");
  const bytes = Uint8Array.from(kept, one => one.charCodeAt(0));
  const copy = new Uint8Array(bytes.length + message.length - end);
  copy.set(bytes);
  copy.set(message.subarray(end), bytes.length);
  return copy;
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

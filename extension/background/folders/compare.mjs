const CR = 13;
const LF = 10;

/**
 * Whether two messages are the same but for how their lines end: each store ends them in its own way.
 *
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function sameMessage(one, other) {
  const [oneEnd, otherEnd] = [contentEnd(one), contentEnd(other)];
  let [i, j] = [0, 0];
  for (;;) {
    while (i < oneEnd && endsLine(one, i)) {
      i++;
    }
    while (j < otherEnd && endsLine(other, j)) {
      j++;
    }
    if (i === oneEnd || j === otherEnd) {
      return i === oneEnd && j === otherEnd;
    }
    if (one[i++] !== other[j++]) {
      return false;
    }
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {boolean} Whether a return stands there that only ends a line.
 */
function endsLine(bytes, at) {
  return bytes[at] === CR && bytes[at + 1] === LF;
}

/**
 * @param {Uint8Array} bytes
 * @returns {number} Where the message ends; stores put empty lines behind it.
 */
function contentEnd(bytes) {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === LF || bytes[end - 1] === CR)) {
    end--;
  }
  return end;
}

/**
 * @param {Uint8Array<ArrayBuffer>} message - Fields that came from a store that ends lines in another way stand beside new ones.
 * @returns {Uint8Array<ArrayBuffer>} The same with lines of the header that end as mail's do. What follows the header is left alone.
 */
export function withMailLines(message) {
  const end = headerEnd(message);
  const header = new TextDecoder("latin1").decode(message.subarray(0, end));
  const mended = header.replace(/\r?\n/g, "\r\n");
  if (mended.length === header.length) {
    return message;
  }
  const whole = new Uint8Array(mended.length + message.length - end);
  whole.set(Uint8Array.from(mended, one => one.charCodeAt(0)));
  whole.set(message.subarray(end), mended.length);
  return whole;
}

/** @param {Uint8Array} message */
function headerEnd(message) {
  let at = 0;
  for (;;) {
    const line = message.indexOf(LF, at);
    if (line < 0) {
      return message.length;
    }
    if (line === at || (line === at + 1 && message[at] === CR)) {
      return line + 1;
    }
    at = line + 1;
  }
}

const LF = 10;
const CR = 13;
const DASH = 45;

/** Attachments from this size on are left out, in bytes as they stand in the message. */
const LARGE = 256 * 1024;

/** A message with more parts inside each other than this is shown as it is. */
const DEEPEST = 8;

/** What the pane may show, or look into, besides its name and size. */
const LOOKED_INTO = /^(text|message|multipart)\/|pkcs7|pgp|calendar|ms-tnef/i;

/** Decoded bytes of the smallest stand-in; each following one has three more, so that its size tells which it is. */
const SMALLEST = 999;

/**
 * @typedef {object} DisplayForm
 * @property {Uint8Array<ArrayBuffer>} mime - The entity with a stand-in for each large attachment.
 * @property {Record<string, number>} sizes - True sizes of attachments, in decoded bytes, by the sizes of their stand-ins.
 */

/**
 * What the pane needs of a large message: libmime goes through every line of what it is given while all windows stand still, only to
 * list an attachment with its name and size. Whoever opens or saves one gets it from the whole message.
 *
 * @param {Uint8Array} mime
 * @returns {?DisplayForm} Null when there is nothing large to leave out.
 */
export function displayForm(mime) {
  /** @type {Body[]} */
  const large = [];
  collect(mime, 0, mime.length, 0, large);
  if (!large.length) {
    return null;
  }
  const pieces = [];
  /** @type {Record<string, number>} */
  const sizes = {};
  let copied = 0;
  for (const [index, { start, end, base64 }] of large.entries()) {
    const size = SMALLEST + 3 * index;
    sizes[size] = base64 ? decodedSize(mime, start, end) : end - start;
    pieces.push(mime.subarray(copied, start), standIn(size, base64));
    copied = end;
  }
  pieces.push(mime.subarray(copied));
  return { mime: joined(pieces), sizes };
}

/** @typedef {{ start: number, end: number, base64: boolean }} Body */

/**
 * @param {Uint8Array} mime
 * @param {number} start - Of an entity's header.
 * @param {number} end
 * @param {number} depth
 * @param {Body[]} large
 */
function collect(mime, start, end, depth, large) {
  const body = bodyOf(mime, start, end);
  const header = new TextDecoder("latin1").decode(mime.subarray(start, body)).replace(/\r?\n[ \t]+/g, " ");
  const type = /^content-type:\s*([^;\r\n]*)(.*)$/im.exec(header);
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type?.[2] ?? "");
  if (boundary && /^multipart\//i.test(type?.[1] ?? "") && depth < DEEPEST) {
    for (const [from, to] of partsBetween(mime, body, end, boundary[1] ?? boundary[2])) {
      collect(mime, from, to, depth + 1, large);
    }
    return;
  }
  if (end - body >= LARGE && /^content-disposition:\s*attachment/im.test(header) && type && !LOOKED_INTO.test(type[1])) {
    large.push({ start: body, end, base64: /^content-transfer-encoding:\s*base64/im.test(header) });
  }
}

/**
 * @param {Uint8Array} mime
 * @param {number} start
 * @param {number} end
 * @returns {number} Behind the empty line that ends the header.
 */
function bodyOf(mime, start, end) {
  for (let line = start; line < end; ) {
    const next = mime.indexOf(LF, line) + 1;
    if (next === 0 || next > end) {
      break;
    }
    if (next - line === 1 || (next - line === 2 && mime[line] === CR)) {
      return next;
    }
    line = next;
  }
  return end;
}

/**
 * @param {Uint8Array} mime
 * @param {number} start
 * @param {number} end
 * @param {string} boundary
 * @returns {Generator<[number, number]>} Beginning and end of each part.
 */
function* partsBetween(mime, start, end, boundary) {
  const mark = new TextEncoder().encode(`--${boundary}`);
  let part = -1;
  for (let at = mime.indexOf(DASH, start); at >= 0 && at < end; at = mime.indexOf(DASH, at + 1)) {
    if ((at !== start && mime[at - 1] !== LF) || !mark.every((byte, index) => mime[at + index] === byte)) {
      continue;
    }
    const rest = /^(--)?[ \t]*\r?(\n|$)/.exec(new TextDecoder("latin1").decode(mime.subarray(at + mark.length, Math.min(end, at + mark.length + 80))));
    if (!rest) {
      continue;
    }
    if (part >= 0) {
      yield [part, mime[at - 2] === CR ? at - 2 : at - 1];
    }
    if (rest[1]) {
      return;
    }
    part = at + mark.length + rest[0].length;
    at = part - 1;
  }
}

/**
 * @param {Uint8Array} mime
 * @param {number} start
 * @param {number} end
 */
function decodedSize(mime, start, end) {
  let characters = 0;
  for (let at = start; at < end; at++) {
    const byte = mime[at];
    characters += byte > 32 && byte !== 61 ? 1 : 0;
  }
  return Math.floor((characters * 3) / 4);
}

/**
 * @param {number} size - In decoded bytes, a multiple of three.
 * @param {boolean} base64
 */
function standIn(size, base64) {
  const line = base64 ? "AAAA".repeat(size / 3) : "0".repeat(size);
  return new TextEncoder().encode(line.replace(/.{76}(?=.)/g, "$&\r\n"));
}

/** @param {Uint8Array[]} pieces */
function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

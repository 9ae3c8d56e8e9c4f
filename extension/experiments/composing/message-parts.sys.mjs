import { MimeParser } from "resource:///modules/mimeParser.sys.mjs";

/**
 * @typedef {object} Part
 * @property {string} number
 * @property {string} type - In small letters.
 * @property {string} charset
 * @property {string} name
 * @property {string} contentId - Without its brackets.
 * @property {boolean} attached - Says that it is an attachment.
 * @property {any} headers
 * @property {string} encoding - Of its transfer, in small letters.
 * @property {string[]} pieces - As they are in the message, one character a byte.
 */

/**
 * A message taken apart as a compose window needs it.
 *
 * @typedef {object} Contents
 * @property {any} headers - Of the message, as jsmime gives them.
 * @property {?string} html
 * @property {?string} plain
 * @property {Map<string, Part>} related - Parts that the HTML can show, by Content-ID.
 * @property {Part[]} attachments
 */

const CHUNK = 256 * 1024;
const I18N = MimeParser.HEADER_PARAMETER | MimeParser.HEADER_OPTION_ALL_I18N;

/**
 * Parses a message in slices, so that windows stay alive.
 *
 * @param {Uint8Array} message
 * @returns {Promise<Contents>}
 */
export async function contentsOf(message) {
  /** @type {Part[]} */
  const parts = [];
  const open = new Map();
  const parser = MimeParser.makeParser(
    {
      startPart(/** @type {string} */ number, /** @type {any} */ headers) {
        const part = partOf(number, headers);
        parts.push(part);
        open.set(number, part);
      },
      deliverPartData(/** @type {string} */ number, /** @type {string} */ data) {
        open.get(number)?.pieces.push(data);
      },
    },
    { bodyformat: "nodecode", strformat: "binarystring", decodeSubMessages: false, onerror: console.error }
  );
  for (let start = 0; start < message.length; start += CHUNK) {
    parser.deliverData(binaryString(message.subarray(start, start + CHUNK)));
    await new Promise(resolve => Services.tm.dispatchToMainThread(() => resolve(undefined)));
  }
  parser.deliverEOF();
  return sorted(parts);
}

/**
 * The content of a part. Large ones are base64, which is decoded natively.
 *
 * @param {Part} part
 * @returns {Uint8Array}
 */
export function bytesOf({ encoding, pieces }) {
  const text = pieces.join("");
  if (encoding === "base64") {
    try {
      return /** @type {any} */ (Uint8Array).fromBase64(text);
    } catch {
      // Damaged: what can be read of it, as mail clients show it.
      return Uint8Array.from(atob(text.replace(/[^A-Za-z0-9+/]/g, "").replace(/^((?:.{4})*).$/, "$1")), byteOf);
    }
  }
  return Uint8Array.from(encoding === "quoted-printable" ? unquoted(text) : text, byteOf);
}

/** @param {string} text */
function unquoted(text) {
  return text
    .replace(/[ \t]+(?=\r?\n)/g, "")
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-Fa-f]{2})/g, (_code, hex) => String.fromCharCode(parseInt(hex, 16)));
}

/** @param {string} character */
function byteOf(character) {
  return character.charCodeAt(0);
}

/** @param {Uint8Array} bytes */
function binaryString(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    // Not spread: that would go through an iterator, byte by byte.
    text += String.fromCharCode.apply(null, /** @type {any} */ (bytes.subarray(start, start + 8192)));
  }
  return text;
}

/**
 * @param {string} number
 * @param {any} headers
 * @returns {Part}
 */
function partOf(number, headers) {
  const type = parametersOf(headers, "content-type");
  const disposition = parametersOf(headers, "content-disposition");
  return {
    number,
    type: headers.contentType.type.toLowerCase(),
    charset: type?.get("charset") ?? "utf-8",
    name: disposition?.get("filename") ?? type?.get("name") ?? "",
    contentId: (headers.getRawHeader("content-id")?.[0] ?? "").trim().replace(/^<|>$/g, ""),
    attached: (disposition?.preSemi ?? "").toLowerCase() === "attachment",
    headers,
    encoding: (headers.getRawHeader("content-transfer-encoding")?.[0] ?? "").trim().toLowerCase(),
    pieces: [],
  };
}

/**
 * @param {any} headers
 * @param {string} name
 * @returns {any} Parameters by name; null without the field.
 */
function parametersOf(headers, name) {
  const raw = headers.getRawHeader(name)?.[0];
  return raw ? MimeParser.parseHeaderField(raw, I18N) : null;
}

/**
 * The first text, or the first of each kind in an alternative, is the body; all else can be shown in it or is attached.
 *
 * @param {Part[]} parts
 * @returns {Contents}
 */
function sorted(parts) {
  const [top] = parts;
  /** @type {Contents} */
  const contents = { headers: top.headers, html: null, plain: null, related: new Map(), attachments: [] };
  const containers = new Map(parts.filter(part => part.type.startsWith("multipart/")).map(part => [part.number, part.type]));
  for (const part of parts.filter(one => !containers.has(one.number))) {
    const within = containers.get(parentOf(part.number)) ?? "";
    if (isBody(part, within, contents)) {
      contents[part.type === "text/html" ? "html" : "plain"] = decoded(part);
    } else if (part.contentId && within === "multipart/related") {
      contents.related.set(part.contentId, part);
    } else if (!/^application\/(x-)?pkcs7-signature$/.test(part.type)) {
      contents.attachments.push(part);
    }
  }
  return contents;
}

/** @param {string} number */
function parentOf(number) {
  return number.includes(".") ? number.slice(0, number.lastIndexOf(".")) : "";
}

/**
 * @param {Part} part
 * @param {string} within - Type of the part around it.
 * @param {Contents} contents - Found so far.
 */
function isBody(part, within, { html, plain }) {
  if (part.attached || (part.type !== "text/html" && part.type !== "text/plain")) {
    return false;
  }
  const none = html === null && plain === null;
  return none || (part.type === "text/html" && html === null && /^multipart\/(alternative|related)$/.test(within));
}

/** @param {Part} part */
function decoded(part) {
  try {
    return new TextDecoder(part.charset).decode(bytesOf(part));
  } catch {
    // A charset that nobody knows.
    return new TextDecoder().decode(bytesOf(part));
  }
}

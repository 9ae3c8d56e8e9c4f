import { contentAt } from "../composing/attachments.sys.mjs";

/** Attachments from here on do not go through one string of Thunderbird's, but are read and encoded in slices. */
const LARGE = 512 * 1024;

/** A multiple of 57 bytes, which are a line of 76 characters in base64. */
const SLICE = 57 * 8192;

/** Two bytes that no text has: Thunderbird encodes them as it would the whole. */
const STAND_IN = "data:application/octet-stream;base64,AP8=";

/** What stands in the place of a large attachment's encoded content until it is read. */
export class AttachmentBody {
  #blob;

  /** @param {any} blob - Its content: a Blob or a File. */
  constructor(blob) {
    this.#blob = blob;
  }

  /** Length once encoded. */
  get length() {
    const lines = Math.ceil(this.#blob.size / 57);
    return 4 * Math.ceil(this.#blob.size / 3) + 2 * lines;
  }

  /** @returns {AsyncGenerator<Uint8Array>} Base64 in lines. */
  async *slices() {
    for (let start = 0; start < this.#blob.size; start += SLICE) {
      const bytes = /** @type {any} */ (new Uint8Array(await this.#blob.slice(start, start + SLICE).arrayBuffer()));
      const lines = bytes.toBase64().replace(/.{1,76}/g, "$&\r\n");
      yield new TextEncoder().encode(lines);
    }
  }
}

/**
 * Has Thunderbird write the header of a large attachment, and its content left out.
 *
 * @param {any} part - A MimePart of Thunderbird's. What it gives as its encoded body may be an AttachmentBody afterwards.
 */
export function slice(part) {
  const encode = part.getEncodedBodyString.bind(part);
  part.getEncodedBodyString = async () => {
    const attachment = part._bodyAttachment;
    const source = attachment && (await sourceOf(attachment));
    if (!source) {
      return encode();
    }
    part._bodyAttachment = { name: attachment.name, contentType: source.type, url: STAND_IN };
    await encode();
    part._bodyAttachment = attachment;
    return new AttachmentBody(source.blob);
  };
  part.parts.forEach(slice);
}

/**
 * @param {any} attachment - An nsIMsgAttachment.
 * @returns {Promise<?{ blob: any, type: string }>} Null for what Thunderbird had better encode itself.
 */
async function sourceOf(attachment) {
  try {
    const uri = Services.io.newURI(attachment.url);
    const blob = uri.schemeIs("file") ? await fileOf(uri) : contentAt(attachment.url);
    const type = attachment.contentType || (uri.schemeIs("file") ? typeOf(uri) : "");
    return blob && blob.size >= LARGE && type && !/^(text|message|multipart)\//i.test(type) ? { blob, type } : null;
  } catch {
    // Missing, or of an unknown type: Thunderbird says so in its own words.
    return null;
  }
}

/** @param {any} uri */
function fileOf(uri) {
  return /** @type {any} */ (File).createFromNsIFile(uri.QueryInterface(Ci.nsIFileURL).file);
}

/** @param {any} uri */
function typeOf(uri) {
  return Cc["@mozilla.org/mime;1"].getService(Ci.nsIMIMEService).getTypeFromFile(uri.QueryInterface(Ci.nsIFileURL).file);
}

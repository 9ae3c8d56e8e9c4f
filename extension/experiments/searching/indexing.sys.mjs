import { GlodaMsgIndexer } from "resource:///modules/gloda/IndexMsg.sys.mjs";
import { MimeBody } from "resource:///modules/gloda/MimeMessage.sys.mjs";
import { contentsOf } from "../composing/message-parts.sys.mjs";
import { ask } from "../shared/listeners.sys.mjs";
import { isAllowed } from "./choice.sys.mjs";

/**
 * Gives Thunderbird's indexer the text of encrypted messages, where the user allowed that. The indexer gets it beside what libmime
 * makes of the message, which stays closed: nobody else who reads messages in that way gets anything.
 */
export class IndexingSeam {
  #original = GlodaMsgIndexer._MsgHdrToMimeMessageFunc;

  /** @param {any} extension */
  constructor(extension) {
    const original = this.#original;
    GlodaMsgIndexer._MsgHdrToMimeMessageFunc = (/** @type {any} */ header, /** @type {any} */ self, /** @type {any} */ callback, /** @type {any[]} */ ...how) => {
      const withText = async (/** @type {any} */ one, /** @type {any} */ message) => {
        const body = isAllowed() && message ? await bodyOf(extension, header).catch(() => null) : null;
        message?.parts.push(...(body ? [body] : []));
        callback.call(self, one, message);
      };
      original(header, null, withText, ...how);
    };
  }

  remove() {
    GlodaMsgIndexer._MsgHdrToMimeMessageFunc = this.#original;
  }
}

/**
 * @param {any} extension
 * @param {any} header
 * @returns {Promise<any>} The text of an encrypted message as a part; null for any other.
 */
async function bodyOf(extension, header) {
  const message = extension.messageManager.convert(header);
  const { mime } = message ? await ask(extension, "onIndexing", { messageId: message.id }) : { mime: null };
  if (!mime) {
    return null;
  }
  const { plain, html } = await contentsOf(mime);
  const body = new MimeBody(plain === null ? "text/html" : "text/plain");
  body.appendBody(plain ?? html ?? "");
  return body;
}

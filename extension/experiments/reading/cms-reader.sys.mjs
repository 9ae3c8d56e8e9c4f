import { edits } from "../composing/edits.sys.mjs";
import { contentsOf } from "../composing/message-parts.sys.mjs";
import { ask } from "../shared/listeners.sys.mjs";
import { attachmentSizes } from "./attachment-sizes.sys.mjs";
import { base64Lines, binaryString, binaryStringInPieces } from "./binary-string.sys.mjs";
import { nameOf, showSubject, windowsOf, withoutQuery } from "./message-windows.sys.mjs";
import { pageOf, placeholder } from "./notice.sys.mjs";
import { openedCache } from "./opened-cache.sys.mjs";

/** How long a reply's quote or a saved attachment may wait for the host when the answer is not in memory yet. */
const QUOTE_TIMEOUT = 20_000;

/** How long a compose window waits for the content before it opens without it, and is filled later. */
const EDIT_TIMEOUT = 5_000;

/**
 * So many of the first bytes tell a message of a folder from every other: the keys encrypted to its readers stand there, made anew
 * for each, or the beginning of what was signed. Its source is read from the folder, and need not be collected here.
 */
const TELLING_BYTES = 64 * 1024;

/**
 * @typedef {object} Target
 * @property {string} key - Of the message and these bytes of it.
 * @property {any} header - Null for a message outside every folder that no window shows.
 * @property {boolean} displayed - In the message pane, not read for a reply or a saved attachment.
 * @property {any[]} panes - The windows that show the message.
 */

/** Receives one pkcs7-mime part from libmime and answers with what is inside. */
export class CmsReader {
  #extension;
  #proxy;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #pieces = [];
  #length = 0;
  /** Whether the first bytes were enough, so that the rest is not needed. */
  #told = false;
  /** @type {?boolean} */
  #forFilters = null;
  /** @type {?boolean} */
  #inFolder = null;
  #input = Cc["@mozilla.org/binaryinputstream;1"].createInstance(Ci.nsIBinaryInputStream);

  /**
   * @param {any} extension
   * @param {any} proxy - The nsIPgpMimeProxy.
   */
  constructor(extension, proxy) {
    this.#extension = extension;
    this.#proxy = proxy;
  }

  /**
   * libmime brings one line at a time: of a large message these are a hundred thousand calls, so most of them must do nothing.
   *
   * @param {unknown} _request
   * @param {any} stream
   * @param {number} _offset
   * @param {number} count
   */
  onDataAvailable(_request, stream, _offset, count) {
    if (count <= 0 || this.#told || this.#isForFilters()) {
      return;
    }
    const piece = new Uint8Array(count);
    this.#input.setInputStream(stream);
    this.#input.readArrayBuffer(count, piece.buffer);
    this.#pieces.push(piece);
    this.#length += count;
    if (this.#length >= TELLING_BYTES && this.#isOutermost() && this.#isInFolder()) {
      // Opened while libmime goes through the rest: with luck it is there by then.
      this.#told = true;
      this.#begin(this.#identify());
    }
  }

  onStopRequest() {
    if (this.#isForFilters()) {
      return;
    }
    if (!this.#length && !this.#isDisplayed()) {
      this.#edit();
      return;
    }
    if (!this.#isOutermost()) {
      this.#output(this.#isSaved() ? base64Lines(this.#content()) : pageOf(this.#text("readingNested")));
      return;
    }
    const target = this.#identify();
    const opened = openedCache.get(target.key);
    if (opened) {
      this.#show(opened, target);
    } else {
      this.#wait(target);
    }
  }

  /** Filters and the global search index read this form: decrypted text must not get into their databases. */
  #isForFilters() {
    this.#forFilters ??= /[?&]header=filter\b/.test(this.#spec());
    return this.#forFilters;
  }

  #isDisplayed() {
    return Boolean(this.#proxy.mailChannel?.smimeSink);
  }

  /** Whether a part is saved with what is inside it, such as an attached message: its bytes must be those that came. */
  #isSaved() {
    return !this.#isDisplayed() && /[?&]part=/.test(this.#spec());
  }

  #spec() {
    return this.#proxy.messageURI?.spec ?? "";
  }

  /** Whether the source can be had from a folder. */
  #isInFolder() {
    this.#inFolder ??= Boolean(this.#messageOf(this.#header()));
    return this.#inFolder;
  }

  /** @param {any} header */
  #messageOf(header) {
    return header && this.#extension.messageManager.convert(header);
  }

  /**
   * libmime gives no bytes when the message is to be edited, forwarded inline or used as a template, and would write what
   * it gets into temporary files. It gets a token; the compose window is filled from memory. That waits for the content
   * only to know whether a window for plain text or for HTML is wanted.
   */
  #edit() {
    const header = this.#header();
    const work = this.#isOutermost() ? () => this.#askForEditing(header) : async () => ({ text: this.#text("readingNested") });
    const edit = edits.begin(header?.mime2DecodedSubject ?? "", work);
    const answer = settled(edit.content, EDIT_TIMEOUT);
    this.#output(placeholder(edit.token, answer?.contents?.html === null));
  }

  /**
   * @param {any} header
   * @returns {Promise<import("../composing/edits.sys.mjs").EditedContent>}
   */
  async #askForEditing(header) {
    const message = this.#messageOf(header);
    if (!message) {
      return { text: this.#text("composingNoSource") };
    }
    const { mime, encrypted, text } = await ask(this.#extension, "onEditing", { messageId: message.id });
    return mime ? { contents: await contentsOf(mime), encrypted } : { text };
  }

  /** Only what is the whole message is opened: a protected part among others would lend them its seal (EFAIL). */
  #isOutermost() {
    const part = this.#proxy.mimePart;
    return part === "" || part === "1" || (part === "1.1" && this.#proxy.allowNestedDecrypt);
  }

  /** @returns {Target} */
  #identify() {
    const header = this.#header();
    const displayed = this.#isDisplayed();
    const name = nameOf(header) ?? withoutQuery(this.#spec());
    const panes = windowsOf(name);
    return { key: `${name} ${this.#digest()}`, header: header ?? panes[0]?.gMessage ?? null, displayed, panes };
  }

  /** @returns {any} Null for a message outside every folder, such as a file: it is known by its address alone. */
  #header() {
    try {
      return this.#proxy.messageURI.QueryInterface(Ci.nsIMsgMessageUrl).messageHeader;
    } catch {
      return null;
    }
  }

  #digest() {
    const hash = Cc["@mozilla.org/security/hash;1"].createInstance(Ci.nsICryptoHash);
    hash.init(Ci.nsICryptoHash.SHA256);
    for (const piece of this.#pieces) {
      hash.update(piece, piece.length);
    }
    return hash.finish(true);
  }

  /**
   * @param {Target} target
   * @returns {Promise<import("./opened-cache.sys.mjs").Opened>}
   */
  #begin(target) {
    const opened = openedCache.get(target.key);
    return opened ? Promise.resolve(opened) : openedCache.fill(target.key, () => this.#ask(target.header));
  }

  /** @param {Target} target */
  #wait(target) {
    const work = this.#begin(target);
    if (target.displayed) {
      this.#output(pageOf(this.#text("readingOpening")));
      const again = () => target.panes.forEach(pane => !pane.closed && pane.ReloadMessage());
      work.then(again, console.error);
      return;
    }
    const opened = settled(work, QUOTE_TIMEOUT);
    if (opened) {
      this.#show(opened, target);
    } else {
      this.#output(pageOf(this.#text("readingNobodyListens")));
    }
  }

  /**
   * @param {any} header
   * @returns {Promise<import("./opened-cache.sys.mjs").Opened>}
   */
  async #ask(header) {
    let answer = null;
    try {
      const message = this.#messageOf(header);
      answer = await ask(this.#extension, "onOpening", { messageId: message?.id ?? null, cms: message ? null : this.#content() });
    } catch (error) {
      console.error(error);
    }
    if (!answer) {
      return { mime: pageOf(this.#text("readingNobodyListens")), whole: null, sizes: {}, encrypted: false, subject: null };
    }
    const shown = answer.display ?? answer.mime;
    const mime = shown ? await binaryStringInPieces(shown) : pageOf(answer.title, answer.detail);
    return { mime, whole: answer.display ? answer.mime : null, sizes: answer.sizes ?? {}, encrypted: Boolean(answer.mime && answer.encrypted), subject: answer.subject ?? null, passing: answer.passing };
  }

  #content() {
    const whole = new Uint8Array(this.#length);
    let offset = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    return whole;
  }

  /**
   * @param {import("./opened-cache.sys.mjs").Opened} opened
   * @param {Target} target
   */
  #show(opened, { displayed, panes }) {
    if (!displayed) {
      this.#output(opened.whole ? binaryString(opened.whole) : opened.mime);
      return;
    }
    panes.forEach(pane => attachmentSizes.tell(pane, opened.sizes));
    this.#output(opened.mime);
    if (opened.encrypted) {
      // Thunderbird's own lock, and its rule that remote content of encrypted mail stays blocked.
      this.#proxy.mailChannel.smimeSink.encryptionStatus(
        0, Ci.nsICMSMessageErrors.SUCCESS, null, this.#proxy.messageURI.spec, this.#proxy.mimePart
      );
    }
    const { subject } = opened;
    if (subject) {
      panes.forEach(pane => showSubject(pane, subject));
    }
  }

  /** @param {string} mime */
  #output(mime) {
    this.#proxy.outputDecryptedData(mime, mime.length);
  }

  /** @param {string} key */
  #text(key) {
    return this.#extension.localeData.localizeMessage(key);
  }
}

/**
 * Waits for what libmime needs at once, for a bounded time.
 *
 * @template T
 * @param {Promise<T>} work
 * @param {number} timeout - In milliseconds.
 * @returns {?T} Null when it failed or takes too long.
 */
function settled(work, timeout) {
  /** @type {?T} */
  let result = null;
  let ended = false;
  const deadline = Date.now() + timeout;
  work.then(value => (result = value), console.error).finally(() => (ended = true));
  Services.tm.spinEventLoopUntil("smime-bridge:open", () => ended || Date.now() > deadline);
  return result;
}

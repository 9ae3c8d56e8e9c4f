"use strict";

/* globals ExtensionCommon, Services */

var { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
var { PgpMimeHandler } = ChromeUtils.importESModule("resource:///modules/PgpMimeHandler.sys.mjs");

const CMS_TYPE = /^\s*application\/(x-)?pkcs7-mime\b/i;
const CMS_CONTRACTS = ["application/pkcs7-mime", "application/x-pkcs7-mime"].map(type => `@mozilla.org/mimecth;1?type=${type}`);
const PROXY_CONTRACT = "@mozilla.org/mimecth;1?type=multipart/encrypted";

/** How long a reply's quote or a saved attachment may wait for the host when the answer is not in memory yet. */
const QUOTE_TIMEOUT = 20_000;

/** Bounds of the opened messages kept in memory; nothing of them is ever written to disk. */
const CACHE_ENTRIES = 24;
const CACHE_BYTES = 96 * 1024 * 1024;

/**
 * @typedef {object} Opened
 * @property {string} mime - The inner MIME entity as a binary string, or a page that explains why there is none.
 * @property {boolean} encrypted - Whether it was decrypted just now.
 * @property {?string} subject - The subject that the protection covers.
 */

/** Opened messages, least recently used first. */
class OpenedCache {
  /** @type {Map<string, Promise<Opened>>} */
  #pending = new Map();
  /** @type {Map<string, Opened>} */
  #opened = new Map();
  #bytes = 0;

  /** @param {string} key */
  get(key) {
    const opened = this.#opened.get(key);
    if (opened) {
      this.#opened.delete(key);
      this.#opened.set(key, opened);
    }
    return opened;
  }

  /**
   * @param {string} key
   * @param {() => Promise<Opened>} open
   * @returns {Promise<Opened>} One work at a time for one message.
   */
  fill(key, open) {
    let work = this.#pending.get(key);
    if (!work) {
      work = open().then(opened => {
        if (this.#pending.get(key) === work) {
          this.#store(key, opened);
        }
        return opened;
      });
      this.#pending.set(key, work);
      work.catch(() => {}).finally(() => this.#pending.get(key) === work && this.#pending.delete(key));
    }
    return work;
  }

  #store(key, opened) {
    this.#opened.set(key, opened);
    this.#bytes += opened.mime.length;
    for (const [oldest, entry] of this.#opened) {
      if (this.#opened.size <= CACHE_ENTRIES && this.#bytes <= CACHE_BYTES) {
        return;
      }
      if (oldest !== key) {
        this.#opened.delete(oldest);
        this.#bytes -= entry.mime.length;
      }
    }
  }

  clear() {
    this.#pending.clear();
    this.#opened.clear();
    this.#bytes = 0;
  }
}

const openedCache = new OpenedCache();

/** @type {?((details: object) => Promise<any>)} The background page's listener. */
let openingListener = null;

/** Every about:message document that may show a message. */
function* messageWindows() {
  for (const window of Services.wm.getEnumerator("mail:3pane")) {
    for (const tab of window.gTabmail?.tabInfo ?? []) {
      const content = tab.chromeBrowser?.contentWindow;
      const pane = tab.mode?.name === "mail3PaneTab" ? content?.messageBrowser?.contentWindow : content;
      if (pane?.gMessageURI) {
        yield pane;
      }
    }
  }
  for (const window of Services.wm.getEnumerator("mail:messageWindow")) {
    const pane = window.messageBrowser?.contentWindow;
    if (pane?.gMessageURI) {
      yield pane;
    }
  }
}

/** @param {?nsIMsgDBHdr} header */
function nameOf(header) {
  return header?.folder ? `${header.folder.URI}#${header.messageKey}` : null;
}

/** @param {string} spec - Address of a message as libmime sees it; parts and output forms of one message are the same message. */
function withoutQuery(spec) {
  const number = /[?&]number=\d+/.exec(spec)?.[0] ?? "";
  return spec.replace(/[?&].*$/, "") + number.replace(/^&/, "?");
}

/** @param {Uint8Array} bytes */
function toBinaryString(bytes) {
  const pieces = [];
  for (let start = 0; start < bytes.length; start += 8192) {
    pieces.push(String.fromCharCode.apply(null, bytes.subarray(start, start + 8192)));
  }
  return pieces.join("");
}

/**
 * @param {string} text
 * @returns {string} ASCII only: libmime takes bytes.
 */
function escapeHtml(text) {
  return text.replace(/[&<>"]|[^\x20-\x7e]/gu, one => `&#${one.codePointAt(0)};`);
}

/**
 * A MIME entity that shows a text in place of the content.
 *
 * @param {string} title
 * @param {string} [detail]
 */
function pageOf(title, detail = "") {
  const explanation = detail ? `<p>${escapeHtml(detail)}</p>` : "";
  const html = `<html><body><p class="smime-bridge-notice"><b>${escapeHtml(title)}</b></p>${explanation}</body></html>`;
  return `Content-Type: text/html; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${html}\r\n`;
}

/** Receives one pkcs7-mime part from libmime and answers with what is inside. */
class CmsReader {
  #extension;
  #proxy;
  /** @type {number[][]} */
  #pieces = [];
  #input = Cc["@mozilla.org/binaryinputstream;1"].createInstance(Ci.nsIBinaryInputStream);

  constructor(extension, proxy) {
    this.#extension = extension;
    this.#proxy = proxy;
  }

  onDataAvailable(request, stream, offset, count) {
    if (count > 0) {
      this.#input.setInputStream(stream);
      this.#pieces.push(this.#input.readByteArray(count));
    }
  }

  onStopRequest() {
    const spec = this.#proxy.messageURI?.spec ?? "";
    if (/[?&]header=filter\b/.test(spec)) {
      // Filters and the global search index read this form: decrypted text must not get into their databases.
      return;
    }
    const length = this.#pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (!length) {
      this.#output(pageOf(this.#text("readingNotForEditing")));
      return;
    }
    if (!this.#isOutermost()) {
      this.#output(pageOf(this.#text("readingNested")));
      return;
    }
    const target = this.#identify(spec);
    const opened = openedCache.get(target.key);
    if (opened) {
      this.#show(opened, target);
    } else {
      this.#open(target);
    }
  }

  /** Only what is the whole message is opened: a protected part among others would lend them its seal (EFAIL). */
  #isOutermost() {
    const part = this.#proxy.mimePart;
    return part === "" || part === "1" || (part === "1.1" && this.#proxy.allowNestedDecrypt);
  }

  #identify(spec) {
    let header = null;
    try {
      header = this.#proxy.messageURI.QueryInterface(Ci.nsIMsgMessageUrl).messageHeader;
    } catch {
      // A message outside every folder, such as a file: it is known by its address alone.
    }
    const displayed = Boolean(this.#proxy.mailChannel?.smimeSink);
    const name = nameOf(header) ?? withoutQuery(spec);
    const panes = [...messageWindows()].filter(
      pane => nameOf(pane.gMessage) === name || withoutQuery(MailServices.neckoURLForMessageURI(pane.gMessageURI)) === name
    );
    return { key: `${name} ${this.#digest()}`, header: header ?? panes[0]?.gMessage ?? null, displayed, panes };
  }

  #digest() {
    const hash = Cc["@mozilla.org/security/hash;1"].createInstance(Ci.nsICryptoHash);
    hash.init(Ci.nsICryptoHash.SHA256);
    for (const piece of this.#pieces) {
      hash.update(piece, piece.length);
    }
    return hash.finish(true);
  }

  #open(target) {
    const work = openedCache.fill(target.key, () => this.#ask(target.header));
    if (target.displayed) {
      this.#output(pageOf(this.#text("readingOpening")));
      const again = () => target.panes.forEach(pane => !pane.closed && pane.ReloadMessage());
      work.then(again, console.error);
      return;
    }
    let opened = null;
    let ended = false;
    const deadline = Date.now() + QUOTE_TIMEOUT;
    work.then(result => (opened = result), console.error).finally(() => (ended = true));
    Services.tm.spinEventLoopUntil("smime-bridge:open", () => ended || Date.now() > deadline);
    if (opened) {
      this.#show(opened, target);
    } else {
      this.#output(pageOf(this.#text("readingNobodyListens")));
    }
  }

  async #ask(header) {
    let answer = null;
    try {
      if (!openingListener) {
        await this.#extension.wakeupBackground?.();
      }
      const message = header && this.#extension.messageManager.convert(header);
      answer = await openingListener?.({ messageId: message?.id ?? null, cms: message ? null : this.#content() });
    } catch (error) {
      console.error(error);
    }
    if (!answer) {
      return { mime: pageOf(this.#text("readingNobodyListens")), encrypted: false, subject: null };
    }
    const mime = answer.mime ? toBinaryString(answer.mime) : pageOf(answer.title, answer.detail);
    return { mime, encrypted: Boolean(answer.mime && answer.encrypted), subject: answer.subject ?? null };
  }

  #content() {
    return Uint8Array.from(this.#pieces.flat());
  }

  #show(opened, { displayed, panes }) {
    this.#output(opened.mime);
    if (!displayed) {
      return;
    }
    if (opened.encrypted) {
      // Thunderbird's own lock, and its rule that remote content of encrypted mail stays blocked.
      this.#proxy.mailChannel.smimeSink.encryptionStatus(
        0, Ci.nsICMSMessageErrors.SUCCESS, null, this.#proxy.messageURI.spec, this.#proxy.mimePart
      );
    }
    if (opened.subject) {
      panes.forEach(pane => showSubject(pane, opened.subject));
    }
  }

  #output(mime) {
    this.#proxy.outputDecryptedData(mime, mime.length);
  }

  #text(key) {
    return this.#extension.localeData.localizeMessage(key);
  }
}

/** Shows the subject that the protection covers in place of the outer one, which may be a placeholder. */
function showSubject(pane, subject) {
  const shown = pane.currentHeaderData?.subject;
  if (shown && shown.headerValue !== subject) {
    shown.headerValue = subject;
    pane.UpdateExpandedMessageHeaders();
    pane.document.title = subject;
  }
}

/** Routes pkcs7-mime parts from libmime to the handler that Thunderbird has for OpenPGP, and there to us. */
class ReadingSeam {
  #factories = [];
  #original = PgpMimeHandler.prototype.onStartRequest;

  constructor(extension) {
    const original = this.#original;
    PgpMimeHandler.prototype.onStartRequest = function (request) {
      const proxy = request.QueryInterface(Ci.nsIPgpMimeProxy);
      if (!CMS_TYPE.test(proxy.contentType)) {
        original.call(this, request);
        return;
      }
      const reader = new CmsReader(extension, proxy);
      this._onDataAvailable = reader.onDataAvailable.bind(reader);
      this._onStopRequest = reader.onStopRequest.bind(reader);
    };
    for (const contract of CMS_CONTRACTS) {
      this.#register(contract);
    }
  }

  #register(contract) {
    const id = Services.uuid.generateUUID();
    const factory = {
      QueryInterface: ChromeUtils.generateQI(["nsIFactory"]),
      createInstance: iid => Cc[PROXY_CONTRACT].createInstance(iid),
    };
    Components.manager.QueryInterface(Ci.nsIComponentRegistrar).registerFactory(id, "S/MIME Bridge", contract, factory);
    this.#factories.push([id, factory]);
  }

  remove() {
    PgpMimeHandler.prototype.onStartRequest = this.#original;
    const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
    this.#factories.forEach(([id, factory]) => registrar.unregisterFactory(id, factory));
    openedCache.clear();
  }
}

this.smimeReading = class extends ExtensionCommon.ExtensionAPI {
  onStartup() {
    this.seam = new ReadingSeam(this.extension);
  }

  onShutdown(isAppShutdown) {
    if (!isAppShutdown) {
      this.seam.remove();
      Services.obs.notifyObservers(null, "startupcache-invalidate");
    }
  }

  getAPI(context) {
    return {
      smimeReading: {
        onOpening: new ExtensionCommon.EventManager({
          context,
          name: "smimeReading.onOpening",
          register(fire) {
            openingListener = details => fire.async(details);
            return () => {
              openingListener = null;
            };
          },
        }).api(),

        async forget() {
          openedCache.clear();
        },

        async reload() {
          for (const pane of messageWindows()) {
            pane.ReloadMessage();
          }
        },
      },
    };
  }
};

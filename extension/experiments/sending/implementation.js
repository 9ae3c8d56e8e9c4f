"use strict";

/* globals ExtensionCommon */

var { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");

var { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
var { MessageSend } = ChromeUtils.importESModule("resource:///modules/MessageSend.sys.mjs");

const SENDER_TOPIC = "mail-set-sender";

/** Modes that put the message into a folder for later delivery instead of handing it to a server now. */
const DEFERRED_MODES = new Set([Ci.nsIMsgSend.nsMsgQueueForLater, Ci.nsIMsgSend.nsMsgDeliverBackground]);

/** Modes in which a message leaves the compose window towards its recipients. */
const SENDING_MODES = new Set([Ci.nsIMsgSend.nsMsgDeliverNow, ...DEFERRED_MODES]);

/**
 * The sendingListeners that the background page registered, by event name. One of each: there is one background page.
 *
 * @type {Map<string, (details: object) => Promise<any>>}
 */
const sendingListeners = new Map();

/**
 * Asks the background page, starting it when it is suspended.
 *
 * @param {object} extension
 * @param {string} name - Event name.
 * @param {object} details
 * @returns {Promise<any>} Rejected when nobody listens: the caller then does not send.
 */
async function ask(extension, name, details) {
  if (!sendingListeners.has(name)) {
    await extension.wakeupBackground?.();
  }
  const listener = sendingListeners.get(name);
  if (!listener) {
    throw new Error(`no listener for ${name}`);
  }
  return listener(details);
}

/**
 * @param {?string} field - A header value of the compose fields.
 * @returns {string[]} Bare addresses.
 */
function addressesOf(field) {
  return field ? MailServices.headerParser.parseEncodedHeaderW(field).map(one => one.email).filter(Boolean) : [];
}

/**
 * The compose window of a message. Not `_parentWindow`: for messages sent by other add-ons that is just the most recent one.
 *
 * @param {object} compFields
 * @returns {?Window}
 */
function windowOf(compFields) {
  for (const window of Services.wm.getEnumerator("msgcompose")) {
    if (window.gMsgCompose?.compFields === compFields) {
      return window;
    }
  }
  return null;
}

/**
 * Whether Thunderbird has certificates or keys of its own for an identity. Without them its encryption cannot work, and
 * that it is switched on (as it does by itself for an answer to encrypted mail) is no wish of the user's.
 *
 * @param {nsIMsgIdentity} identity
 */
function hasOwnProtection(identity) {
  const attributes = ["signing_cert_name", "encryption_cert_name", "openpgp_key_id"];
  return attributes.some(name => identity.getUnicharAttribute(name));
}

/**
 * Writes a MIME message into memory, where Thunderbird would write it into a file of the temporary directory.
 *
 * @param {object} mimeMessage - Thunderbird's MimeMessage.
 * @returns {Promise<Uint8Array>}
 */
async function renderInMemory(mimeMessage) {
  /** @type {string[]} */
  const pieces = [];
  mimeMessage._composeSecure = null;
  mimeMessage._fstream = { write: piece => pieces.push(piece) };
  await mimeMessage._writePart(mimeMessage._initMimePart());
  delete mimeMessage._fstream;

  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    for (let index = 0; index < piece.length; index++) {
      bytes[offset++] = piece.charCodeAt(index);
    }
  }
  return bytes;
}

/**
 * @param {Uint8Array} bytes - A protected message: the only form of the message that gets a file.
 * @returns {Promise<nsIFile>}
 */
async function writeMessageFile(bytes) {
  const file = Services.dirsvc.get("TmpD", Ci.nsIFile);
  file.append("nsemail.eml");
  file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
  await IOUtils.write(file.path, bytes);
  return file;
}

/** Thunderbird's sending of one message, with the finished MIME replaced by what the background page makes of it. */
class ProtectedSend extends MessageSend {
  #extension;
  #mimeMessage = null;
  #copies = [];
  #cancelled = false;

  /** @param {object} extension */
  constructor(extension) {
    super();
    this.#extension = extension;
  }

  get _message() {
    return this.#mimeMessage;
  }

  set _message(mimeMessage) {
    this.#mimeMessage = mimeMessage;
    if (mimeMessage) {
      const plainly = mimeMessage.createMessageFile.bind(mimeMessage);
      mimeMessage.createMessageFile = () => this.#createMessageFile(mimeMessage, plainly);
    }
  }

  async #createMessageFile(mimeMessage, plainly) {
    if (!SENDING_MODES.has(this._deliverMode)) {
      return plainly();
    }
    const handle = Services.uuid.generateUUID().toString();
    const plan = await this.#guarded(handle, () => ask(this.#extension, "onPrepare", this.#describe(handle, mimeMessage)));
    if (plan.action === "leave") {
      return plainly();
    }
    if (plan.action !== "protect") {
      this.#refuse(plan.text);
    }
    return this.#protect(handle, mimeMessage);
  }

  #describe(handle, mimeMessage) {
    const fields = this._compFields;
    const window = windowOf(fields);
    return {
      handle,
      tabId: window ? ExtensionParent.apiManager.global.tabTracker.getId(window) : null,
      identityId: this._userIdentity.key,
      from: addressesOf(fields.from)[0] ?? this._userIdentity.email,
      to: addressesOf(fields.to),
      cc: addressesOf(fields.cc),
      bcc: addressesOf(fields.bcc),
      newsgroups: Boolean(fields.newsgroups),
      deferred: DEFERRED_MODES.has(this._deliverMode),
      otherProtection: mimeMessage._getComposeSecure() !== null && hasOwnProtection(this._userIdentity),
    };
  }

  async #protect(handle, mimeMessage) {
    const fields = this._compFields;
    const encodingForced = fields.forceMsgEncoding;
    let mime;
    try {
      // 7-bit content only: what was signed must survive every server unchanged.
      fields.forceMsgEncoding = true;
      mime = await renderInMemory(mimeMessage);
    } finally {
      fields.forceMsgEncoding = encodingForced;
    }
    const outcome = await this.#guarded(handle, () => ask(this.#extension, "onProtect", { handle, mime }));
    if (!outcome.message) {
      this.#refuse(outcome.text);
    }
    this.#copies = outcome.copies ?? [];
    return writeMessageFile(outcome.message);
  }

  /**
   * Awaits the background page so that Cancel in the progress window cancels the work and nothing is sent afterwards.
   * Thunderbird's own abort would unlock the window, and the message would leave when the answer arrives.
   */
  async #guarded(handle, work) {
    this.abort = () => {
      this.#cancelled = true;
      ask(this.#extension, "onCancel", { handle }).catch(console.error);
    };
    let answer;
    try {
      answer = await work();
    } catch (error) {
      console.error(error);
      answer = { text: this.#extension.localeData.localizeMessage("sendingNobodyListens") };
    } finally {
      delete this.abort;
    }
    if (this.#cancelled || this._sendProgress?.processCanceledByUser) {
      throw Components.Exception("cancelled by the user", Cr.NS_ERROR_ABORT);
    }
    return answer ?? { text: this.#extension.localeData.localizeMessage("sendingNobodyListens") };
  }

  /** Ends this attempt: with one alert that shows the text, or silently when the add-on shows its own panel. */
  #refuse(text) {
    if (!text) {
      throw Components.Exception("not sent", Cr.NS_ERROR_ABORT);
    }
    this._sendReport.errMessage = text;
    throw Components.Exception(text, Cr.NS_ERROR_FAILURE);
  }

  /** Delivers each blind copy by itself, so that no recipient of the visible message learns of it, then the visible one. */
  async _deliverAsMail() {
    if (!this.#copies.length) {
      return super._deliverAsMail();
    }
    const delivered = [];
    for (const copy of this.#copies) {
      await this.#deliverCopy(copy, delivered);
      delivered.push(copy.address);
    }
    const fields = this._compFields;
    const others = this.#withoutCopies(fields);
    this._compFields = others;
    try {
      if (others.to || others.cc || others.bcc) {
        await super._deliverAsMail();
      } else {
        await this.sendDeliveryCallback(null, Cr.NS_OK, null, null);
      }
    } finally {
      this._compFields = fields;
    }
  }

  /** The compose fields as seen by Thunderbird's delivery: without the recipients that got a copy of their own. */
  #withoutCopies(fields) {
    const served = new Set(this.#copies.map(copy => copy.address.toLowerCase()));
    const bcc = addressesOf(fields.bcc).filter(address => !served.has(address.toLowerCase())).join(", ");
    return new Proxy(fields, {
      get(target, name) {
        if (name === "bcc") {
          return bcc;
        }
        const value = target[name];
        return typeof value === "function" ? value.bind(target) : value;
      },
      set(target, name, value) {
        target[name] = value;
        return true;
      },
    });
  }

  async #deliverCopy(copy, delivered) {
    const server = MailServices.outgoingServer.getServerByIdentity(this._userIdentity);
    this.sendReport.currentProcess = Ci.nsIMsgSendReport.process_SMTP;
    this._setStatusMessage(this._composeBundle.GetStringFromName("sendingMessage"));
    const file = await writeMessageFile(copy.message);
    try {
      await this.#handToServer(server, file, copy.address);
    } catch (failure) {
      await this.#reportCopyFailure(failure, copy.address, delivered);
      throw Components.Exception("blind copy not delivered", failure.status);
    } finally {
      IOUtils.remove(file.path).catch(console.error);
    }
  }

  #handToServer(server, file, address) {
    return new Promise((resolve, reject) => {
      const listener = {
        QueryInterface: ChromeUtils.generateQI(["nsIMsgOutgoingListener"]),
        request: null,
        onSendStart(request) {
          this.request = request;
        },
        onSendStop: (uri, status, security, message) => {
          this._outgoingListener = null;
          if (Components.isSuccessCode(status)) {
            resolve();
          } else {
            reject({ uri, status, security, message });
          }
        },
        cancel(status) {
          this.request?.cancel(status);
        },
      };
      this._outgoingListener = listener;
      server.sendMailMessage(
        file,
        [],
        MailServices.headerParser.parseEncodedHeaderW(address),
        this._userIdentity,
        this._compFields.from,
        this._smtpPassword,
        this._sendProgress,
        this._compFields.DSN,
        this._compFields.messageId,
        listener
      );
    });
  }

  async #reportCopyFailure({ uri, status, security, message }, address, delivered) {
    if (status === Cr.NS_ERROR_ABORT || security?.errorCode) {
      await this.sendDeliveryCallback(uri, status, security, message);
      return;
    }
    const texts = this.#extension.localeData;
    const lines = [texts.localizeMessage("sendingCopyFailed", [address]), message];
    if (delivered.length) {
      lines.push(texts.localizeMessage("sendingCopiesDelivered", [delivered.join(", ")]));
    }
    await this.sendDeliveryCallback(uri, Cr.NS_ERROR_FAILURE, null, lines.filter(Boolean).join("\n"));
  }
}

this.smimeSending = class extends ExtensionCommon.ExtensionAPI {
  onStartup() {
    this.observer = compose => {
      compose.QueryInterface(Ci.nsIMsgCompose).messageSend = new ProtectedSend(this.extension);
    };
    Services.obs.addObserver(this.observer, SENDER_TOPIC);
  }

  onShutdown(isAppShutdown) {
    if (isAppShutdown) {
      return;
    }
    Services.obs.removeObserver(this.observer, SENDER_TOPIC);
    sendingListeners.clear();
    Services.obs.notifyObservers(null, "startupcache-invalidate");
  }

  getAPI(context) {
    const event = name =>
      new ExtensionCommon.EventManager({
        context,
        name: `smimeSending.${name}`,
        register(fire) {
          const listener = details => fire.async(details);
          sendingListeners.set(name, listener);
          return () => {
            if (sendingListeners.get(name) === listener) {
              sendingListeners.delete(name);
            }
          };
        },
      }).api();
    return {
      smimeSending: { onPrepare: event("onPrepare"), onProtect: event("onProtect"), onCancel: event("onCancel") },
    };
  }
};

import { MailServices } from "resource:///modules/MailServices.sys.mjs";
import { MailUtils } from "resource:///modules/MailUtils.sys.mjs";
import { writeMessageFile } from "./message-file.sys.mjs";

/**
 * @typedef {object} BlindCopy
 * @property {string} address
 * @property {Uint8Array | import("./message-file.sys.mjs").Parcel} message
 * @property {boolean} [file] - It is a message of its own and is kept among what was sent.
 */

/**
 * Delivers each copy in a transaction of its own, so that no recipient of the visible message learns of it.
 *
 * @param {any} send - The MessageSend of the visible message.
 * @param {BlindCopy[]} copies
 * @param {any} extension
 */
export async function deliverCopies(send, copies, extension) {
  /** @type {string[]} */
  const delivered = [];
  for (const copy of copies) {
    await deliverCopy(send, copy, delivered, extension);
    delivered.push(copy.address);
  }
}

/**
 * The compose fields as seen by Thunderbird's delivery: without the recipients that got a copy of their own.
 *
 * @param {any} fields
 * @param {BlindCopy[]} copies
 */
export function withoutCopies(fields, copies) {
  const served = new Set(copies.map(copy => copy.address.toLowerCase()));
  const left = new Map(["to", "cc", "bcc"].map(name => [name, withoutAddresses(fields[name], served)]));
  return new Proxy(fields, {
    get(target, name) {
      if (left.has(String(name))) {
        return left.get(String(name));
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

/**
 * @param {string} field - A header value of the compose fields.
 * @param {Set<string>} gone - Bare addresses in lower case.
 * @returns {string} The value without them.
 */
function withoutAddresses(field, gone) {
  const all = field ? MailServices.headerParser.parseEncodedHeaderW(field) : [];
  const kept = all.filter((/** @type {any} */ one) => !gone.has(one.email.toLowerCase()));
  return kept.length === all.length ? field : MailServices.headerParser.makeMimeHeader(kept);
}

/**
 * Files a message that somebody got by themselves where the sender keeps what was sent. It has left by then: a failure is
 * no failure of sending.
 *
 * @param {any} file
 * @param {?string} folderUri
 */
async function keepInSent(file, folderUri) {
  const folder = folderUri && MailUtils.getExistingFolder(folderUri);
  if (!folder?.server?.canFileMessagesOnServer) {
    return;
  }
  await new Promise(resolve => {
    const listener = {
      QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
      onStartCopy() {},
      onProgress() {},
      setMessageKey() {},
      getMessageId: () => null,
      onStopCopy: resolve,
    };
    MailServices.copy.copyFileMessage(file, folder, null, false, Ci.nsMsgMessageFlags.Read, "", listener, null);
  });
}

/**
 * @param {any} send
 * @param {BlindCopy} copy
 * @param {string[]} delivered
 * @param {any} extension
 */
async function deliverCopy(send, copy, delivered, extension) {
  const server = MailServices.outgoingServer.getServerByIdentity(send._userIdentity);
  send.sendReport.currentProcess = Ci.nsIMsgSendReport.process_SMTP;
  send._setStatusMessage(send._composeBundle.GetStringFromName("sendingMessage"));
  const file = await writeMessageFile(extension, copy.message);
  try {
    await handToServer(send, server, file, copy.address);
    if (copy.file) {
      await keepInSent(file, send._fcc);
    }
  } catch (failure) {
    await reportFailure(send, /** @type {any} */ (failure), copy.address, delivered, extension.localeData);
    throw Components.Exception("blind copy not delivered", /** @type {any} */ (failure).status);
  } finally {
    IOUtils.remove(file.path).catch(console.error);
  }
}

/**
 * @param {any} send
 * @param {any} server
 * @param {any} file
 * @param {string} address
 */
function handToServer(send, server, file, address) {
  return new Promise((resolve, reject) => {
    const listener = {
      QueryInterface: ChromeUtils.generateQI(["nsIMsgOutgoingListener"]),
      request: /** @type {any} */ (null),
      onSendStart(/** @type {any} */ request) {
        this.request = request;
      },
      onSendStop: (/** @type {any} */ uri, /** @type {number} */ status, /** @type {any} */ security, /** @type {string} */ message) => {
        send._outgoingListener = null;
        send._smtpRequest = null;
        if (Components.isSuccessCode(status)) {
          resolve(undefined);
        } else {
          reject({ uri, status, security, message });
        }
      },
      cancel(/** @type {number} */ status) {
        this.request?.cancel(status);
        // An older server does not tell of the end that it was made to come to.
        reject({ uri: null, status, security: null, message: "" });
      },
    };
    send._outgoingListener = listener;
    // What an older MessageSend cancels.
    send._smtpRequest = { value: listener };
    server.sendMailMessage(
      file,
      [],
      MailServices.headerParser.parseEncodedHeaderW(address),
      send._userIdentity,
      send._compFields.from,
      send._smtpPassword,
      send._sendProgress,
      send._compFields.DSN,
      send._compFields.messageId,
      listener
    );
  });
}

/**
 * @param {any} send
 * @param {{ uri: any, status: number, security: any, message: string }} failure
 * @param {string} address
 * @param {string[]} delivered
 * @param {any} texts - The add-on's texts.
 */
async function reportFailure(send, { uri, status, security, message }, address, delivered, texts) {
  if (status === Cr.NS_ERROR_ABORT || security?.errorCode) {
    await send.sendDeliveryCallback(uri, status, security, message);
    return;
  }
  const lines = [texts.localizeMessage("sendingCopyFailed", [address]), message];
  if (delivered.length) {
    lines.push(texts.localizeMessage("sendingCopiesDelivered", [delivered.join(", ")]));
  }
  await send.sendDeliveryCallback(uri, Cr.NS_ERROR_FAILURE, null, lines.filter(Boolean).join("\n"));
}

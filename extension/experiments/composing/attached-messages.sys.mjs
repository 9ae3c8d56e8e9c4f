import { ask } from "../shared/listeners.sys.mjs";
import { addressInMemory } from "./attachments.sys.mjs";
import { removeBar, showBar } from "./bars.sys.mjs";
import { contentsOf } from "./message-parts.sys.mjs";
import { tabOf } from "./filler.sys.mjs";

const BAR = "smime-bridge-attached";
const MESSAGE_URI = /^(imap|mailbox|news)-message:/i;

/**
 * Encrypted messages that are attached whole stay encrypted to the user: whoever gets them cannot read them. Says so, and
 * offers to attach them decrypted.
 */
export class AttachedMessages {
  #extension;

  /** @param {any} extension */
  constructor(extension) {
    this.#extension = extension;
  }

  /** @param {any} window - A compose window. */
  watch(window) {
    const look = () => this.#look(window).catch(console.error);
    window.document.getElementById("attachmentBucket").addEventListener("attachments-added", look);
    look();
  }

  /** @param {any} window */
  async #look(window) {
    for (const { attachment } of messagesIn(window)) {
      const messageId = this.#idOf(window, attachment);
      if (messageId !== null && (await ask(this.#extension, "onAttached", { messageId })).encrypted && !window.closed) {
        const buttons = [{ id: "decrypt", label: this.#text("attachedDecrypt") }];
        await showBar(window, { name: BAR, label: this.#text("attachedEncrypted"), buttons }, () => {
          this.#decrypt(window).catch(console.error);
        });
        return;
      }
    }
  }

  /** @param {any} window */
  async #decrypt(window) {
    /** @type {string[]} */
    const failures = [];
    for (const item of messagesIn(window)) {
      const messageId = this.#idOf(window, item.attachment);
      const { mime, encrypted, text } = await ask(this.#extension, "onEditing", { messageId });
      if (mime && encrypted) {
        const { headers } = await contentsOf(mime);
        await ask(this.#extension, "onFilled", {
          tabId: tabOf(window), encrypted, own: false, kept: "", outerSubject: item.attachment.name, innerSubject: headers.get("subject") ?? "",
        });
        replace(window, item, mime, headers.get("subject") ?? "");
      } else if (text) {
        failures.push(text);
      }
    }
    if (failures.length) {
      await showBar(window, { name: BAR, label: failures.join(" ") }, () => {});
    } else {
      removeBar(window, BAR);
    }
  }

  /**
   * @param {any} window
   * @param {any} attachment
   * @returns {?number} The id of the message for the background page.
   */
  #idOf(window, attachment) {
    try {
      const header = window.gMessenger.msgHdrFromURI(addressOf(attachment));
      return this.#extension.messageManager.convert(header)?.id ?? null;
    } catch {
      // Deleted or moved in between.
      return null;
    }
  }

  /** @param {string} key */
  #text(key) {
    return this.#extension.localeData.localizeMessage(key);
  }
}

/**
 * @param {any} window
 * @returns {any[]} Items of attachments that are messages of a folder.
 */
function messagesIn(window) {
  return [...window.document.getElementById("attachmentBucket").itemChildren].filter(item => MESSAGE_URI.test(addressOf(item.attachment)));
}

/** @param {any} attachment - Of a message Thunderbird makes a file, still encrypted, and remembers where it came from. */
function addressOf(attachment) {
  return MESSAGE_URI.test(attachment.url) ? attachment.url : (attachment.contentLocation ?? "");
}

/**
 * @param {any} window
 * @param {any} item
 * @param {Uint8Array} mime
 * @param {string} subject
 */
function replace(window, item, mime, subject) {
  const { attachment } = item;
  const name = subject.replace(/[/:*?"<>|\\]/g, "_").trim();
  attachment.contentLocation = "";
  attachment.contentType = "message/rfc822";
  attachment.name = name ? `${name}.eml` : attachment.name;
  attachment.size = mime.length;
  attachment.url = addressInMemory(window, mime, attachment.contentType);
  window.gAttachmentBucket.setAttachmentName?.(item, attachment.name);
  window.AttachmentsChanged();
}

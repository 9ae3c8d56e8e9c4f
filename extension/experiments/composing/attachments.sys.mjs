import { fileLinkOf, restoreFileLink } from "./file-links.sys.mjs";
import { bytesOf } from "./message-parts.sys.mjs";

/** Content of attachments that lie in memory, by address, for as long as their windows are open. */
const blobs = new Map();

/**
 * @param {any} window - Of the compose window: the address ends with it.
 * @param {Uint8Array} bytes
 * @param {string} type
 * @returns {string} An address in memory.
 */
export function addressInMemory(window, bytes, type) {
  const blob = new window.Blob([bytes], { type });
  const url = window.URL.createObjectURL(blob);
  blobs.set(url, blob);
  window.addEventListener("unload", () => blobs.delete(url), { once: true });
  return url;
}

/**
 * @param {string} url
 * @returns {any} The Blob; null for an address of somebody else's.
 */
export function contentAt(url) {
  return blobs.get(url) ?? null;
}

/**
 * Attaches content that lies in memory only. Its address is a blob of the compose window and ends with it; Thunderbird
 * reads it when it puts the message together. No file is made of it.
 *
 * @param {any} window - Of the compose window.
 * @param {{ name: string, type: string, bytes: Uint8Array }[]} contents
 * @returns {Promise<any[]>} Their items in the window's list.
 */
export async function attachInMemory(window, contents) {
  const attachments = contents.map(({ name, type, bytes }) => {
    const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
    attachment.name = name;
    attachment.contentType = type;
    attachment.size = bytes.length;
    attachment.url = addressInMemory(window, bytes, type);
    return attachment;
  });
  return window.AddAttachments(attachments, false);
}

/**
 * Attaches the parts that the editor does not show.
 *
 * @param {any} window
 * @param {import("./message-parts.sys.mjs").Contents} contents
 * @param {{ own: boolean }} origin - Only in a message of the user's own is a linked file one again: what others write into
 *   theirs names no file of this machine.
 */
export async function attachParts(window, contents, { own }) {
  const shown = window.gMsgCompose.composeHTML ? (contents.html ?? "") : "";
  const hidden = [...contents.related].filter(([id]) => !shown.includes(`cid:${id}`)).map(([, part]) => part);
  const parts = [...contents.attachments, ...hidden];
  const items = await attachInMemory(window, parts.map((part, index) => ({ name: nameOf(window, part, index), type: part.type, bytes: bytesOf(part) })));
  for (const [index, part] of parts.entries()) {
    const link = own && fileLinkOf(part);
    if (link) {
      await restoreFileLink(window, items[index], link);
    }
  }
}

/**
 * @param {any} window
 * @param {import("./message-parts.sys.mjs").Part} part
 * @param {number} index
 */
function nameOf(window, part, index) {
  if (part.name) {
    return part.name;
  }
  if (part.type === "message/rfc822") {
    return window.getComposeBundle().getString("messageAttachmentSafeName");
  }
  return `${window.getComposeBundle().getString("partAttachmentSafeName")} ${index + 1}`;
}

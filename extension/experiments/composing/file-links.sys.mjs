import { MailStringUtils } from "resource:///modules/MailStringUtils.sys.mjs";
import { cloudFileAccounts } from "resource:///modules/cloudFileAccounts.sys.mjs";
import { MimeParser } from "resource:///modules/mimeParser.sys.mjs";

const FIELD = "x-mozilla-cloud-part";
const PARAMETERS = MimeParser.HEADER_PARAMETER | MimeParser.HEADER_OPTION_ALL_I18N;

/**
 * A file that the message only links to (FileLink), as a draft remembers it in the header of the page that stands for it.
 *
 * @typedef {object} FileLink
 * @property {string} url
 * @property {string} provider - Key of the account that the file was uploaded with.
 * @property {string} data - What Thunderbird knows about the upload, as it writes it.
 */

/**
 * @param {import("./message-parts.sys.mjs").Part} part
 * @returns {?FileLink} Null for an attachment that is in the message itself.
 */
export function fileLinkOf({ headers }) {
  const raw = headers.getRawHeader(FIELD)?.[0];
  const parameters = raw ? MimeParser.parseHeaderField(raw.replace(/\r?\n/g, ""), PARAMETERS) : null;
  const link = { url: parameters?.get("url") ?? "", provider: parameters?.get("provider") ?? "", data: parameters?.get("data") ?? "" };
  return link.url && link.provider && link.data ? link : null;
}

/**
 * Makes the link out of an attached page again, as Thunderbird does for a draft of its own.
 *
 * @param {any} window - Of the compose window.
 * @param {any} item - Of the attachment in its list.
 * @param {FileLink} link
 */
export async function restoreFileLink(window, item, { url, provider, data }) {
  const upload = uploadIn(data);
  if (!upload) {
    return;
  }
  const { attachment } = item;
  const { path, name, size } = upload;
  const file = fileAt(path);
  linkItem(item, provider, upload, file);
  Object.assign(attachment, { sendViaCloud: true, contentLocation: url, cloudFileAccountKey: provider, cloudPartHeaderData: data, name, size });
  if (file?.exists() && file.fileSize === size) {
    // Where it is taken from when the user wants it in the message after all.
    Object.assign(attachment, { url: Services.io.newFileURI(file).spec, contentType: "", temporary: false });
  }
  window.gCloudAttachmentLinkManager.cloudAttachments.push(attachment);
  await window.updateAttachmentItemProperties(item);
}

/**
 * @param {any} item
 * @param {string} provider
 * @param {any} upload - As the draft has it.
 * @param {any} file
 */
function linkItem(item, provider, upload, file) {
  const account = cloudFileAccounts.getAccount(provider);
  if (!account || !file) {
    item.cloudFileUpload = { ...upload };
    delete item.cloudFileUpload.id;
    return;
  }
  const same = (/** @type {any} */ one) => ["url", "id", "name", "size", "path"].every(key => one[key] === upload[key]);
  item.cloudFileAccount = account;
  item.cloudFileUpload = account.getPreviousUploads().find(same) ?? account.newUploadForFile(file, upload);
  // Somebody may have got the link already: neither renaming nor removing may break it.
  account.markAsImmutable(item.cloudFileUpload.id);
}

/** @param {string} data */
function uploadIn(data) {
  try {
    const upload = JSON.parse(MailStringUtils.byteStringToString(atob(data)));
    return upload?.path && upload.name ? upload : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} path
 * @returns {any} Null for a path of another system.
 */
function fileAt(path) {
  try {
    const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    file.initWithPath(path);
    return file;
  } catch {
    return null;
  }
}

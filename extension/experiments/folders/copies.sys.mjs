import { MailServices } from "resource:///modules/MailServices.sys.mjs";
import { setTimeout } from "resource://gre/modules/Timer.sys.mjs";
import { sourceOf } from "../reading/source.sys.mjs";
import { headersOf, refresh } from "./contents.sys.mjs";

const { Forwarded, Marked, New, Offline, Read, Replied } = Ci.nsMsgMessageFlags;

/** Marks that a copy keeps. */
const KEPT = Read | Marked | Replied | Forwarded;

/** Further marks, which are the list's own. */
const PROPERTIES = ["junkscore", "junkscoreorigin"];

/** Beginning of the name of the file that a copy is made from. */
const COPY = "nscopy.eml";

/** How often, and how long in all, it is looked whether a copy has come into the list, in milliseconds. */
const LOOK = 200;
const PATIENCE = 60_000;

/**
 * Puts a message into a folder, marked as another one is.
 *
 * @param {any} folder
 * @param {Uint8Array} bytes
 * @param {any} like - Header of the other one.
 * @returns {Promise<{ key: number | null, reason: string }>}
 */
export async function storeLike(folder, bytes, like) {
  const { highWater } = folder.msgDatabase.dBFolderInfo;
  const file = await writeTemporary(bytes);
  try {
    const { status, key } = await copy(file, folder, like);
    if (!Components.isSuccessCode(status)) {
      return { key: null, reason: status.toString(16) };
    }
    const header = await arrived(folder, like.messageId, key, highWater);
    if (!header) {
      return { key: null, reason: "not listed" };
    }
    mark(header, like);
    return { key: header.messageKey, reason: "" };
  } finally {
    await IOUtils.remove(file.path, { ignoreAbsent: true });
  }
}

/**
 * The bytes as the folder has them. Where a local copy of the server's message is kept, the server is asked all the same.
 *
 * @param {any} header
 * @returns {Promise<?Uint8Array>}
 */
export async function readBack(header) {
  const kept = header.flags & Offline;
  if (!kept || header.folder.server.type !== "imap") {
    return sourceOf(header);
  }
  header.andFlags(~Offline);
  try {
    return await sourceOf(header);
  } finally {
    header.orFlags(Offline);
  }
}

/** @param {any} header */
export function discard(header) {
  return done(listener => header.folder.deleteMessages([header], null, true, false, listener, false));
}

/**
 * @param {any} header
 * @returns {Promise<boolean>}
 */
export async function moveToTrash(header) {
  const { folder } = header;
  const trash = folder.server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Trash);
  if (!trash || trash === folder) {
    return false;
  }
  await done(listener => MailServices.copy.copyMessages(folder, [header], trash, true, listener, null, false));
  // What the server counts has moved up: without this look the next one would take messages that are there for gone.
  await refresh(folder);
  return true;
}

/**
 * What is handed over needs a file. It lies in the memory of the login session where there is one, is readable by its owner
 * only, and is gone when the copy is made.
 *
 * @param {Uint8Array} bytes
 */
async function writeTemporary(bytes) {
  const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
  const inMemory = Services.env.get("XDG_RUNTIME_DIR");
  if (inMemory && (await IOUtils.exists(inMemory))) {
    file.initWithPath(inMemory);
  } else {
    file.initWithFile(Services.dirsvc.get("TmpD", Ci.nsIFile));
  }
  file.appendRelativePath(COPY);
  file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
  await IOUtils.write(file.path, bytes);
  return file;
}

/**
 * @param {any} file
 * @param {any} folder
 * @param {any} like
 * @returns {Promise<{ status: number, key: number | null }>}
 */
function copy(file, folder, like) {
  return new Promise(resolve => {
    /** @type {?number} */
    let key = null;
    const listener = {
      QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
      onStartCopy() {},
      onProgress() {},
      setMessageKey: (/** @type {number} */ one) => void (key = one),
      getMessageId: () => null,
      onStopCopy: (/** @type {number} */ status) => resolve({ status, key }),
    };
    MailServices.copy.copyFileMessage(file, folder, null, false, like.flags & KEPT, like.getStringProperty("keywords"), listener, null);
  });
}

/**
 * Waits until a copy is listed: a server tells of it after it has taken it.
 *
 * @param {any} folder
 * @param {string} messageId
 * @param {?number} key - If the server told it.
 * @param {number} before - The highest key before it came.
 * @returns {Promise<any>} Null when it never is.
 */
async function arrived(folder, messageId, key, before) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const header =
      key === null
        ? headersOf(folder).find(one => one.messageId === messageId && one.messageKey > before)
        : folder.msgDatabase.containsKey(key) && folder.msgDatabase.getMsgHdrForKey(key);
    if (header || Date.now() > deadline) {
      return header || null;
    }
    // One after the other: an update that overtakes another takes new messages out of the list again.
    await refresh(folder);
    await new Promise(resolve => setTimeout(resolve, LOOK));
  }
}

/**
 * Sets what a folder did not take over with the copy.
 *
 * @param {any} header
 * @param {any} like
 */
function mark(header, like) {
  const { folder } = header;
  if (header.flags & New) {
    header.markRead(true);
  }
  if (header.isRead !== like.isRead) {
    folder.markMessagesRead([header], like.isRead);
  }
  if (header.isFlagged !== like.isFlagged) {
    folder.markMessagesFlagged([header], like.isFlagged);
  }
  for (const [flag, state] of [[Replied, Ci.nsIMsgFolder.nsMsgDispositionState_Replied], [Forwarded, Ci.nsIMsgFolder.nsMsgDispositionState_Forwarded]]) {
    if (like.flags & flag && !(header.flags & flag)) {
      folder.addMessageDispositionState(header, state);
    }
  }
  const tags = like.getStringProperty("keywords").split(" ").filter((/** @type {string} */ one) => one && !header.getStringProperty("keywords").split(" ").includes(one));
  if (tags.length) {
    folder.addKeywordsToMessages([header], tags.join(" "));
  }
  for (const name of PROPERTIES) {
    const value = like.getStringProperty(name);
    if (value && value !== header.getStringProperty(name)) {
      header.setStringProperty(name, value);
    }
  }
  if (like.priority !== header.priority) {
    header.priority = like.priority;
  }
}

/**
 * @param {(listener: any) => void} start
 * @returns {Promise<void>}
 */
function done(start) {
  return new Promise((resolve, reject) => {
    start({
      QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
      onStartCopy() {},
      onProgress() {},
      setMessageKey() {},
      getMessageId: () => null,
      onStopCopy: (/** @type {number} */ status) =>
        Components.isSuccessCode(status) ? resolve() : reject(new Error(`status ${status.toString(16)}`)),
    });
  });
}

import { clearTimeout, setTimeout } from "resource://gre/modules/Timer.sys.mjs";
import { getFolder } from "resource:///modules/ExtensionAccounts.sys.mjs";

/** What the Content-Type of a message says that is S/MIME, in any of its forms. */
const WORDS = ["pkcs7-", ".p7m"];

/** In microseconds. */
const DAY = 86_400_000_000;

/** How long an update of a list may take: one that joins another, which is under way, is never told its end. In milliseconds. */
const UPDATE_PATIENCE = 10_000;

/** How long a server may search, in milliseconds, before every message is looked at instead. */
const PATIENCE = 120_000;

/**
 * @param {string} id - As the API for add-ons names folders.
 * @returns {any} The nsIMsgFolder.
 */
export function folderOf(id) {
  return getFolder(id).folder;
}

/** Property of a folder: up to which change of the server's folder the list is. */
const KNOWN_CHANGES = "highestModSeq";

/**
 * Asks the server what is in a folder now.
 *
 * @param {any} folder
 * @param {{ whole?: boolean }} [how] - Whether all of it is to be compared. After a crash a list may lack what had just been put
 *   there although it counts as known.
 * @returns {Promise<boolean>} False when the server could not be asked.
 */
export function refresh(folder, { whole = false } = {}) {
  if (folder.server.type !== "imap") {
    return Promise.resolve(true);
  }
  if (whole) {
    folder.msgDatabase.dBFolderInfo.setCharProperty(KNOWN_CHANGES, "0");
  }
  folder.QueryInterface(Ci.nsIMsgImapMailFolder);
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(false), UPDATE_PATIENCE);
    const listener = {
      QueryInterface: ChromeUtils.generateQI(["nsIUrlListener"]),
      OnStartRunningUrl() {},
      OnStopRunningUrl(/** @type {unknown} */ _url, /** @type {number} */ status) {
        clearTimeout(timer);
        resolve(Components.isSuccessCode(status));
      },
    };
    try {
      folder.updateFolderWithListener(null, listener);
    } catch (error) {
      console.warn(error);
      clearTimeout(timer);
      resolve(false);
    }
  });
}

/**
 * @param {any} folder
 * @returns {any[]} Headers of all its messages, oldest first.
 */
export function headersOf(folder) {
  return [...folder.messages];
}

/**
 * @param {any} folder
 * @param {number} key
 * @param {string} headerMessageId
 * @returns {any} The header; one of another key when the folder was numbered anew. Null when the message is gone.
 */
export function headerAt(folder, key, headerMessageId) {
  const database = folder.msgDatabase;
  const header = database.containsKey(key) ? database.getMsgHdrForKey(key) : null;
  return header?.messageId === headerMessageId ? header : database.getMsgHdrForMessageID(headerMessageId);
}

/**
 * The messages of a folder whose header calls them S/MIME. The server searches in its own copy where there is one, so that
 * none has to be fetched; if that fails, all messages are candidates.
 *
 * @param {any} folder
 * @returns {Promise<any[]>}
 */
export async function protectedHeaders(folder) {
  return (await search(folder, WORDS)) ?? headersOf(folder);
}

/**
 * Searches the Content-Type of the messages of a folder.
 *
 * @param {any} folder
 * @param {string[]} words - One of which must be in it.
 * @param {number} [since] - With one word: only messages of this date or later, in microseconds.
 * @returns {Promise<?any[]>} Headers; null when it could not be searched.
 */
export async function search(folder, words, since) {
  const session = Cc["@mozilla.org/messenger/searchSession;1"].createInstance(Ci.nsIMsgSearchSession);
  for (const word of words) {
    const term = session.createTerm();
    const { value } = term;
    // Beyond this number are headers that no attribute stands for.
    term.attrib = value.attrib = Ci.nsMsgSearchAttrib.OtherHeader + 1;
    term.arbitraryHeader = "Content-Type";
    value.str = word;
    term.value = value;
    term.op = Ci.nsMsgSearchOp.Contains;
    term.booleanAnd = false;
    session.appendTerm(term);
  }
  if (since !== undefined) {
    session.appendTerm(notBefore(session, since));
  }
  session.addScopeTerm(folder.server.searchScope, folder);
  return new Promise(resolve => {
    /** @type {any[]} */
    const hits = [];
    const timer = setTimeout(() => session.interruptSearch(), PATIENCE);
    const listener = {
      QueryInterface: ChromeUtils.generateQI(["nsIMsgSearchNotify"]),
      onNewSearch() {},
      onSearchHit: (/** @type {any} */ header) => void hits.push(header),
      onSearchDone(/** @type {number} */ status) {
        clearTimeout(timer);
        session.unregisterListener(listener);
        resolve(Components.isSuccessCode(status) ? hits : null);
      },
    };
    session.registerListener(listener);
    try {
      session.search(null);
    } catch (error) {
      console.warn(error);
      clearTimeout(timer);
      resolve(null);
    }
  });
}

/**
 * @param {any} session
 * @param {number} since
 */
function notBefore(session, since) {
  const term = session.createTerm();
  const { value } = term;
  term.attrib = value.attrib = Ci.nsMsgSearchAttrib.Date;
  // Dates are compared by the day, and a server's day may be another one.
  value.date = since - 2 * DAY;
  term.value = value;
  term.op = Ci.nsMsgSearchOp.IsAfter;
  term.booleanAnd = true;
  return term;
}

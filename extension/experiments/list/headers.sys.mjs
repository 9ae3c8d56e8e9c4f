import { MailServices } from "resource:///modules/MailServices.sys.mjs";
import { clearTimeout, setTimeout } from "resource://gre/modules/Timer.sys.mjs";
import { search } from "../folders/contents.sys.mjs";
import { rememberClaim } from "./marks.sys.mjs";

/** Property of a folder: up to which key its messages were looked through. */
const LOOKED = "smimeBridgeLooked";

/** How long messages are gathered that come into a list one after the other, in milliseconds. */
const GATHERING = 1_000;

/** What to search for in Content-Type, which Thunderbird does not keep with its lists, and what a hit says by itself. */
const CLAIMS = /** @type {["enveloped" | "claimed", string][]} */ ([
  ["enveloped", "enveloped-data"],
  ["claimed", "pkcs7-signature"],
  ["claimed", "signed-data"],
]);

/**
 * Looks through the messages of a folder that were not looked at before, by a search of its server.
 *
 * @param {any} folder
 * @param {number} [since] - Date of the oldest of them where that is known, in microseconds: the server need not go through older ones.
 * @returns {Promise<boolean>} Whether something was found.
 */
export async function lookThrough(folder, since) {
  if (folder.getFlag(Ci.nsMsgFolderFlags.Virtual) || !["imap", "pop3", "none"].includes(folder.server.type)) {
    return false;
  }
  const { dBFolderInfo: info } = folder.msgDatabase;
  const looked = info.getUint32Property(LOOKED, 0);
  const { highWater } = info;
  if (looked >= highWater) {
    return false;
  }
  let found = 0;
  for (const [state, word] of CLAIMS) {
    const hits = await search(folder, [word], looked ? since : undefined);
    if (!hits) {
      // Offline, or a server that does not search: another time.
      return found > 0;
    }
    hits.forEach(header => rememberClaim(header, state));
    found += hits.length;
  }
  info.setUint32Property(LOOKED, highWater);
  return found > 0;
}

/**
 * Looks through a folder when messages have come into its list.
 *
 * @param {() => void} onFound
 * @returns {() => void} Ends it.
 */
export function watchLists(onFound) {
  /** @type {Map<string, { timer: any, since: number }>} */
  const waiting = new Map();
  const listener = {
    QueryInterface: ChromeUtils.generateQI(["nsIMsgFolderListener"]),
    msgAdded(/** @type {any} */ { folder, date }) {
      const before = waiting.get(folder.URI);
      const since = Math.min(before?.since ?? date, date);
      clearTimeout(before?.timer);
      const timer = setTimeout(() => {
        waiting.delete(folder.URI);
        lookThrough(folder, since).then(found => found && onFound(), console.warn);
      }, GATHERING);
      waiting.set(folder.URI, { timer, since });
    },
  };
  MailServices.mfn.addListener(listener, MailServices.mfn.msgAdded);
  return () => {
    waiting.forEach(({ timer }) => clearTimeout(timer));
    MailServices.mfn.removeListener(listener);
  };
}

/** Whether decrypted text may go into the search index of this profile. */
const ALLOWED = "extensions.smime-bridge.indexDecrypted";

/** Whether the index is to be made anew by the next start. */
const REBUILD = "extensions.smime-bridge.rebuildIndex";

const INDEX = "global-messages-db.sqlite";

/** @returns {boolean} */
export function isAllowed() {
  return Services.prefs.getBoolPref(ALLOWED, false);
}

/** @param {boolean} allowed */
export function allow(allowed) {
  if (allowed) {
    Services.prefs.setBoolPref(ALLOWED, true);
  } else {
    Services.prefs.clearUserPref(ALLOWED);
  }
}

/** @returns {boolean} */
export function isRebuildDue() {
  return Services.prefs.getBoolPref(REBUILD, false);
}

/** What is in the index goes with its file: parts of a text stay in its tables when a message is taken out of it. */
export function rebuildAtNextStart() {
  Services.prefs.setBoolPref(REBUILD, true);
}

/**
 * Removes the index where that was asked for, before Thunderbird opens it. It makes another one, and fills it while it has nothing
 * else to do.
 */
export function rebuildIfDue() {
  if (!isRebuildDue()) {
    return;
  }
  for (const end of ["", "-wal", "-shm", "-journal"]) {
    const file = Services.dirsvc.get("ProfD", Ci.nsIFile);
    file.appendRelativePath(INDEX + end);
    if (file.exists()) {
      file.remove(false);
    }
  }
  Services.prefs.clearUserPref(REBUILD);
}

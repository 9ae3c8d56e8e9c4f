import { text, timeText } from "../../shared/text.mjs";

/** @typedef {import("../../types/protocol.d.ts").KeyWarning} KeyWarning */

const ALARM = "key-expiry";
const STORAGE_KEY = "toldKeyWarnings";
const PREFIX = "key-expiry-";

/** Not while the mail client is starting, and then a few times a day: in minutes. */
const SCHEDULE = { delayInMinutes: 0.5, periodInMinutes: 360 };

/** Tells the user once for each threshold that a certificate of his own ends; what was told is remembered over restarts. */
export class ExpiryWatch {
  #host;

  /** @param {import("../bridge/host.mjs").Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** An alarm that is set already, before the background page was suspended, stays. */
  async schedule() {
    if (!(await browser.alarms.get(ALARM))) {
      browser.alarms.create(ALARM, SCHEDULE);
    }
  }

  /** @param {{ name: string }} alarm */
  async ring({ name }) {
    if (name === ALARM) {
      await this.check();
    }
  }

  async check() {
    let warnings;
    try {
      warnings = (await this.#host.request({ type: "keys.warnings" })).result.warnings;
    } catch {
      // Without a host, or with a locked keystore, other places say so; this one only warns of what it knows.
      return;
    }
    const told = /** @type {Record<string, number>} */ ((await browser.storage.local.get(STORAGE_KEY))[STORAGE_KEY] ?? {});
    // Keys that nothing is to be said about any more are forgotten: they were renewed or removed.
    /** @type {Record<string, number>} */
    const now = {};
    for (const warning of /** @type {KeyWarning[]} */ (warnings)) {
      const { key, threshold } = warning;
      // A clock that was set back tells nothing twice; without a window to tell it in, it is told another time.
      if (told[key] <= threshold) {
        now[key] = told[key];
      } else if (await this.#tell(warning)) {
        now[key] = threshold;
      }
    }
    await browser.storage.local.set({ [STORAGE_KEY]: now });
  }

  /** @param {string} notice - Its button leads to where the next step is. */
  async open(notice) {
    if (notice.startsWith(PREFIX)) {
      await browser.runtime.openOptionsPage();
    }
  }

  /**
   * @param {KeyWarning} warning
   * @returns {Promise<number>} In how many windows.
   */
  #tell(warning) {
    return browser.smimeNotices.tell({ name: `${PREFIX}${warning.key}`, text: warningText(warning), button: text("warningOpen") });
  }
}

/**
 * @param {KeyWarning} warning
 * @returns {string} What ends, and when.
 */
export function warningText({ addresses, notAfter, days, threshold }) {
  return text(threshold ? "warningEnds" : "warningEnded", { addresses, time: timeText(notAfter), days });
}

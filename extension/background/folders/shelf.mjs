/**
 * @typedef {import("./job.mjs").Job} Job
 * @typedef {import("./rewriter.mjs").Item} Item
 */

const INDEX = "folderJobs";

/** Keeps jobs over restarts. The messages of a job are written once, what came of them after each. */
export class JobShelf {
  /** @returns {Promise<Job[]>} The oldest first. */
  async all() {
    const jobs = [];
    for (const id of await this.#ids()) {
      const job = /** @type {?Job} */ (await stored(jobKey(id)));
      if (job) {
        jobs.push(job);
      }
    }
    return jobs;
  }

  /** @param {Job} job */
  async save(job) {
    await browser.storage.local.set({ [jobKey(job.id)]: job });
  }

  /** @param {Job} job */
  async add(job) {
    await this.save(job);
    await browser.storage.local.set({ [INDEX]: [...(await this.#ids()), job.id] });
  }

  /** @param {string} id */
  async remove(id) {
    await browser.storage.local.set({ [INDEX]: (await this.#ids()).filter(one => one !== id) });
    await browser.storage.local.remove([jobKey(id), itemsKey(id)]);
  }

  /**
   * @param {string} id
   * @param {Item[]} items
   */
  async setItems(id, items) {
    const folders = [...new Set(items.map(one => one.folderId))];
    const rows = items.map(({ folderId, key, headerMessageId }) => [folders.indexOf(folderId), key, headerMessageId]);
    await browser.storage.local.set({ [itemsKey(id)]: { folders, rows } });
  }

  /**
   * @param {string} id
   * @returns {Promise<?Item[]>} Null when they were not found out yet.
   */
  async items(id) {
    const kept = /** @type {?{ folders: string[], rows: [number, number, string][] }} */ (await stored(itemsKey(id)));
    return kept && kept.rows.map(([folder, key, headerMessageId]) => ({ folderId: kept.folders[folder], key, headerMessageId }));
  }

  /** @returns {Promise<string[]>} */
  async #ids() {
    return /** @type {string[]} */ ((await stored(INDEX)) ?? []);
  }
}

/** @param {string} key */
async function stored(key) {
  return (await browser.storage.local.get(key))[key] ?? null;
}

/** @param {string} id */
function jobKey(id) {
  return `folderJob.${id}`;
}

/** @param {string} id */
function itemsKey(id) {
  return `folderJobItems.${id}`;
}

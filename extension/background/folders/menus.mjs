import { text } from "../../shared/text.mjs";

/** @typedef {import("./job.mjs").Kind} Kind */

const PREFIX = "folder-work-";

/** @type {[Kind, string, ("message_list" | "folder_pane")[]][]} Kinds of work with their texts, and the menus in which each stands. */
const ENTRIES = [
  ["decrypt", "workMenu_decrypt", ["message_list", "folder_pane"]],
  ["reencrypt", "workMenu_reencrypt", ["message_list", "folder_pane"]],
  ["collect", "workMenu_collect", ["folder_pane"]],
];

/** The entries of the context menus of messages and folders. */
export class FolderMenus {
  #jobs;

  /** @param {Pick<import("./jobs.mjs").FolderJobs, "prepare">} jobs */
  constructor(jobs) {
    this.#jobs = jobs;
  }

  create() {
    for (const [kind, key, contexts] of ENTRIES) {
      browser.menus.create({ id: PREFIX + kind, title: text(key), contexts: /** @type {any} */ (contexts) });
    }
  }

  /**
   * @param {any} info - Of the click.
   * @returns {Promise<void> | undefined} Undefined when the entry is not ours.
   */
  clicked({ menuItemId, selectedMessages, selectedFolders }) {
    const entry = ENTRIES.find(([kind]) => menuItemId === PREFIX + kind);
    if (!entry) {
      return undefined;
    }
    return selectedMessages ? this.#messages(entry[0], selectedMessages) : this.#folders(entry[0], selectedFolders ?? []);
  }

  /**
   * @param {Kind} kind
   * @param {{ id: ?string, messages: { id: number, subject: string }[] }} list
   */
  async #messages(kind, list) {
    const messages = [...list.messages];
    for (let page = list; page.id; ) {
      page = /** @type {any} */ (await browser.messages.continueList(page.id));
      messages.push(...page.messages);
    }
    const items = await browser.smimeFolders.placesOf(messages.map(({ id }) => id));
    const title = items.length === 1 ? messages[0].subject : text("workChosen", { count: items.length });
    await this.#jobs.prepare(kind, { items, title });
  }

  /**
   * @param {Kind} kind
   * @param {{ id: string, name: string, accountId: string, isRoot?: boolean }[]} chosen - Of an account that is chosen all folders are meant.
   */
  async #folders(kind, chosen) {
    const folders = [];
    for (const one of chosen) {
      folders.push(...(one.isRoot ? await browser.folders.query(/** @type {any} */ ({ accountId: one.accountId, isRoot: false })) : [one]));
    }
    await this.#jobs.prepare(kind, {
      folders: folders.map(one => ({ id: /** @type {any} */ (one).id, name: one.name ?? "" })),
      title: chosen.map(({ name }) => name).join(", "),
    });
  }
}

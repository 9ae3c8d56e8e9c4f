import { Failure } from "../../shared/failure.mjs";
import { text } from "../../shared/text.mjs";
import { count, isActive, learn, newJob, note } from "./job.mjs";
import { stops } from "./rewriter.mjs";

/**
 * @typedef {import("./job.mjs").Job} Job
 * @typedef {import("./job.mjs").Kind} Kind
 * @typedef {import("./rewriter.mjs").Item} Item
 */

const PAGE = "extension/jobs/work.html";
const NOTICE = "folder-work";

/** Pages are told of progress at most this often, in milliseconds. */
const TELLING = 250;

/**
 * Work over many messages: decrypting for good, encrypting anew, collecting certificates. Each job goes on where it was, after a
 * pause as after the end of the mail client or of the host.
 */
export class FolderJobs {
  #host;
  #shelf;
  #rewriter;
  #collector;
  #onLearned;
  /** @type {Map<string, Job>} */
  #jobs = new Map();
  /** @type {Set<string>} Jobs that are to stop after the message they are at. */
  #stopping = new Set();
  /** @type {Map<string, Promise<void>>} */
  #runs = new Map();
  #told = 0;
  /** @type {Promise<void>} */
  #ready;

  /**
   * @param {Pick<import("../bridge/host.mjs").Host, "welcome">} host
   * @param {import("./shelf.mjs").JobShelf} shelf
   * @param {Pick<import("./rewriter.mjs").Rewriter, "rewrite" | "forget">} rewriter
   * @param {Pick<import("./collector.mjs").Collector, "look">} collector
   * @param {() => Promise<unknown>} onLearned - Certificates were collected: what is said about recipients and messages may be another thing now.
   */
  constructor(host, shelf, rewriter, collector, onLearned) {
    this.#host = host;
    this.#shelf = shelf;
    this.#rewriter = rewriter;
    this.#collector = collector;
    this.#onLearned = onLearned;
    this.#ready = this.#restore();
  }

  /**
   * Prepares a job and shows the page on which the user decides how it is to be done.
   *
   * @param {Kind} kind
   * @param {{ folders?: { id: string, name: string }[], items?: Item[], title: string }} what
   */
  async prepare(kind, { folders = [], items, title }) {
    await this.#ready;
    const job = newJob(kind, { folders, title, total: items?.length });
    this.#jobs.set(job.id, job);
    if (items) {
      await this.#shelf.setItems(job.id, items);
    }
    await this.#shelf.add(job);
    await this.show(job.id);
  }

  /** @param {string} [id] - The job that the page begins with. */
  async show(id) {
    // A page that is open comes to the front and says so.
    const isOpen = await browser.runtime.sendMessage({ type: "work.show", id, jobs: await this.list() }).catch(() => undefined);
    if (!isOpen) {
      await browser.tabs.create({ url: `${browser.runtime.getURL(PAGE)}${id ? `#${id}` : ""}` });
    }
  }

  /**
   * @param {{ type: string, id: string, options: Partial<import("./job.mjs").Options>, folders?: { id: string, name: string }[], title?: string }} question
   * @returns {Promise<unknown> | undefined} Undefined when it is not for us.
   */
  answer({ type, id, options, folders, title }) {
    switch (type) {
      case "work.list":
        return this.list();
      case "work.collect":
        return this.prepare("collect", { folders: [], title: "" });
      case "work.start":
        return this.start(id, options, folders && { folders, title: title ?? "" });
      case "work.pause":
        return this.pause(id);
      case "work.resume":
        return this.start(id, {});
      case "work.cancel":
        return this.cancel(id);
      case "work.remove":
        return this.#remove(id);
      default:
        return undefined;
    }
  }

  async list() {
    await this.#ready;
    return [...this.#jobs.values()];
  }

  /**
   * Begins a job or goes on with it.
   *
   * @param {string} id
   * @param {Partial<import("./job.mjs").Options>} options
   * @param {{ folders: { id: string, name: string }[], title: string }} [where] - The folders, when they were chosen on the page.
   */
  async start(id, options, where) {
    await this.#ready;
    const job = this.#jobs.get(id);
    if (!job || isActive(job) || job.state === "done" || job.state === "cancelled") {
      return;
    }
    Object.assign(job, { state: "searching", reason: null, ...where });
    Object.assign(job.options, options, { kind: job.options.kind });
    this.#stopping.delete(id);
    const run = this.#run(job).finally(() => this.#runs.delete(id));
    this.#runs.set(id, run);
    await this.#keep(job);
  }

  /** @param {string} id */
  async pause(id) {
    this.#stopping.add(id);
    await this.#runs.get(id);
  }

  /** @param {string} id - Of a job that is not to go on. What it has done stays. */
  async cancel(id) {
    await this.pause(id);
    const job = this.#jobs.get(id);
    if (job && job.state !== "done") {
      job.state = "cancelled";
      job.reason = null;
      await this.#keep(job);
    }
  }

  /** @param {string} name - Of the notice whose button was pressed. */
  async open(name) {
    if (name === NOTICE) {
      await this.show();
    }
  }

  /** @param {string} id */
  async #remove(id) {
    await this.pause(id);
    this.#jobs.delete(id);
    await this.#shelf.remove(id);
    await this.#tell(true);
  }

  /** What was under way when the mail client ended waits for the user, who is told. */
  async #restore() {
    const broken = [];
    for (const job of await this.#shelf.all()) {
      if (isActive(job)) {
        Object.assign(job, { state: "paused", reason: { code: "work-interrupted", parameters: {} } });
        await this.#shelf.save(job);
        broken.push(job);
      }
      this.#jobs.set(job.id, job);
    }
    if (broken.length) {
      await browser.smimeNotices.tell({ name: NOTICE, text: text("workInterruptedNotice"), button: text("workShow") });
    }
  }

  /** @param {Job} job */
  async #run(job) {
    try {
      // Its open port also keeps this page alive while a mail server searches.
      await this.#host.welcome();
      const before = await this.#shelf.items(job.id);
      await refresh(job, before);
      const items = before ?? (await this.#search(job));
      job.total = items.length;
      job.state = "running";
      this.#rewriter.forget();
      await this.#keep(job);
      while (job.done < items.length && !this.#stopping.has(job.id)) {
        await this.#one(job, items[job.done]);
        job.done++;
        await this.#keep(job, false);
      }
      await refresh(job, items);
      job.state = job.done < items.length ? "paused" : "done";
    } catch (error) {
      const { code, parameters } = Failure.from(error);
      Object.assign(job, { state: "paused", reason: { code, parameters } });
    }
    await this.#keep(job);
    if (job.options.kind === "collect") {
      await this.#onLearned();
    }
  }

  /**
   * @param {Job} job
   * @returns {Promise<Item[]>}
   */
  async #search(job) {
    await this.#tell(true);
    /** @type {Item[]} */
    const items = [];
    for (const { id: folderId } of job.folders) {
      if (this.#stopping.has(job.id)) {
        throw new Failure("cancelled");
      }
      // A folder that cannot hold messages, or is gone since.
      const pairs = await browser.smimeFolders.protectedMessages(folderId).catch(() => []);
      items.push(...pairs.map(([key, headerMessageId]) => ({ folderId, key, headerMessageId })));
    }
    await this.#shelf.setItems(job.id, items);
    return items;
  }

  /**
   * @param {Job} job
   * @param {Item} item
   * @param {boolean} [again] - Whether it is the second attempt.
   */
  async #one(job, item, again = false) {
    try {
      await (job.options.kind === "collect" ? this.#collect(job, item) : this.#rewrite(job, item));
    } catch (error) {
      const failure = Failure.from(error);
      // The host is started anew by the next request: what ended it once need not end the job.
      if (failure.code === "host-ended" && !again) {
        await this.#one(job, item, true);
        return;
      }
      if (stops(failure)) {
        throw failure;
      }
      count(job, "failed");
      note(job, { subject: await subjectOf(item), code: failure.code, parameters: failure.parameters });
    }
  }

  /**
   * @param {Job} job
   * @param {Item} item
   */
  async #rewrite(job, item) {
    const { what, trashed, trouble } = await this.#rewriter.rewrite(item, job.options);
    count(job, what);
    if (trashed) {
      count(job, "trashed");
    }
    if (trouble) {
      note(job, { subject: await subjectOf(item), code: trouble.code, parameters: trouble.parameters });
    }
  }

  /**
   * @param {Job} job
   * @param {Item} item
   */
  async #collect(job, item) {
    const lesson = await this.#collector.look(item);
    if (lesson) {
      learn(job, lesson);
    } else {
      count(job, "gone");
    }
  }

  /**
   * @param {Job} job
   * @param {boolean} [now] - Whether pages are told although they were just now.
   */
  async #keep(job, now = true) {
    if (this.#jobs.has(job.id)) {
      await this.#shelf.save(job);
      await this.#tell(now);
    }
  }

  /** @param {boolean} now */
  async #tell(now) {
    const time = Date.now();
    if (now || time - this.#told >= TELLING) {
      this.#told = time;
      // Where no page is open nobody hears it.
      await browser.runtime.sendMessage({ type: "work.changed", jobs: [...this.#jobs.values()] }).catch(() => undefined);
    }
  }
}

/**
 * Has the lists of a job's folders compared with their server. Where Thunderbird ended hard they may lack the copies of before.
 *
 * @param {Job} job
 * @param {?Item[]} items
 */
async function refresh({ folders, options }, items) {
  if (options.kind === "collect") {
    return;
  }
  const concerned = [...folders.map(({ id }) => id), ...(items ?? []).map(({ folderId }) => folderId), options.destination];
  for (const id of new Set(concerned.filter(Boolean))) {
    // Of a folder that is gone, or a server that is offline, the messages say so themselves.
    await browser.smimeFolders.refresh(id).catch(() => false);
  }
}

/** @param {Item} item */
async function subjectOf({ folderId, key, headerMessageId }) {
  const id = await browser.smimeFolders.find(folderId, key, headerMessageId).catch(() => null);
  return id === null ? headerMessageId : (await browser.messages.get(id)).subject;
}

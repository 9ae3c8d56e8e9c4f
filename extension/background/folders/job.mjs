/**
 * What a job is to do, as the user decided it.
 *
 * @typedef {object} Options
 * @property {Kind} kind
 * @property {string} destination - Folder that copies go to; empty for the folder in which each message is.
 * @property {"keep" | "trash"} originals
 * @property {string} address - The own address to whose certificate is encrypted.
 */

/** @typedef {"decrypt" | "reencrypt" | "collect"} Kind */

/**
 * Work over many messages, as it is kept over restarts.
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {Options} options
 * @property {"new" | "searching" | "running" | "paused" | "done" | "cancelled"} state
 * @property {?{ code: string, parameters: Record<string, unknown> }} reason - Why it paused by itself.
 * @property {{ id: string, name: string }[]} folders - Whole folders that it is about; none when messages were chosen.
 * @property {string} title - What it is about, for people.
 * @property {number} total
 * @property {number} done
 * @property {Record<string, number>} tally - How many messages came to what.
 * @property {Note[]} notes - Messages that something is to be told about.
 * @property {Record<string, Person>} people - What was learned, by address.
 * @property {string} created - ISO 8601.
 */

/**
 * @typedef {object} Note
 * @property {string} subject - As the list shows it.
 * @property {string} code
 * @property {Record<string, unknown>} parameters
 */

/** @typedef {{ added: number, known: number, refused: number, reason: string }} Person */

/** Only so many are kept to be shown; all are counted. */
const MOST_NOTES = 200;
const MOST_PEOPLE = 2000;

/**
 * @param {Kind} kind
 * @param {{ folders?: { id: string, name: string }[], title: string, total?: number }} what
 * @returns {Job}
 */
export function newJob(kind, { folders = [], title, total = 0 }) {
  return {
    id: crypto.randomUUID(), options: { kind, destination: "", originals: "keep", address: "" }, state: "new", reason: null,
    folders, title, total, done: 0, tally: {}, notes: [], people: {}, created: new Date().toISOString(),
  };
}

/**
 * @param {Job} job
 * @param {string} what
 */
export function count(job, what) {
  job.tally[what] = (job.tally[what] ?? 0) + 1;
}

/**
 * @param {Job} job
 * @param {Note} note
 */
export function note(job, { subject, code, parameters }) {
  if (job.notes.length < MOST_NOTES) {
    job.notes.push({ subject, code, parameters });
  }
}

/**
 * @param {Job} job
 * @param {import("./collector.mjs").Lesson} lesson
 */
export function learn(job, { signed, added, known, refused }) {
  count(job, "looked");
  if (signed) {
    count(job, "signed");
  }
  added.forEach(address => teach(job, address, "added"));
  known.forEach(address => teach(job, address, "known"));
  for (const { address, reason } of refused) {
    const person = teach(job, address, "refused");
    if (person) {
      person.reason = reason;
    }
  }
}

/**
 * @param {Job} job
 * @param {string} address
 * @param {"added" | "known" | "refused"} change
 * @returns {?Person}
 */
function teach(job, address, change) {
  count(job, change);
  if (!(address in job.people) && Object.keys(job.people).length >= MOST_PEOPLE) {
    return null;
  }
  const person = (job.people[address] ??= { added: 0, known: 0, refused: 0, reason: "" });
  person[change]++;
  return person;
}

/** @param {Job} job */
export function isActive({ state }) {
  return state === "searching" || state === "running";
}

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { until } from "../driver/processes.mjs";

/** @typedef {{file: string, source: Buffer, headers: Map<string, string>}} StoredMessage */

/** One person's mail as the servers hold it: what Postfix delivered, and what Thunderbird saved by IMAP. */
export class Maildir {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /**
   * @param {string} [mailbox] "" is the inbox; "Sent" and others are those of IMAP.
   * @returns {StoredMessage[]} Oldest first.
   */
  list(mailbox = "") {
    const base = mailbox ? `${this.folder}/.${mailbox}` : this.folder;
    const files = ["new", "cur"]
      .map((name) => `${base}/${name}`)
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));
    return files
      .map((file) => ({ file, time: statSync(file).mtimeMs }))
      .sort((a, b) => a.time - b.time)
      .map(({ file }) => read(file));
  }

  /**
   * @param {string} subject
   * @param {string} [mailbox]
   */
  withSubject(subject, mailbox = "") {
    return this.list(mailbox).filter((message) => message.headers.get("subject") === subject);
  }

  /**
   * What is there now, to tell later what is new: the subject of an encrypted message says nothing.
   *
   * @param {string} [mailbox]
   */
  mark(mailbox = "") {
    return new Set(this.list(mailbox).map(({ file }) => baseName(file)));
  }

  /**
   * What has come since a mark.
   *
   * @param {Set<string>} mark
   * @param {string} [mailbox]
   */
  since(mark, mailbox = "") {
    return this.list(mailbox).filter(({ file }) => !mark.has(baseName(file)));
  }

  /**
   * Waits for one new message.
   *
   * @param {string} what
   * @param {Set<string>} mark
   * @param {{mailbox?: string, timeout?: number}} [options]
   */
  awaitsNew(what, mark, { mailbox = "", timeout = 60_000 } = {}) {
    return until(what, () => this.since(mark, mailbox)[0], { timeout });
  }
}

/**
 * A Maildir file's name without its flags and folder, which change.
 *
 * @param {string} file
 */
function baseName(file) {
  return file.split("/").at(-1)?.split(":")[0] ?? "";
}

/** @param {string} file */
function read(file) {
  const source = readFileSync(file);
  return { file, source, headers: headersOf(source.toString("latin1")) };
}

/**
 * Header fields of a message, unfolded, names in lower case; of a repeated field the first.
 *
 * @param {string} message
 */
export function headersOf(message) {
  const head = message.split(/\r?\n\r?\n/, 1)[0].replace(/\r?\n[ \t]+/g, " ");
  /** @type {Map<string, string>} */
  const headers = new Map();
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !headers.has(name)) {
      headers.set(name, line.slice(colon + 1).trim());
    }
  }
  return headers;
}

/**
 * @param {StoredMessage} message
 * @returns {string} Its Message-ID without brackets.
 */
export function idOf({ headers }) {
  return headers.get("message-id")?.replace(/[<>]/g, "") ?? "";
}

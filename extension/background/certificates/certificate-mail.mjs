import { looksLikeCertificate } from "./attachments.mjs";

/**
 * An attachment that really holds a certificate with its private key, or the certificate for a key that waits here.
 *
 * @typedef {object} CertificateAttachment
 * @property {string} partName - Names the attachment in its message.
 * @property {string} name - Of the file.
 * @property {"pkcs12" | "answer"} kind
 */

/**
 * A mail that brings the user a certificate.
 *
 * @typedef {object} CertificateLetter
 * @property {number} messageId
 * @property {string} author
 * @property {string} subject
 * @property {Date} date
 * @property {CertificateAttachment[]} attachments
 */

const PAGE = "extension/popup/setup.html";
const DONE = "certificateMailsDone";
const MOST_DONE = 300;
const MOST_LOOKS = 200;
/** A certificate is used for a year or two; an older mail brings none that is worth setting up. */
const DAYS = 800;
const MOST_MESSAGES = 2000;
const MOST_CANDIDATES = 60;
/** Of a whole message: a key with its chain is a few kilobytes. */
const MOST_BYTES = 1 << 20;

/**
 * Mail in which an authority sends somebody a certificate. What an attachment is gets decided by the host from its structure;
 * whether it is set up, by the user.
 */
export class CertificateMail {
  #host;
  /** @type {Map<number, Promise<CertificateAttachment[]>>} */
  #looks = new Map();

  /** @param {import("../bridge/host.mjs").Host} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * @param {number} messageId
   * @returns {Promise<CertificateAttachment[]>} What can be set up from this message and was not yet.
   */
  async look(messageId) {
    let look = this.#looks.get(messageId);
    if (!look) {
      look = this.#look(messageId);
      this.#looks.set(messageId, look);
      look.catch(() => this.#looks.delete(messageId));
      if (this.#looks.size > MOST_LOOKS) {
        this.#looks.delete(this.#looks.keys().next().value ?? messageId);
      }
    }
    const found = await look;
    return found.length && (await this.#isDone(messageId)) ? [] : found;
  }

  /**
   * Looks for such mail in the inboxes of an account, newest first. Only small messages with attachments are read.
   *
   * @param {string} [accountId] - Null or nothing for all accounts.
   * @returns {Promise<CertificateLetter[]>}
   */
  async find(accountId) {
    const letters = [];
    for (const { id, author, subject, date } of await candidates(accountId)) {
      const attachments = await this.look(id).catch(() => []);
      if (attachments.length) {
        letters.push({ messageId: id, author, subject, date, attachments });
      }
    }
    return letters;
  }

  /**
   * Opens the window that leads through setting a certificate up: it asks for the passphrase and says what came of it.
   *
   * @param {number} messageId
   * @param {CertificateAttachment} attachment
   */
  async setUp(messageId, { partName, name, kind }) {
    const where = new URLSearchParams({ message: String(messageId), part: partName, file: name, kind });
    await browser.windows.create({
      type: "popup", url: `${browser.runtime.getURL(PAGE)}?${where}`, width: 660, height: 500, allowScriptsToClose: true,
    });
  }

  /**
   * A message that has served: it is not offered again.
   *
   * @param {number} messageId
   */
  async settle(messageId) {
    const { headerMessageId } = await browser.messages.get(messageId);
    const done = (await stored()).filter(one => one !== headerMessageId);
    await browser.storage.local.set({ [DONE]: [...done, headerMessageId].slice(-MOST_DONE) });
  }

  /** @param {number} messageId */
  async #isDone(messageId) {
    const { headerMessageId } = await browser.messages.get(messageId);
    return (await stored()).includes(headerMessageId);
  }

  /** @param {number} messageId */
  async #look(messageId) {
    const found = [];
    for (const { partName, name, contentType, size } of await browser.messages.listAttachments(messageId)) {
      const kind = looksLikeCertificate({ name, contentType, size }) ? await this.#inspect(messageId, partName, name) : "none";
      if (kind !== "none") {
        found.push({ partName, name, kind });
      }
    }
    return found;
  }

  /**
   * @param {number} messageId
   * @param {string} partName
   * @param {string} fileName
   */
  async #inspect(messageId, partName, fileName) {
    const file = await browser.messages.getAttachmentFile(messageId, partName);
    const content = new Uint8Array(await file.arrayBuffer());
    const { result } = await this.#host.request({ type: "keys.inspect", fileName }, { content });
    return result.kind;
  }
}

/** @returns {Promise<string[]>} Message-IDs. */
async function stored() {
  const { [DONE]: done } = await browser.storage.local.get(DONE);
  return /** @type {string[]} */ (done ?? []);
}

/** @param {string} [accountId] */
async function candidates(accountId) {
  const folders = await browser.folders.query({ ...(accountId ? { accountId } : {}), specialUse: ["inbox"] });
  const fromDate = new Date(Date.now() - DAYS * 86_400_000);
  const found = [];
  for (const { id: folderId } of folders) {
    let seen = 0;
    let list = asList(await browser.messages.query({ folderId, attachment: true, fromDate }));
    for (;;) {
      seen += list.messages.length;
      found.push(...list.messages.filter(({ size }) => (size ?? 0) <= MOST_BYTES));
      if (!list.id || seen >= MOST_MESSAGES) {
        break;
      }
      list = asList(await browser.messages.continueList(list.id));
    }
  }
  return found.sort((one, other) => other.date.getTime() - one.date.getTime()).slice(0, MOST_CANDIDATES);
}

/**
 * @param {unknown} answer - The declarations also know the form for lists that are not waited for.
 * @returns {{ id: ?string, messages: { id: number, author: string, subject: string, date: Date, size?: number }[] }}
 */
function asList(answer) {
  return /** @type {any} */ (answer);
}

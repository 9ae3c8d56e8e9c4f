import { ExtensionParent } from "resource://gre/modules/ExtensionParent.sys.mjs";
import { MessageSend } from "resource:///modules/MessageSend.sys.mjs";
import { edits, isUnfilled } from "../composing/edits.sys.mjs";
import { ask } from "../shared/listeners.sys.mjs";
import { deliverCopies, withoutCopies } from "./blind-copies.sys.mjs";
import { addressesOf, hasOwnProtection, windowOf } from "./compose-fields.sys.mjs";
import { writeMessageFile } from "./message-file.sys.mjs";
import { Rendering } from "./render.sys.mjs";

/** Modes that put the message into a folder for later delivery instead of handing it to a server now. */
const DEFERRED_MODES = new Set([Ci.nsIMsgSend.nsMsgQueueForLater, Ci.nsIMsgSend.nsMsgDeliverBackground]);

/** Modes in which a message leaves the compose window towards its recipients. */
const SENDING_MODES = new Set([Ci.nsIMsgSend.nsMsgDeliverNow, ...DEFERRED_MODES]);

/** Modes in which it is stored for its writer. Automatic copies come as drafts. */
const SAVING_MODES = new Set([Ci.nsIMsgSend.nsMsgSaveAsDraft, Ci.nsIMsgSend.nsMsgSaveAsTemplate]);

/** Of the bar for the protecting, the part for handing the message over; the rest is for getting it back. */
const HANDED = 0.7;

/** Thunderbird's sending of one message, with the finished MIME replaced by what the background page makes of it. */
export class ProtectedSend extends MessageSend {
  #extension;
  /** @type {any} */
  #mimeMessage = null;
  /** @type {import("./blind-copies.sys.mjs").BlindCopy[]} */
  #copies = [];
  #cancelled = false;

  /** @param {any} extension */
  constructor(extension) {
    super();
    this.#extension = extension;
  }

  get _message() {
    return this.#mimeMessage;
  }

  set _message(mimeMessage) {
    this.#mimeMessage = mimeMessage;
    if (mimeMessage) {
      const plainly = mimeMessage.createMessageFile.bind(mimeMessage);
      mimeMessage.createMessageFile = () => this.#createMessageFile(mimeMessage, plainly);
    }
  }

  /**
   * @param {any} mimeMessage
   * @param {() => Promise<any>} plainly
   */
  async #createMessageFile(mimeMessage, plainly) {
    const saving = SAVING_MODES.has(this._deliverMode);
    if (!saving && !SENDING_MODES.has(this._deliverMode)) {
      return plainly();
    }
    const handle = Services.uuid.generateUUID().toString();
    const message = this.#describe(handle, mimeMessage);
    if (isUnfilled(windowOf(this._compFields)) || edits.tokenIn(mimeMessage._bodyText)) {
      this.#refuse(message.automatic ? "" : this.#extension.localeData.localizeMessage("composingNotFilled"));
    }
    const plan = await this.#guarded(handle, () => ask(this.#extension, saving ? "onSave" : "onPrepare", message));
    if (plan.action === "leave") {
      return plainly();
    }
    if (plan.action !== "protect") {
      this.#refuse(plan.text);
    }
    return this.#protect(handle, mimeMessage, saving ? "onStore" : "onProtect");
  }

  /**
   * @param {string} handle
   * @param {any} mimeMessage
   */
  #describe(handle, mimeMessage) {
    const fields = this._compFields;
    const window = windowOf(fields);
    return {
      handle,
      tabId: window ? ExtensionParent.apiManager.global.tabTracker.getId(window) : null,
      identityId: this._userIdentity.key,
      from: addressesOf(fields.from)[0] ?? this._userIdentity.email,
      to: addressesOf(fields.to),
      cc: addressesOf(fields.cc),
      bcc: addressesOf(fields.bcc),
      newsgroups: Boolean(fields.newsgroups),
      deferred: DEFERRED_MODES.has(this._deliverMode),
      automatic: Boolean(window?.gAutoSaving && !window.gCloseWindowAfterSave),
      otherProtection: mimeMessage._getComposeSecure() !== null && hasOwnProtection(this._userIdentity),
    };
  }

  /**
   * @param {string} handle
   * @param {any} mimeMessage
   * @param {string} event - That makes the protected message.
   */
  async #protect(handle, mimeMessage, event) {
    const outcome = await this.#guarded(handle, async () => this.#hand(handle, await this.#render(mimeMessage), event));
    if (!outcome.message) {
      this.#refuse(outcome.text);
    }
    this.#copies = outcome.copies ?? [];
    const report = (/** @type {number} */ part) => this.#report(HANDED + part * (1 - HANDED));
    const written = await this.#guarded(handle, async () => ({ file: await writeMessageFile(this.#extension, outcome.message, report) }));
    if (!written.file) {
      ask(this.#extension, "onCancel", { handle }).catch(console.error);
      this.#refuse(written.text);
    }
    return written.file;
  }

  /** @param {any} mimeMessage */
  async #render(mimeMessage) {
    const fields = /** @type {any} */ (this)._compFields;
    const encodingForced = fields.forceMsgEncoding;
    try {
      // 7-bit content only: what was signed must survive every server unchanged.
      fields.forceMsgEncoding = true;
      return await Rendering.of(mimeMessage);
    } finally {
      fields.forceMsgEncoding = encodingForced;
    }
  }

  /**
   * Hands the message to the background page, a large one piece by piece while it is made.
   *
   * @param {string} handle
   * @param {Rendering} rendering
   * @param {string} event
   */
  async #hand(handle, rendering, event) {
    const pieces = rendering.pieces();
    let mime = (await pieces.next()).value;
    let next = await pieces.next();
    const outcome = ask(this.#extension, event, { handle, mime, more: !next.done });
    outcome.catch(() => {});
    let handed = 0;
    while (!next.done) {
      handed += mime.length;
      this.#report((handed / rendering.length) * HANDED);
      mime = next.value;
      next = await pieces.next();
      if (!(await ask(this.#extension, "onContent", { handle, mime, last: Boolean(next.done) })).wanted) {
        break;
      }
    }
    return outcome;
  }

  get #wasCancelled() {
    return this.#cancelled || Boolean(this._sendProgress?.processCanceledByUser);
  }

  /**
   * Shows how far the protecting is, and stops it when the user has cancelled.
   *
   * @param {number} part - From 0 to 1.
   */
  #report(part) {
    if (this.#wasCancelled) {
      throw Components.Exception("cancelled by the user", Cr.NS_ERROR_ABORT);
    }
    const done = Math.round(part * 100);
    this._setStatusMessage(this.#extension.localeData.localizeMessage("sendingProtecting"));
    this._sendProgress?.onProgressChange(null, null, done, 100, done, 100);
  }

  /**
   * Awaits the background page so that Cancel in the progress window cancels the work and nothing is sent afterwards.
   * Thunderbird's own abort would unlock the window, and the message would leave when the answer arrives.
   *
   * @param {string} handle
   * @param {() => Promise<any>} work
   */
  async #guarded(handle, work) {
    this.abort = () => {
      this.#cancelled = true;
      ask(this.#extension, "onCancel", { handle }).catch(console.error);
    };
    let answer;
    try {
      answer = await work();
    } catch (error) {
      console.error(error);
      answer = { text: this.#extension.localeData.localizeMessage("sendingNobodyListens") };
    } finally {
      delete this.abort;
    }
    if (this.#wasCancelled) {
      throw Components.Exception("cancelled by the user", Cr.NS_ERROR_ABORT);
    }
    return answer ?? { text: this.#extension.localeData.localizeMessage("sendingNobodyListens") };
  }

  /**
   * Ends this attempt: with one alert that shows the text, or silently when the add-on shows its own panel.
   *
   * @param {string} [text]
   */
  #refuse(text) {
    const window = windowOf(this._compFields);
    if (window?.gAutoSavingInProgress) {
      // Thunderbird forgets to after a failure, and would never save by itself again.
      window.gAutoSavingInProgress = false;
    }
    if (!text) {
      throw Components.Exception("not sent", Cr.NS_ERROR_ABORT);
    }
    tell(this._sendReport, text);
    throw Components.Exception(text, Cr.NS_ERROR_FAILURE);
  }

  /** Blind copies first: if one fails, the visible message is not sent. */
  async _deliverAsMail() {
    if (!this.#copies.length) {
      return super._deliverAsMail();
    }
    await deliverCopies(this, this.#copies, this.#extension);
    const fields = /** @type {any} */ (this)._compFields;
    const others = withoutCopies(fields, this.#copies);
    this._compFields = others;
    try {
      if (others.to || others.cc || others.bcc) {
        await super._deliverAsMail();
      } else {
        await this.sendDeliveryCallback(null, Cr.NS_OK, null, null);
      }
    } finally {
      this._compFields = fields;
    }
  }
}

/**
 * Has Thunderbird show a text instead of its own when it tells of the failure.
 *
 * @param {any} report - An nsIMsgSendReport: older ones keep a text for each step of sending, newer ones a single one.
 * @param {string} text
 */
function tell(report, text) {
  if (report.setMessage) {
    report.setMessage(Ci.nsIMsgSendReport.process_Current, text, false);
  } else {
    report.errMessage = text;
  }
}

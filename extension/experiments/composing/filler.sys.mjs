import { ExtensionParent } from "resource://gre/modules/ExtensionParent.sys.mjs";
import { ask } from "../shared/listeners.sys.mjs";
import { attachParts } from "./attachments.sys.mjs";
import { removeBar, showBar } from "./bars.sys.mjs";
import { edits, isUnfilled, markUnfilled } from "./edits.sys.mjs";
import { putBody } from "./editor.sys.mjs";
import { restoreHeader, setSubject } from "./fields.sys.mjs";
import { releaseOwnEncryption } from "./own-encryption.sys.mjs";

const BAR = "smime-bridge-content";
const CHOICES_FIELD = "content-smime-bridge-draft";
const TYPES = Ci.nsIMsgCompType;

/** Kinds of windows that go on with the user's own message: its whole header is taken over. */
const OWN = new Set([TYPES.Draft, TYPES.EditTemplate]);
const COPIES = new Set([TYPES.Template, TYPES.EditAsNew]);

/** Fills compose windows that were opened on a protected message. Until a window is filled, nothing of it is saved or sent. */
export class WindowFiller {
  #extension;

  /** @param {any} extension */
  constructor(extension) {
    this.#extension = extension;
  }

  /**
   * Fills a window if it waits for content.
   *
   * @param {any} window - Whose editor is ready.
   */
  async attend(window) {
    const token = edits.tokenIn(window.GetCurrentEditor()?.document.body.textContent ?? "");
    const edit = token && edits.take(token);
    if (token || isUnfilled(window)) {
      markUnfilled(window, true);
      window.ToggleWindowLock(true);
      // Nobody need see the token.
      window.GetCurrentEditorElement().style.opacity = "0";
    }
    if (edit) {
      await this.#fill(window, edit, edit.content);
    } else if (isUnfilled(window)) {
      await this.#explain(window, this.#text("composingGone"), null);
    }
  }

  /**
   * @param {any} window
   * @param {import("./edits.sys.mjs").Edit} edit
   * @param {Promise<import("./edits.sys.mjs").EditedContent>} work
   */
  async #fill(window, edit, work) {
    const slow = window.setTimeout(() => showBar(window, { name: BAR, label: this.#text("composingOpening"), warning: false }, () => {}), 400);
    let answer;
    try {
      answer = await work;
      if (answer.contents && !window.closed) {
        await this.#put(window, edit, answer.contents);
        // Before anything can be saved again: from here on it is saved as the switches say.
        await this.#tell(window, edit, answer);
      }
    } catch (error) {
      console.error(error);
      answer = { text: this.#text("composingNotFilled") };
    } finally {
      window.clearTimeout(slow);
    }
    if (window.closed) {
      return;
    }
    if (answer.contents) {
      removeBar(window, BAR);
      window.GetCurrentEditorElement().style.opacity = "";
      markUnfilled(window, false);
      window.ToggleWindowLock(false);
      releaseOwnEncryption(window);
    } else {
      await this.#explain(window, answer.text ?? this.#text("composingNotFilled"), edit);
    }
  }

  /**
   * @param {any} window
   * @param {import("./edits.sys.mjs").Edit} edit
   * @param {import("./message-parts.sys.mjs").Contents} contents
   */
  async #put(window, edit, contents) {
    const type = window.gComposeType;
    // A locked editor takes no text.
    window.updateEditableFields(false);
    putBody(window, edit.token, contents);
    if (OWN.has(type) || COPIES.has(type)) {
      restoreHeader(window, contents.headers);
    } else {
      this.#showSubject(window, edit.subject, contents.headers.get("subject") ?? "");
    }
    await attachParts(window, contents, { own: OWN.has(type) || type === TYPES.Template });
    window.gMsgCompose.bodyModified = false;
    window.gContentChanged = false;
  }

  /**
   * A forwarded message names the subject in the field above and in the lines about it.
   *
   * @param {any} window
   * @param {string} outer
   * @param {string} inner
   */
  #showSubject(window, outer, inner) {
    if (!outer || !inner || outer === inner) {
      return;
    }
    setSubject(window, window.document.getElementById("msgSubject").value.replace(outer, () => inner));
    const { document } = window.GetCurrentEditor();
    const container = document.querySelector(".moz-email-headers-table") ?? document.body;
    const texts = document.createTreeWalker(container, 4 /* NodeFilter.SHOW_TEXT */);
    while (texts.nextNode()) {
      if (texts.currentNode.data.includes(outer)) {
        texts.currentNode.data = texts.currentNode.data.replace(outer, () => inner);
        return;
      }
    }
  }

  /**
   * Tells the background page what the window was filled with, so that its switches show it.
   *
   * @param {any} window
   * @param {import("./edits.sys.mjs").Edit} edit
   * @param {import("./edits.sys.mjs").EditedContent} answer
   */
  async #tell(window, edit, { encrypted, contents }) {
    const headers = contents?.headers;
    await ask(this.#extension, "onFilled", {
      tabId: tabOf(window),
      encrypted: Boolean(encrypted),
      own: OWN.has(window.gComposeType),
      kept: OWN.has(window.gComposeType) ? (headers.getRawHeader(CHOICES_FIELD)?.[0] ?? "").trim() : "",
      outerSubject: edit.subject,
      innerSubject: headers.get("subject") ?? "",
    });
  }

  /**
   * Says why the window stays locked. What is stored stays as it is.
   *
   * @param {any} window
   * @param {string} text
   * @param {?import("./edits.sys.mjs").Edit} edit - What can be tried again.
   */
  async #explain(window, text, edit) {
    const buttons = edit ? [{ id: "again", label: this.#text("composingTryAgain") }] : [];
    await showBar(window, { name: BAR, label: `${text} ${this.#text("composingKept")}`, buttons }, () => {
      const again = /** @type {import("./edits.sys.mjs").Edit} */ (edit);
      this.#fill(window, again, again.ask()).catch(console.error);
    });
  }

  /** @param {string} key */
  #text(key) {
    return this.#extension.localeData.localizeMessage(key);
  }
}

/** @param {any} window */
export function tabOf(window) {
  return ExtensionParent.apiManager.global.tabTracker.getId(window);
}

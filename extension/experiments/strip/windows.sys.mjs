import { ExtensionParent } from "resource://gre/modules/ExtensionParent.sys.mjs";
import { ask } from "../shared/listeners.sys.mjs";
import { PILL_MARK, STRIP, addStyle } from "./elements.sys.mjs";
import { showLine } from "./line.sys.mjs";
import { clearMarks, markPills, showSubjectHint } from "./marks.sys.mjs";

/** Typing is many changes in a row; one is told when they pause. In milliseconds. */
const PAUSE = 200;

/** What a change of sender, of Thunderbird's own protection, of files that are only linked, or a return from another window is known by. */
const EVENTS = [
  "compose-from-changed", "command", "focus", "attachments-added", "attachments-removed", "attachment-uploaded", "attachment-converted-to-regular",
];

/** What is told of lists of the address book: their members are recipients. */
const BOOK_TOPICS = ["addrbook-list-member-added", "addrbook-list-member-removed"];

/** The compose windows that are followed. */
export class StripWindows {
  #extension;
  /** @type {WeakMap<any, { release: () => void, face: string }>} */
  #followed = new WeakMap();

  /** @param {any} extension */
  constructor(extension) {
    this.#extension = extension;
  }

  /**
   * Tells the background page of changes from now on.
   *
   * @param {any} window - A compose window.
   */
  async follow(window) {
    if (!window.composeEditorReady) {
      await new Promise(resolve => window.addEventListener("compose-editor-ready", resolve, { once: true }));
    }
    if (!window.closed && !this.#followed.has(window)) {
      this.#followed.set(window, { release: this.#attach(window), face: "" });
    }
  }

  /**
   * @param {any} window
   * @param {import("../../background/compose/face.mjs").Face} face
   */
  show(window, face) {
    const followed = this.#followed.get(window);
    if (!followed) {
      return;
    }
    markPills(window, face.pills);
    const text = JSON.stringify(face);
    if (followed.face !== text) {
      followed.face = text;
      showLine(window, face.strip, action => this.#tell("onAction", { tabId: tabIdOf(window), action }));
      showSubjectHint(window, face.subject);
    }
  }

  /** Leaves every window as Thunderbird made it. */
  remove() {
    for (const window of Services.wm.getEnumerator("msgcompose")) {
      this.#followed.get(window)?.release();
    }
  }

  /**
   * @param {any} window
   * @returns {() => void} Takes everything back.
   */
  #attach(window) {
    const { document } = window;
    let timer = 0;
    const changed = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => this.#tell("onChanged", { tabId: tabIdOf(window) }), PAUSE);
    };
    const observer = new window.MutationObserver((/** @type {MutationRecord[]} */ records) => {
      if (!records.every(isOwn)) {
        changed();
      }
    });
    observer.observe(document.getElementById("recipientsContainer"), {
      subtree: true, childList: true, attributes: true, attributeFilter: ["emailAddress"],
    });
    const button = document.getElementById("button-encryption");
    if (button) {
      observer.observe(button, { attributes: true, attributeFilter: ["checked", "disabled"] });
    }
    const from = document.getElementById("msgIdentity");
    EVENTS.forEach(name => window.addEventListener(name, changed));
    BOOK_TOPICS.forEach(topic => Services.obs.addObserver(changed, topic));
    from?.addEventListener("input", changed);
    const style = addStyle(window);
    const release = () => {
      window.clearTimeout(timer);
      observer.disconnect();
      BOOK_TOPICS.forEach(topic => Services.obs.removeObserver(changed, topic));
      EVENTS.forEach(name => window.removeEventListener(name, changed));
      from?.removeEventListener("input", changed);
      document.getElementById(STRIP)?.remove();
      clearMarks(window);
      style.remove();
      this.#followed.delete(window);
      window.removeEventListener("unload", release);
    };
    window.addEventListener("unload", release, { once: true });
    return release;
  }

  /**
   * @param {string} event
   * @param {object} details
   */
  #tell(event, details) {
    ask(this.#extension, event, details).catch(console.error);
  }
}

/** @param {any} window */
function tabIdOf(window) {
  return ExtensionParent.apiManager.global.tabTracker.getId(window);
}

/** @param {MutationRecord} record - Whether it tells of nothing but our own marks. */
function isOwn({ addedNodes, removedNodes }) {
  const nodes = /** @type {any[]} */ ([...addedNodes, ...removedNodes]);
  return nodes.length > 0 && nodes.every(node => node.classList?.contains(PILL_MARK));
}

import { ExtensionSupport } from "resource:///modules/ExtensionSupport.sys.mjs";
import { AttachedMessages } from "./attached-messages.sys.mjs";
import { WindowFiller } from "./filler.sys.mjs";
import { edits, isUnfilled } from "./edits.sys.mjs";

const COMPOSE_WINDOW = "chrome://messenger/content/messengercompose/messengercompose.xhtml";

/** Watches compose windows and fills those that were opened on a protected message. */
export class ComposeWindows {
  #name;

  /** @param {any} extension */
  constructor(extension) {
    this.#name = `smime-bridge-${extension.instanceId}`;
    const filler = new WindowFiller(extension);
    const attached = new AttachedMessages(extension);
    const attend = (/** @type {any} */ window) => {
      attached.watch(window);
      filler.attend(window).catch(console.error);
    };
    ExtensionSupport.registerWindowListener(this.#name, {
      chromeURLs: [COMPOSE_WINDOW],
      onLoadWindow(/** @type {any} */ window) {
        if (window.composeEditorReady) {
          attend(window);
        } else {
          window.addEventListener("compose-editor-ready", () => attend(window), { once: true });
        }
      },
    });
  }

  remove() {
    ExtensionSupport.unregisterWindowListener(this.#name);
    edits.clear();
    for (const window of Services.wm.getEnumerator("msgcompose")) {
      if (isUnfilled(window)) {
        // Without the seam nothing else would keep Thunderbird from saving it.
        window.clearTimeout(window.gAutoSaveTimeout);
      }
    }
  }
}

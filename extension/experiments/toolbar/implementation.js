"use strict";

/* globals ExtensionCommon */

var { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");

const SIGN_BUTTON = "smime-bridge-sign-button";
const COMPOSE_TOOLBAR = "composeToolbar2";

/** @type {?((tabId: number) => void)} The background page's listener. */
let pressedListener = null;

/**
 * @param {Window} window - A compose window.
 * @param {string} neighbourId - The add-on's other button, when it is in the toolbar.
 * @returns {Element}
 */
function createSignButton(window, neighbourId) {
  const button = window.document.createXULElement("toolbarbutton");
  button.id = SIGN_BUTTON;
  button.className = "toolbarbutton-1 webextension-action";
  button.setAttribute("type", "checkbox");
  button.setAttribute("autocheck", "false");
  // Reached with the Tab key like a button of a page; toolbar buttons are not by themselves.
  button.setAttribute("tabindex", "0");
  button.addEventListener("command", () => {
    pressedListener?.(ExtensionParent.apiManager.global.tabTracker.getId(window));
  });
  const neighbour = window.document.getElementById(neighbourId);
  const toolbar = window.document.getElementById(COMPOSE_TOOLBAR);
  if (neighbour?.parentNode === toolbar) {
    neighbour.after(button);
  } else {
    toolbar.append(button);
  }
  return button;
}

/**
 * Thunderbird switches its own encryption on for the answer to an encrypted message, even when the identity has nothing to
 * do it with. Ours is on then, and two pressed buttons for one thing would confuse.
 *
 * @param {Window} window
 */
function releaseOwnEncryption(window) {
  const identity = window.gCurrentIdentity;
  const able = ["encryption_cert_name", "openpgp_key_id"].some(name => identity?.getUnicharAttribute(name));
  if (window.gSendEncrypted && window.gIsRelatedToEncryptedOriginal && !able) {
    window.toggleEncryptMessage();
  }
}

this.smimeToolbar = class extends ExtensionCommon.ExtensionAPI {
  onShutdown(isAppShutdown) {
    if (isAppShutdown) {
      return;
    }
    for (const window of Services.wm.getEnumerator("msgcompose")) {
      window.document.getElementById(SIGN_BUTTON)?.remove();
    }
    pressedListener = null;
  }

  getAPI(context) {
    const { extension } = context;
    const neighbourId = `${ExtensionCommon.makeWidgetId(extension.id)}-composeAction-toolbarbutton`;
    return {
      smimeToolbar: {
        onPressed: new ExtensionCommon.EventManager({
          context,
          name: "smimeToolbar.onPressed",
          register(fire) {
            pressedListener = tabId => fire.async(tabId);
            return () => {
              pressedListener = null;
            };
          },
        }).api(),

        async show(tabId, { label, title, icon, pressed, encrypted }) {
          const window = extension.tabManager.get(tabId)?.nativeTab;
          if (!window?.gMsgCompose && window?.document?.documentElement?.getAttribute("windowtype") !== "msgcompose") {
            return;
          }
          if (encrypted) {
            releaseOwnEncryption(window);
            window.addEventListener("compose-editor-ready", () => releaseOwnEncryption(window), { once: true });
          }
          const button = window.document.getElementById(SIGN_BUTTON) ?? createSignButton(window, neighbourId);
          button.setAttribute("label", label);
          button.setAttribute("tooltiptext", title);
          button.setAttribute("aria-label", title);
          button.setAttribute("aria-pressed", String(pressed));
          button.toggleAttribute("checked", pressed);
          button.style.setProperty("list-style-image", `url("${extension.getURL(icon)}")`);
          // Dark themes take the image from variables of their own; the icons adapt by themselves.
          for (const shade of ["", "-dark", "-light"]) {
            button.style.setProperty(`--webextension-toolbar-image${shade}`, `url("${extension.getURL(icon)}")`);
          }
        },
      },
    };
  }
};

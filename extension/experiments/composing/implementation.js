"use strict";

/* globals ExtensionCommon */

/**
 * A module of this start of the add-on. Thunderbird keeps modules by their address for as long as it runs: a name that
 * every start has for itself makes an updated or reloaded add-on load its own.
 */
function bridgeModule(extension, path) {
  const name = `smime-bridge-${extension.instanceId}`;
  const resources = Services.io.getProtocolHandler("resource").QueryInterface(Ci.nsISubstitutingProtocolHandler);
  if (!resources.hasSubstitution(name)) {
    resources.setSubstitution(name, extension.rootURI);
  }
  return ChromeUtils.importESModule(`resource://${name}/extension/experiments/${path}`);
}

this.smimeComposing = class extends ExtensionCommon.ExtensionAPI {
  onStartup() {
    const { ComposeWindows } = bridgeModule(this.extension, "composing/windows.sys.mjs");
    this.windows = new ComposeWindows(this.extension);
  }

  onShutdown(isAppShutdown) {
    if (!isAppShutdown) {
      this.windows.remove();
    }
  }

  getAPI(context) {
    const { extension } = context;
    const { answeredEvent } = bridgeModule(extension, "shared/listeners.sys.mjs");
    const { offer, removeBar } = bridgeModule(extension, "composing/bars.sys.mjs");
    const { setSubject } = bridgeModule(extension, "composing/fields.sys.mjs");
    const event = name => answeredEvent(ExtensionCommon, context, "smimeComposing", name);
    const windowOfTab = tabId => extension.tabManager.get(tabId).nativeTab;
    return {
      smimeComposing: {
        onEditing: event("onEditing"),
        onAttached: event("onAttached"),
        onFilled: event("onFilled"),
        onChosen: event("onChosen"),

        async offer(tabId, bar) {
          await offer(extension, windowOfTab(tabId), tabId, bar);
        },

        async withdraw(tabId, name) {
          removeBar(windowOfTab(tabId), name);
        },

        async confirm(tabId, { title, text, accept, cancel }) {
          const { prompt } = Services;
          const words = prompt.BUTTON_TITLE_IS_STRING;
          const buttons = prompt.BUTTON_POS_0 * words + prompt.BUTTON_POS_1 * words + prompt.BUTTON_POS_1_DEFAULT;
          return prompt.confirmEx(windowOfTab(tabId), title, text, buttons, accept, cancel, null, null, {}) === 0;
        },

        async setSubject(tabId, subject) {
          setSubject(windowOfTab(tabId), subject);
        },

        async save(tabId, onlyAgain) {
          const window = windowOfTab(tabId);
          const stored = window.gMsgCompose?.compFields.draftId;
          if ((stored || !onlyAgain) && !window.gWindowLocked) {
            await window.GenericSendMessage(Ci.nsIMsgCompDeliverMode.AutoSaveAsDraft);
          }
        },
      },
    };
  }
};

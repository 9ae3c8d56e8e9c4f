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

this.smimeReading = class extends ExtensionCommon.ExtensionAPI {
  onStartup() {
    const { ReadingSeam } = bridgeModule(this.extension, "reading/seam.sys.mjs");
    this.seam = new ReadingSeam(this.extension);
  }

  onShutdown(isAppShutdown) {
    if (!isAppShutdown) {
      this.seam.remove();
      Services.obs.notifyObservers(null, "startupcache-invalidate");
    }
  }

  getAPI(context) {
    const { answeredEvent } = bridgeModule(this.extension, "shared/listeners.sys.mjs");
    const { messageWindows, paneOf } = bridgeModule(this.extension, "reading/message-windows.sys.mjs");
    const { cryptoBoxes } = bridgeModule(this.extension, "reading/crypto-box.sys.mjs");
    const { openedCache } = bridgeModule(this.extension, "reading/opened-cache.sys.mjs");
    const { sourceOf } = bridgeModule(this.extension, "reading/source.sys.mjs");
    return {
      smimeReading: {
        onOpening: answeredEvent(ExtensionCommon, context, "smimeReading", "onOpening"),

        async source(messageId) {
          const header = context.extension.messageManager.get(messageId);
          return { bytes: await sourceOf(header), partial: Boolean(header.flags & Ci.nsMsgMessageFlags.Partial) };
        },

        async mark(tabId, marks) {
          const pane = paneOf(context.extension.tabManager.get(tabId).nativeTab);
          if (pane) {
            cryptoBoxes.mark(pane, `${ExtensionCommon.makeWidgetId(context.extension.id)}-messageDisplayAction-toolbarbutton`, marks);
          }
        },

        async forget() {
          openedCache.clear();
        },

        async reload() {
          for (const pane of messageWindows()) {
            pane.ReloadMessage();
          }
        },
      },
    };
  }
};

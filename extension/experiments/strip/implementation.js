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

this.smimeStrip = class extends ExtensionCommon.ExtensionAPI {
  onShutdown(isAppShutdown) {
    if (!isAppShutdown) {
      this.windows?.remove();
    }
  }

  getAPI(context) {
    const { extension } = context;
    const { answeredEvent } = bridgeModule(extension, "shared/listeners.sys.mjs");
    const { StripWindows } = bridgeModule(extension, "strip/windows.sys.mjs");
    const { describeWindow, releaseProtection } = bridgeModule(extension, "strip/recipients.sys.mjs");
    const event = name => answeredEvent(ExtensionCommon, context, "smimeStrip", name);
    this.windows ??= new StripWindows(extension);
    const windowOfTab = tabId => {
      const window = extension.tabManager.get(tabId)?.nativeTab;
      return window?.document?.documentElement?.getAttribute("windowtype") === "msgcompose" ? window : null;
    };
    return {
      smimeStrip: {
        onChanged: event("onChanged"),
        onAction: event("onAction"),

        describe: async tabId => {
          const window = windowOfTab(tabId);
          if (!window) {
            return null;
          }
          await this.windows.follow(window);
          return window.closed ? null : describeWindow(window);
        },

        show: async (tabId, face) => {
          const window = windowOfTab(tabId);
          if (window) {
            this.windows.show(window, face);
          }
        },

        async releaseOwnProtection(tabId) {
          const window = windowOfTab(tabId);
          if (window) {
            releaseProtection(window);
          }
        },
      },
    };
  }
};

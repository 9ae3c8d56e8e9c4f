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

this.smimeSending = class extends ExtensionCommon.ExtensionAPI {
  onStartup() {
    const { SendingSeam } = bridgeModule(this.extension, "sending/seam.sys.mjs");
    this.seam = new SendingSeam(this.extension);
  }

  onShutdown(isAppShutdown) {
    if (!isAppShutdown) {
      this.seam.remove();
      Services.obs.notifyObservers(null, "startupcache-invalidate");
    }
  }

  getAPI(context) {
    const { answeredEvent } = bridgeModule(this.extension, "shared/listeners.sys.mjs");
    const event = name => answeredEvent(ExtensionCommon, context, "smimeSending", name);
    return {
      smimeSending: {
        onPrepare: event("onPrepare"),
        onProtect: event("onProtect"),
        onSave: event("onSave"),
        onStore: event("onStore"),
        onContent: event("onContent"),
        onTake: event("onTake"),
        onCancel: event("onCancel"),
      },
    };
  }
};

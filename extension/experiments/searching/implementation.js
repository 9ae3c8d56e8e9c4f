"use strict";

/* globals ExtensionCommon */

/** A module of this start of the add-on; see the reading seam. */
function searchingModule(extension, path) {
  const name = `smime-bridge-${extension.instanceId}`;
  const resources = Services.io.getProtocolHandler("resource").QueryInterface(Ci.nsISubstitutingProtocolHandler);
  if (!resources.hasSubstitution(name)) {
    resources.setSubstitution(name, extension.rootURI);
  }
  return ChromeUtils.importESModule(`resource://${name}/extension/experiments/${path}`);
}

this.smimeSearching = class extends ExtensionCommon.ExtensionAPI {
  onStartup() {
    const { isAllowed, rebuildIfDue } = searchingModule(this.extension, "searching/choice.sys.mjs");
    // Before anything that opens the index is loaded.
    rebuildIfDue();
    if (isAllowed()) {
      this.join();
    }
  }

  onShutdown(isAppShutdown) {
    if (!isAppShutdown) {
      this.seam?.remove();
    }
  }

  join() {
    const { IndexingSeam } = searchingModule(this.extension, "searching/indexing.sys.mjs");
    this.seam ??= new IndexingSeam(this.extension);
  }

  getAPI(context) {
    const { answeredEvent } = searchingModule(context.extension, "shared/listeners.sys.mjs");
    const { allow, isAllowed, isRebuildDue, rebuildAtNextStart } = searchingModule(context.extension, "searching/choice.sys.mjs");
    return {
      smimeSearching: {
        onIndexing: answeredEvent(ExtensionCommon, context, "smimeSearching", "onIndexing"),
        state: async () => ({ allowed: isAllowed(), rebuildDue: isRebuildDue() }),
        allow: async allowed => {
          allow(allowed);
          if (allowed) {
            this.join();
          }
        },
        rebuild: async () => rebuildAtNextStart(),
      },
    };
  }
};

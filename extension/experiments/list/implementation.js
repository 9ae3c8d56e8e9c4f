"use strict";

/* globals ExtensionCommon */

/** How long changes are gathered before the list is drawn anew, in milliseconds. */
const DRAWING_PAUSE = 300;

/** A module of this start of the add-on; see the reading seam. */
function listModule(extension, path) {
  const name = `smime-bridge-${extension.instanceId}`;
  const resources = Services.io.getProtocolHandler("resource").QueryInterface(Ci.nsISubstitutingProtocolHandler);
  if (!resources.hasSubstitution(name)) {
    resources.setSubstitution(name, extension.rootURI);
  }
  return ChromeUtils.importESModule(`resource://${name}/extension/experiments/${path}`);
}

this.smimeList = class extends ExtensionCommon.ExtensionAPI {
  onStartup() {
    const { extension } = this;
    const { ProtectionColumns } = listModule(extension, "list/column.sys.mjs");
    const { watchLists } = listModule(extension, "list/headers.sys.mjs");
    this.endWatch = watchLists(() => this.refresh());
    this.columns = new ProtectionColumns();
    this.columns.add(key => extension.localeData.localizeMessage(key), `resource://smime-bridge-${extension.instanceId}/`);
  }

  onShutdown(isAppShutdown) {
    if (!isAppShutdown) {
      this.columns.remove();
      this.endWatch();
    }
  }

  /** Draws the list anew, once for changes that follow each other. */
  refresh() {
    this.pending ??= new Promise(resolve => {
      const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
      setTimeout(resolve, DRAWING_PAUSE);
    }).then(() => {
      this.pending = null;
      this.columns.refresh();
    });
  }

  getAPI(context) {
    const { extension } = context;
    const { folderOf } = listModule(extension, "folders/contents.sys.mjs");
    const { lookThrough } = listModule(extension, "list/headers.sys.mjs");
    const { doubt, remember } = listModule(extension, "list/marks.sys.mjs");
    return {
      smimeList: {
        mark: async (messageId, state) => {
          const header = extension.messageManager.get(messageId);
          if (header?.folder) {
            remember(header, state);
            this.refresh();
          }
        },

        doubt: async () => {
          doubt();
          this.refresh();
        },

        look: async folderId => {
          if (await lookThrough(folderOf(folderId))) {
            this.refresh();
          }
        },
      },
    };
  }
};

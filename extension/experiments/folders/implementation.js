"use strict";

/* globals ExtensionCommon */

/** A module of this start of the add-on; see the reading seam. */
function foldersModule(extension, path) {
  const name = `smime-bridge-${extension.instanceId}`;
  const resources = Services.io.getProtocolHandler("resource").QueryInterface(Ci.nsISubstitutingProtocolHandler);
  if (!resources.hasSubstitution(name)) {
    resources.setSubstitution(name, extension.rootURI);
  }
  return ChromeUtils.importESModule(`resource://${name}/extension/experiments/${path}`);
}

this.smimeFolders = class extends ExtensionCommon.ExtensionAPI {
  getAPI(context) {
    const { extension } = context;
    const { messageManager, folderManager } = extension;
    const { folderOf, headerAt, headersOf, protectedHeaders, refresh } = foldersModule(extension, "folders/contents.sys.mjs");
    const { discard, moveToTrash, readBack, storeLike } = foldersModule(extension, "folders/copies.sys.mjs");
    const asPairs = headers => headers.map(({ messageKey, messageId }) => [messageKey, messageId]);
    return {
      smimeFolders: {
        async protectedMessages(folderId) {
          return asPairs(await protectedHeaders(folderOf(folderId)));
        },

        async refresh(folderId) {
          return refresh(folderOf(folderId), { whole: true });
        },

        async messageKeys(folderId) {
          return asPairs(headersOf(folderOf(folderId)));
        },

        async placesOf(messageIds) {
          return messageIds
            .map(id => messageManager.get(id))
            .filter(header => header?.folder)
            .map(({ folder, messageKey, messageId }) => ({ folderId: folderManager.convert(folder).id, key: messageKey, headerMessageId: messageId }));
        },

        async find(folderId, key, headerMessageId) {
          const header = headerAt(folderOf(folderId), key, headerMessageId);
          return header ? messageManager.convert(header).id : null;
        },

        async readBack(messageId) {
          return { bytes: await readBack(messageManager.get(messageId)) };
        },

        async store(folderId, bytes, likeMessageId) {
          return storeLike(folderOf(folderId), bytes, messageManager.get(likeMessageId));
        },

        async discard(messageId) {
          await discard(messageManager.get(messageId));
        },

        async moveToTrash(messageId) {
          return moveToTrash(messageManager.get(messageId));
        },
      },
    };
  }
};

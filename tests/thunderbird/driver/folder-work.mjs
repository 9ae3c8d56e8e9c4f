import { ExtensionPage } from "./extension-page.mjs";
import { until } from "./processes.mjs";

/** @typedef {{ key: number, id: string, subject: string, flags: number, tags: string, date: number, file: string }} Listed */

/**
 * Makes a folder with the account's own means.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} name
 * @param {{ local?: boolean }} [options]
 * @returns {Promise<string>} Its URI.
 */
export async function makeFolder(stage, name, { local = false } = {}) {
  await stage.thunderbird.toMain();
  return until(`the folder ${name}`, () =>
    stage.thunderbird.chrome(
      async (wanted, isLocal) => {
        const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
        const server = isLocal ? MailServices.accounts.localFoldersServer : MailServices.accounts.defaultAccount.incomingServer;
        const folder = server.rootFolder.subFolders.find((/** @type {any} */ one) => one.name === wanted);
        if (!folder) {
          server.rootFolder.createSubfolder(wanted, null);
          return null;
        }
        return folder.URI;
      },
      name,
      local,
    ),
    { every: 500 },
  );
}

/**
 * Removes a folder for good, with what is in it.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} uri
 */
export async function removeFolder(stage, uri) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((folderUri) => {
    const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
    const folder = MailUtils.getExistingFolder(folderUri);
    if (folder) {
      Services.prefs.setBoolPref("mail.imap.delete_folder_without_trash", true);
      folder.parent.propagateDelete?.(folder, true);
    }
  }, uri);
}

/**
 * Puts a message into a folder.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} uri
 * @param {string} source
 * @param {{ flags?: number, tags?: string }} [marks]
 */
export async function putInto(stage, uri, source, { flags = 1, tags = "" } = {}) {
  await stage.thunderbird.toMain();
  const status = await stage.thunderbird.chrome(
    async (folderUri, text, marks, keywords) => {
      const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
      const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
      const file = Services.dirsvc.get("TmpD", Ci.nsIFile);
      file.append("put.eml");
      file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
      await IOUtils.write(file.path, Uint8Array.from(text, (/** @type {string} */ one) => one.charCodeAt(0)));
      const ended = await new Promise((resolve) =>
        MailServices.copy.copyFileMessage(file, MailUtils.getExistingFolder(folderUri), null, false, marks, keywords, {
          QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
          onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() {}, onStopCopy: resolve,
        }, null),
      );
      await IOUtils.remove(file.path);
      return ended;
    },
    uri,
    source,
    flags,
    tags,
  );
  if (status !== 0) {
    throw new Error(`the message was not taken: ${status.toString(16)}`);
  }
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} uri
 * @returns {Promise<Listed[]>} The messages of a folder as the list has them, in the order of their keys.
 */
export async function messagesIn(stage, uri) {
  await stage.thunderbird.toMain();
  return stage.thunderbird.chrome((folderUri) => {
    const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
    const folder = MailUtils.getExistingFolder(folderUri);
    folder.updateFolder(window.msgWindow);
    return [...folder.messages]
      .map((one) => ({
        key: one.messageKey, id: one.messageId, subject: one.mime2DecodedSubject, flags: one.flags, date: one.date,
        tags: one.getStringProperty("keywords").split(" ").filter((/** @type {string} */ tag) => tag && !/junk/i.test(tag)).sort().join(" "),
        file: folder.filePath.path,
      }))
      .sort((one, other) => one.key - other.key);
  }, uri);
}

/**
 * Chooses an entry of the add-on in a context menu that was opened by a click of the right mouse button.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} menuId - "mailContext" or "folderPaneContext".
 * @param {string} label - Beginning of the entry's.
 * @param {string} [picture]
 */
export async function chooseEntry(stage, menuId, label, picture) {
  const opened = await until(`the entry "${label}"`, () =>
    stage.thunderbird.read(
      "list",
      (view, id, words) => {
        const menu = view.document.getElementById(id);
        if (menu?.state !== "open") {
          return null;
        }
        const item = [...menu.querySelectorAll("menuitem")].find((one) => !one.hidden && (one.getAttribute("label") ?? "").startsWith(words));
        const parent = item?.closest("menu");
        if (parent && item.parentNode.state !== "open") {
          parent.openMenu(true);
          return null;
        }
        return item ? true : null;
      },
      menuId,
      label,
    ),
  );
  if (picture) {
    await stage.photograph(picture);
  }
  await stage.thunderbird.read(
    "list",
    (view, id, words) => {
      const item = [...view.document.getElementById(id).querySelectorAll("menuitem")].find((one) => (one.getAttribute("label") ?? "").startsWith(words));
      item.parentNode.activateItem(item);
    },
    menuId,
    label,
  );
  return opened;
}

/**
 * Selects messages in the list and opens their context menu.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {number[]} keys
 */
export async function openMessageMenu(stage, keys) {
  const place = await until("the rows of the messages", () =>
    stage.thunderbird.read(
      "list",
      (view, wanted) => {
        const rows = [];
        for (let index = 0; index < view.gDBView.rowCount; index++) {
          if (wanted.includes(view.gDBView.getMsgHdrAt(index).messageKey)) {
            rows.push(index);
          }
        }
        if (rows.length !== wanted.length) {
          return null;
        }
        view.threadTree.selectedIndices = rows;
        view.threadTree.scrollToIndex(rows[0], true);
        const box = view.threadTree.getRowAtIndex(rows[0])?.getBoundingClientRect();
        const scale = view.devicePixelRatio;
        return box?.width
          ? { x: (view.mozInnerScreenX + box.x + box.width / 2) * scale, y: (view.mozInnerScreenY + box.y + box.height / 2) * scale }
          : null;
      },
      keys,
    ),
  );
  await stage.thunderbird.pointer.click(place, { button: 3 });
}

/**
 * Opens the context menu of a folder.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} uri
 */
export async function openFolderMenu(stage, uri) {
  const place = await until(`the row of ${uri}`, () =>
    stage.thunderbird.read(
      "list",
      (view, folderUri) => {
        const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
        const row = view.folderPane.getRowForFolder(MailUtils.getExistingFolder(folderUri));
        const name = row?.querySelector(".name");
        name?.scrollIntoView({ block: "center" });
        const box = name?.getBoundingClientRect();
        const scale = view.devicePixelRatio;
        return box?.width
          ? { x: (view.mozInnerScreenX + box.x + box.width / 2) * scale, y: (view.mozInnerScreenY + box.y + box.height / 2) * scale }
          : null;
      },
      uri,
    ),
  );
  await stage.thunderbird.pointer.click(place, { button: 3 });
}

/** The page on which work over many messages is decided and shown. */
export class WorkPage extends ExtensionPage {
  /** @param {import("./thunderbird.mjs").Thunderbird} thunderbird */
  constructor(thunderbird) {
    super(thunderbird, "jobs/work.html");
  }

  /**
   * Waits until the newest job is in a state.
   *
   * @param {string} state
   * @param {{ timeout?: number }} [options]
   * @returns {Promise<string>} What its card says.
   */
  async reaches(state, { timeout = 240_000 } = {}) {
    return until(
      `the newest job is ${state}`,
      async () => {
        const [now, words] = await this.read(() => {
          const card = /** @type {?HTMLElement} */ (document.querySelector(".job"));
          return [card?.dataset.state ?? "", card?.innerText ?? ""];
        });
        if (now !== state) {
          throw new Error(`it is ${now}: ${words}`);
        }
        return words;
      },
      { timeout },
    );
  }

  /** @returns {Promise<number>} How many messages of the newest job are done. */
  done() {
    return this.read(() => /** @type {?HTMLProgressElement} */ (document.querySelector(".job progress"))?.value ?? 0);
  }

  /**
   * @param {string} name - Of a select of the newest job's form.
   * @param {string} label - Its option's text, or the end of it.
   */
  async choose(name, label) {
    await until(`the choice "${label}"`, () =>
      this.read(
        (field, words) => {
          const select = /** @type {?HTMLSelectElement} */ (document.querySelector(`.job select[name="${field}"]`));
          const option = [...(select?.options ?? [])].find((one) => one.text.endsWith(words));
          if (!select || !option) {
            return null;
          }
          select.value = option.value;
          select.dispatchEvent(new Event("change", { bubbles: true }));
          return true;
        },
        name,
        label,
      ),
    );
  }
}

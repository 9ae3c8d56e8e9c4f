import { ADDON_ID } from "./profile.mjs";
import { until } from "./processes.mjs";

/** Thunderbird's main window: folders, message list and message pane. */
export class MailWindow {
  /** @param {import("./thunderbird.mjs").Thunderbird} thunderbird */
  constructor(thunderbird) {
    this.thunderbird = thunderbird;
  }

  /**
   * Stores the password of the mail account, as its owner has done before.
   *
   * @param {string} user
   * @param {string} password
   */
  async storePassword(user, password) {
    await this.thunderbird.chrome(
      async (name, secret) => {
        const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
        login.init("imap://127.0.0.1", null, "imap://127.0.0.1", name, secret, "", "");
        await Services.logins.addLoginAsync(login);
      },
      user,
      password,
    );
  }

  /** Fetches new mail and, the first time, the list of folders. */
  async fetchMail() {
    await this.thunderbird.toMain();
    await this.thunderbird.chrome(() => {
      const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
      const server = MailServices.accounts.defaultAccount.incomingServer;
      server.getNewMessages(server.rootFolder, window.msgWindow, null);
    });
    await until("the folders of the account", () =>
      this.thunderbird.chrome(() => {
        const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
        const names = MailServices.accounts.defaultAccount.incomingServer.rootFolder.subFolders.map((/** @type {any} */ one) => one.name);
        return ["INBOX", "Sent", "Drafts"].every((one) => names.some((/** @type {string} */ name) => name.toLowerCase() === one.toLowerCase())) || null;
      }),
    );
  }

  /**
   * Opens a folder by a click on its row.
   *
   * @param {string} name "INBOX", "Sent", "Drafts"; "Outbox" is a local one.
   * @param {{local?: boolean, server?: string}} [options] Whether it is one of the local folders, or the type of server that has it.
   */
  async openFolder(name, { local = false, server = local ? "none" : "" } = {}) {
    await this.thunderbird.toMain();
    await this.showList();
    const row = await until(`the row of ${name}`, () =>
      this.thunderbird.read(
        "list",
        (view, wanted, onlyType) => {
          const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
          for (const account of MailServices.accounts.accounts) {
            if (onlyType && account.incomingServer.type !== onlyType) {
              continue;
            }
            for (const folder of account.incomingServer.rootFolder.subFolders) {
              if (folder.name.toLowerCase() === wanted.toLowerCase() || (wanted === "Outbox" && folder.name.startsWith("Unsent"))) {
                const element = view.folderPane.getRowForFolder(folder);
                if (onlyType) {
                  // Below the fold, in an account that is folded up.
                  view.displayFolder(folder.URI);
                  return element?.id ?? null;
                }
                element?.closest("li.collapsed")?.classList.remove("collapsed");
                return element?.id ?? null;
              }
            }
          }
          return null;
        },
        name,
        server,
      ),
    );
    if (!server) {
      await this.thunderbird.click("list", `#${escapeForCss(row)} .name`);
    }
    await until(`${name} is shown`, () =>
      this.thunderbird.read("list", (view, wanted) => view.gFolder && view.folderPane.getRowForFolder(view.gFolder)?.id === wanted || null, row),
    );
  }

  /** Brings the tab with the folders and messages to the front. */
  async showList() {
    await this.thunderbird.toMain();
    const front = await this.thunderbird.chrome(() => window.gTabmail.currentTabInfo.mode.name === "mail3PaneTab");
    if (!front) {
      await this.thunderbird.click("window", ".tabmail-tab:first-child");
    }
  }

  /**
   * Opens a message by a click on its row in the list.
   *
   * @param {{subject?: string, id?: string}} which `id` is a Message-ID without its brackets, for subjects that are hidden.
   * @param {{folder?: string, local?: boolean, server?: string}} [options]
   */
  async openMessage({ subject, id }, { folder = "INBOX", ...where } = {}) {
    await this.openFolder(folder, where);
    await this.fetchFolder();
    await this.#clickRow({ subject, id }, folder);
    await until(`the message ${subject ?? id} is displayed`, async () => {
      // A list that is still being filled may lose what was chosen in it.
      if (await this.thunderbird.read("list", (view) => view.gDBView?.selection.count === 0)) {
        await this.#clickRow({ subject, id }, folder);
      }
      return this.thunderbird.read(
        "message",
        (view, wantedSubject, wantedId) =>
          ((wantedId ? view?.gMessage?.messageId === wantedId : view?.gMessage?.mime2DecodedSubject === wantedSubject) &&
            view.getMessagePaneBrowser().contentDocument.readyState === "complete") ||
          null,
        subject ?? null,
        id ?? null,
      );
    });
  }

  /**
   * @param {{subject?: string, id?: string}} which
   * @param {string} folder
   */
  async #clickRow({ subject, id }, folder) {
    const place = await until(`the row of the message ${subject ?? id} in ${folder}`, () =>
      this.thunderbird.read("list", rowOfMessage, subject ?? null, id ?? null),
    );
    await this.thunderbird.pointer.click(place);
  }

  /** Asks the server for what is new in the folder that is shown. */
  async fetchFolder() {
    await this.thunderbird.read("list", (view) => {
      if (view.gFolder?.server.type === "imap") {
        view.gFolder.getNewMessages(view.top.msgWindow, null);
      }
    });
  }

  /** @returns {Promise<string>} The text of the message as it is shown. */
  bodyText() {
    return this.thunderbird.read("body", (view) => view.document.body?.innerText ?? "");
  }

  /**
   * Waits until the message pane shows a text.
   *
   * @param {string} words
   */
  shows(words) {
    return until(`the message pane shows "${words}"`, async () => {
      const text = await this.bodyText();
      return text.includes(words) ? text : null;
    });
  }

  /** @returns {Promise<string>} The markup of the message as it is shown. */
  bodyMarkup() {
    return this.thunderbird.read("body", (view) => view.document.documentElement.outerHTML);
  }

  /** @returns {Promise<string[]>} The names of the attachments that are listed. */
  attachments() {
    return this.thunderbird.read("message", (view) => view.currentAttachments.map((/** @type {any} */ one) => one.name));
  }

  /**
   * The add-on's button in the header of the message.
   *
   * @returns {Promise<{label: string, title: string, icon: string, visible: boolean}|null>}
   */
  badge() {
    return this.thunderbird.read(
      "message",
      (view, id) => {
        const button = view.document.getElementById(id);
        return button
          ? {
              label: button.getAttribute("label") ?? "",
              title: button.getAttribute("tooltiptext") ?? button.title ?? "",
              icon: /[\w-]+\.svg/.exec(button.style.cssText)?.[0] ?? "",
              visible: button.getBoundingClientRect().width > 0,
            }
          : null;
      },
      BADGE,
    );
  }

  /**
   * Waits until the badge has one of the looks; a look is known by the icon that the badge shows.
   *
   * @param {string} look
   * @param {{encrypted?: boolean}} [options]
   */
  async badgeSays(look, { encrypted = false } = {}) {
    const icon = `seal-${look}${encrypted ? "-encrypted" : ""}.svg`;
    return until(`a badge with the look ${icon}`, async () => {
      const badge = await this.badge();
      if (!badge?.visible || badge.icon !== icon || badge.label === (await this.#pendingLabel())) {
        throw new Error(`it is ${JSON.stringify(badge)}`);
      }
      return badge;
    });
  }

  /** @returns {Promise<string>} What the badge says before there is a verdict. */
  #pendingLabel() {
    return this.thunderbird.chrome(
      (id) => WebExtensionPolicy.getByID(id).extension.localeData.localizeMessage("sealPendingLabel"),
      ADDON_ID,
    );
  }

  /**
   * What an attachment holds, read by the address under which Thunderbird would save it.
   *
   * @param {number} index
   * @returns {Promise<string>}
   */
  attachmentContent(index) {
    return this.thunderbird.read(
      "message",
      async (view, which) => {
        const { NetUtil } = ChromeUtils.importESModule("resource://gre/modules/NetUtil.sys.mjs");
        const channel = NetUtil.newChannel({ uri: view.currentAttachments[which].url, loadUsingSystemPrincipal: true });
        return new Promise((resolve, reject) =>
          NetUtil.asyncFetch(channel, (/** @type {any} */ stream, /** @type {any} */ status) =>
            Components.isSuccessCode(status)
              ? resolve(NetUtil.readInputStreamToString(stream, stream.available()))
              : reject(new Error(`status ${status.toString(16)}`)),
          ),
        );
      },
      index,
    );
  }

  async clickBadge() {
    await this.thunderbird.click("message", `#${BADGE}`);
  }

  /** @returns {Promise<string|null>} The source of the one message in the Outbox, if there is one. */
  async outbox() {
    await this.thunderbird.toMain();
    return this.thunderbird.chrome(async () => {
      const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
      const folder = MailServices.accounts.localFoldersServer.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Queue);
      const [message] = [...(folder?.messages ?? [])];
      if (!message) {
        return null;
      }
      const { NetUtil } = ChromeUtils.importESModule("resource://gre/modules/NetUtil.sys.mjs");
      return NetUtil.readInputStreamToString(folder.getMsgInputStream(message, {}), message.messageSize);
    });
  }

  /** File > Send Unsent Messages. */
  async sendUnsent() {
    await this.thunderbird.toMain();
    await this.thunderbird.chrome(() => window.goDoCommand("cmd_sendUnsentMsgs"));
  }

  /** What Thunderbird itself shows about encryption and signature. */
  cryptoBox() {
    return this.thunderbird.read("message", (view) => {
      const box = view.document.getElementById("cryptoBox");
      const icon = (/** @type {string} */ id) => {
        const image = view.document.getElementById(id);
        return image.getClientRects().length ? image.src.split("/").at(-1) : null;
      };
      return { technology: box.hidden ? null : box.getAttribute("tech"), signed: icon("signedHdrIcon"), encrypted: icon("encryptedHdrIcon") };
    });
  }
}

/**
 * Runs in the message list: where on the screen the row of a message is, or null while there is none.
 *
 * @param {any} view
 * @param {string|null} subject
 * @param {string|null} id
 */
function rowOfMessage(view, subject, id) {
  for (let index = 0; index < view.gDBView.rowCount; index++) {
    const header = view.gDBView.getMsgHdrAt(index);
    if (id ? header.messageId === id : header.mime2DecodedSubject === subject) {
      view.threadTree.scrollToIndex(index, true);
      const box = view.threadTree.getRowAtIndex(index)?.getBoundingClientRect();
      const scale = view.devicePixelRatio;
      return box?.width
        ? { x: (view.mozInnerScreenX + box.x + box.width / 2) * scale, y: (view.mozInnerScreenY + box.y + box.height / 2) * scale }
        : null;
    }
  }
  return null;
}

const BADGE = `${ADDON_ID.toLowerCase().replace(/[^a-z0-9_-]/g, "_")}-messageDisplayAction-toolbarbutton`;

/** @param {string} id */
function escapeForCss(id) {
  return id.replace(/[^A-Za-z0-9_-]/g, (character) => `\\${character}`);
}

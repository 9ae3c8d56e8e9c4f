import { mkdirSync, writeFileSync } from "node:fs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { until } from "../driver/processes.mjs";

const ID = "other@demo.example";

/** Where its files are said to lie; nobody is asked. */
const LINK = "https://files.demo.example/";

const MANIFEST = {
  manifest_version: 2,
  name: "Another add-on",
  version: "1.0",
  browser_specific_settings: { gecko: { id: ID } },
  background: { scripts: ["background.js"] },
  options_ui: { page: "page.html", open_in_tab: true },
  permissions: ["accountsRead", "compose", "compose.send", "messagesRead"],
  optional_permissions: ["messages.send"],
  cloud_file: { name: "Throw-away files", management_url: "page.html" },
};

/** An add-on of somebody else: it sends messages by itself, and uploads files (FileLink). */
export class OtherAddon {
  /** @param {import("../driver/session.mjs").Session} session */
  constructor(session) {
    this.thunderbird = session.thunderbird;
    this.folder = `${session.world.folder}/other-addon`;
    this.page = new ExtensionPage(this.thunderbird, "page.html", ID);
  }

  /** Installs it for as long as Thunderbird runs, and opens its page, from which it is driven. */
  async install() {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(`${this.folder}/manifest.json`, JSON.stringify(MANIFEST));
    writeFileSync(`${this.folder}/background.js`, `browser.cloudFile.onFileUpload.addListener(async (account, { name }) => ({ url: ${JSON.stringify(LINK)} + encodeURIComponent(name) }));\n`);
    writeFileSync(`${this.folder}/page.html`, "<!doctype html><title>Another add-on</title><p>Another add-on</p>\n");
    await this.thunderbird.toMain();
    await this.thunderbird.chrome(async (path, id) => {
      const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
      const folder = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
      folder.initWithPath(path);
      await AddonManager.installTemporaryAddon(folder);
      const { extension } = WebExtensionPolicy.getByID(id);
      await ExtensionPermissions.add(id, { permissions: ["messages.send"], origins: [] }, extension);
    }, this.folder, ID);
    await this.open();
    return this;
  }

  /** Opens its page, or brings it to the front. */
  async open() {
    await this.thunderbird.toMain();
    await this.thunderbird.chrome((id) => {
      const { extension } = WebExtensionPolicy.getByID(id);
      window.switchToTabHavingURI(extension.manifest.options_ui.page, true, { triggeringPrincipal: extension.principal });
    }, ID);
    await this.page.ready();
  }

  /**
   * Gives its service an account, as the user does under Settings > Composition.
   *
   * @returns {Promise<string>} The key of the account.
   */
  async addFileAccount() {
    const key = await this.thunderbird.chrome((id) => {
      const { cloudFileAccounts } = ChromeUtils.importESModule("resource:///modules/cloudFileAccounts.sys.mjs");
      return cloudFileAccounts.createAccount(`ext-${id}`).accountKey;
    }, ID);
    await this.page.read((account) => /** @type {any} */ (window).browser.cloudFile.updateAccount(account, { configured: true }).then(() => true), key);
    return key;
  }

  /** Takes it away, with its page. */
  async remove() {
    await this.thunderbird.toMain();
    await this.thunderbird.chrome(async (id) => {
      const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      const { cloudFileAccounts } = ChromeUtils.importESModule("resource:///modules/cloudFileAccounts.sys.mjs");
      cloudFileAccounts.getAccountsForType(`ext-${id}`).forEach((/** @type {any} */ one) => cloudFileAccounts.removeAccount(one.accountKey));
      await (await AddonManager.getAddonByID(id))?.uninstall();
    }, ID);
    await until("its page is gone", async () => !(await this.page.isOpen()) || null);
  }
}

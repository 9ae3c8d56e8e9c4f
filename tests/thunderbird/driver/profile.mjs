import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";

export const ADDON_ID = "smime-bridge@smime-bridge.example";

/**
 * @typedef {object} Account
 * @property {string} name
 * @property {string} address
 * @property {string} user
 * @property {number} imapPort
 * @property {number} smtpPort
 */

/**
 * Writes a new Thunderbird profile with one IMAP account.
 *
 * @param {string} folder
 * @param {Account} account
 * @param {{extension?: string, prefs?: Record<string, string|number|boolean>}} [options] `extension` is a packed .xpi.
 */
export function writeProfile(folder, account, { extension, prefs = {} } = {}) {
  mkdirSync(`${folder}/extensions`, { recursive: true, mode: 0o700 });
  const all = { ...QUIET, ...accountPreferences(account), ...prefs };
  const lines = Object.entries(all).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
  writeFileSync(`${folder}/user.js`, lines.join(""));
  if (extension) {
    copyFileSync(extension, `${folder}/extensions/${ADDON_ID}.xpi`);
  }
}

/** @param {Account} account */
function accountPreferences({ name, address, user, imapPort, smtpPort }) {
  return {
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.accountmanager.localfoldersserver": "server2",
    "mail.account.account1.server": "server1",
    "mail.account.account1.identities": "id1",
    "mail.account.account2.server": "server2",
    "mail.server.server1.type": "imap",
    "mail.server.server1.hostname": "127.0.0.1",
    "mail.server.server1.port": imapPort,
    "mail.server.server1.name": address,
    "mail.server.server1.userName": user,
    "mail.server.server1.authMethod": 3,
    "mail.server.server1.socketType": 0,
    "mail.server.server1.login_at_startup": false,
    "mail.server.server1.check_new_mail": false,
    "mail.server.server2.type": "none",
    "mail.server.server2.hostname": "Local Folders",
    "mail.server.server2.name": "Local Folders",
    "mail.server.server2.userName": "nobody",
    "mail.identity.id1.fullName": name,
    "mail.identity.id1.useremail": address,
    "mail.identity.id1.valid": true,
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.identity.id1.fcc_folder": `imap://${user}@127.0.0.1/Sent`,
    "mail.identity.id1.draft_folder": `imap://${user}@127.0.0.1/Drafts`,
    "mail.identity.id1.stationery_folder": `imap://${user}@127.0.0.1/Templates`,
    "mail.identity.id1.fcc_folder_picker_mode": "1",
    "mail.smtpservers": "smtp1",
    "mail.smtp.defaultserver": "smtp1",
    "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.smtpserver.smtp1.port": smtpPort,
    "mail.smtpserver.smtp1.authMethod": 1,
    "mail.smtpserver.smtp1.try_ssl": 0,
    "mail.smtpserver.smtp1.description": "throw-away",
  };
}

/** No first-run pages, no questions, no traffic to anywhere but loopback. */
const QUIET = {
  "extensions.autoDisableScopes": 0,
  "extensions.update.enabled": false,
  "extensions.getAddons.cache.enabled": false,
  "xpinstall.signatures.required": false,
  "app.donation.eoy.version.viewed": 999,
  "app.update.enabled": false,
  "app.normandy.enabled": false,
  "browser.region.network.url": "",
  "browser.safebrowsing.downloads.remote.enabled": false,
  "calendar.timezone.useSystemTimezone": true,
  "datareporting.healthreport.uploadEnabled": false,
  "datareporting.policy.dataSubmissionPolicyBypassNotification": true,
  "mail.biff.show_alert": false,
  "mail.chat.enabled": false,
  "mail.inappnotifications.enabled": false,
  "mail.provider.suppress_dialog_on_startup": true,
  "mail.rights.version": 1,
  "mail.shell.checkDefaultClient": false,
  "mail.spam.manualMark": false,
  "mail.spotlight.firstRunDone": true,
  "mail.winsearch.firstRunDone": true,
  "mailnews.start_page.enabled": false,
  "mailnews.start_page_override.mstone": "ignore",
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

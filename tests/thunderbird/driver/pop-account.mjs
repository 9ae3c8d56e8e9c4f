import { until } from "./processes.mjs";

/**
 * Gives the profile another account, by POP, with folders of its own; what it fetched stays on the server.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {{user: string, address: string, name: string, port: number, password: string}} account
 */
export async function addPopAccount(stage, account) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome(async ({ user, address, name, port, password }) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
    login.init("mailbox://127.0.0.1", null, "mailbox://127.0.0.1", user, password, "", "");
    await Services.logins.addLoginAsync(login);
    const server = MailServices.accounts.createIncomingServer(user, "127.0.0.1", "pop3");
    server.port = port;
    server.socketType = Ci.nsMsgSocketType.plain;
    server.authMethod = Ci.nsMsgAuthMethod.passwordCleartext;
    server.prettyName = address;
    server.QueryInterface(Ci.nsIPop3IncomingServer).leaveMessagesOnServer = true;
    const identity = MailServices.accounts.createIdentity();
    identity.email = address;
    identity.fullName = name;
    identity.smtpServerKey = "smtp1";
    const added = MailServices.accounts.createAccount();
    added.incomingServer = server;
    added.addIdentity(identity);
    for (const [preference, folder] of [["fcc_folder", "Sent"], ["draft_folder", "Drafts"]]) {
      Services.prefs.setCharPref(`mail.identity.${identity.key}.${preference}`, `${server.rootFolder.URI}/${folder}`);
    }
  }, account);
}

/**
 * Fetches mail by POP.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string[]} subjects What must have come.
 */
export async function fetchByPop(stage, subjects) {
  await stage.thunderbird.toMain();
  await until(`by POP: ${subjects.join(", ")}`, () =>
    stage.thunderbird.chrome((wanted) => {
      const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
      const server = MailServices.accounts.allServers.find((/** @type {any} */ one) => one.type === "pop3");
      const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
      const here = [...(inbox?.messages ?? [])].map((one) => one.mime2DecodedSubject);
      if (wanted.every((/** @type {string} */ one) => here.includes(one))) {
        return true;
      }
      if (!server.serverBusy) {
        server.getNewMessages(inbox ?? server.rootFolder, window.msgWindow, null);
      }
      return null;
    }, subjects),
    { every: 1000 },
  );
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} address
 */
export async function removePopAccount(stage, address) {
  await stage.thunderbird.toMain();
  await stage.mail.openFolder("INBOX");
  await stage.thunderbird.chrome((wanted) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const account = MailServices.accounts.accounts.find((/** @type {any} */ one) => one.defaultIdentity?.email === wanted);
    MailServices.accounts.removeAccount(account, true);
  }, address);
}

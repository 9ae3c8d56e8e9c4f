import { mkdirSync, writeFileSync } from "node:fs";
import { Resident, run, until } from "../driver/processes.mjs";
import { answers } from "../driver/ports.mjs";

/** An IMAP and POP server of our own on loopback, with its configuration, state and mail below one folder. */
export class Dovecot {
  /**
   * @param {object} settings
   * @param {string} settings.folder
   * @param {string} settings.mail Folder with one Maildir for each local part.
   * @param {number} settings.port
   * @param {number} settings.popPort
   * @param {import("./mail-owner.mjs").MailOwner} settings.owner
   * @param {string} settings.password One for all people of the throw-away world.
   */
  constructor({ folder, mail, port, popPort, owner, password }) {
    this.folder = folder;
    this.mail = mail;
    this.port = port;
    this.popPort = popPort;
    this.owner = owner;
    this.password = password;
  }

  async start() {
    mkdirSync(this.folder, { recursive: true, mode: 0o755 });
    const version = (await run("dovecot", ["--version"])).stdout.toString();
    const configuration = /^2\.3\./.test(version) ? this.#configuration23() : this.#configuration24(version);
    writeFileSync(`${this.folder}/dovecot.conf`, configuration);
    this.server = new Resident("dovecot", ["-F", "-c", `${this.folder}/dovecot.conf`], {
      log: `${this.folder}/dovecot.out`,
    });
    await until(`Dovecot answers on ports ${this.port} and ${this.popPort}; see ${this.folder}`, async () => (await answers(this.port)) && answers(this.popPort));
    return this;
  }

  async stop() {
    await this.server?.stop();
  }

  /** What both generations of the configuration language share. */
  #common() {
    const { name, group, uid } = this.owner;
    const root = process.getuid?.() === 0;
    return `
protocols = imap pop3
listen = 127.0.0.1
base_dir = ${this.folder}/run
log_path = ${this.folder}/dovecot.log
ssl = no
first_valid_uid = ${Math.min(uid, 500)}
default_internal_user = ${root ? "dovecot" : name}
default_internal_group = ${root ? "dovecot" : group}
default_login_user = ${root ? "dovenull" : name}
mail_max_userip_connections = 100
service imap-login {
  chroot =
  inet_listener imap {
    port = ${this.port}
  }
  inet_listener imaps {
    port = 0
  }
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = ${this.popPort}
  }
  inet_listener pop3s {
    port = 0
  }
}
service anvil {
  chroot =
}
`;
  }

  #mailboxes() {
    return `
namespace inbox {
  inbox = yes
  separator = /
${["Drafts", "Sent", "Trash", "Templates", "Archives", "Junk"].map((name) => `  mailbox ${name} {\n    auto = subscribe\n  }\n`).join("")}}
`;
  }

  #configuration23() {
    return `${this.#common()}
state_dir = ${this.folder}/state
disable_plaintext_auth = no
mail_location = maildir:${this.mail}/%n
passdb {
  driver = static
  args = password=${this.password}
}
userdb {
  driver = static
  args = uid=${this.owner.uid} gid=${this.owner.gid} home=${this.mail}/%n
}
${this.#mailboxes()}`;
  }

  /** @param {string} version */
  #configuration24(version) {
    const number = version.split(" ")[0].trim();
    return `dovecot_config_version = ${number}
dovecot_storage_version = ${number}
${this.#common()}
state_dir = ${this.folder}/state
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = ${this.mail}/%{user | username}
mail_home = ${this.mail}/%{user | username}
mail_uid = ${this.owner.uid}
mail_gid = ${this.owner.gid}
passdb static {
  password = ${this.password}
}
userdb static {
}
${this.#mailboxes()}`;
  }
}

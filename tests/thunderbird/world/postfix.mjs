import { mkdirSync, writeFileSync } from "node:fs";
import { run, until } from "../driver/processes.mjs";
import { answers } from "../driver/ports.mjs";

/**
 * An SMTP server of our own on loopback. It accepts mail for one domain, puts it into Maildirs and refuses all else,
 * so nothing can leave the machine. The Postfix of the machine (/etc/postfix, its queue, its service) is not touched.
 */
export class Postfix {
  /**
   * @param {object} settings
   * @param {string} settings.folder
   * @param {string} settings.mail Folder with one Maildir for each local part.
   * @param {number} settings.port
   * @param {string} settings.domain
   * @param {string[]} settings.people Local parts that have a mailbox.
   * @param {import("./mail-owner.mjs").MailOwner} settings.owner
   */
  constructor({ folder, mail, port, domain, people, owner }) {
    this.folder = folder;
    this.mail = mail;
    this.port = port;
    this.domain = domain;
    this.people = people;
    this.owner = owner;
    this.log = `${folder}/log/postfix.log`;
  }

  async start() {
    for (const name of ["", "/etc", "/queue", "/data", "/log"]) {
      mkdirSync(this.folder + name, { recursive: true, mode: 0o755 });
    }
    writeFileSync(`${this.folder}/etc/main.cf`, this.#main());
    writeFileSync(`${this.folder}/etc/master.cf`, MASTER.replace("PORT", String(this.port)));
    writeFileSync(
      `${this.folder}/etc/mailboxes`,
      this.people.map((name) => `${name}@${this.domain} ${name}/\n`).join(""),
    );
    // Postfix insists that root owns its configuration and queue and that its own account owns its data.
    await asRoot("chown", ["-R", "root:root", `${this.folder}/etc`, `${this.folder}/queue`]);
    await asRoot("chown", ["postfix", `${this.folder}/data`]);
    await asRoot("postfix", ["-c", `${this.folder}/etc`, "start"]);
    await until(`Postfix answers on port ${this.port}; see ${this.log}`, () => answers(this.port));
    this.started = true;
    return this;
  }

  async stop() {
    if (this.started) {
      await asRoot("postfix", ["-c", `${this.folder}/etc`, "stop"]);
      this.started = false;
    }
  }

  /** Gives the folder back to the caller, so that it can be removed. */
  async release() {
    await asRoot("rm", ["-rf", `${this.folder}/etc`, `${this.folder}/queue`, `${this.folder}/data`]);
  }

  #main() {
    return `compatibility_level = 3.6
config_directory = ${this.folder}/etc
queue_directory = ${this.folder}/queue
data_directory = ${this.folder}/data
maillog_file = ${this.log}
maillog_file_prefixes = ${this.folder}
multi_instance_enable = no
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.${this.domain}
mydestination =
mynetworks =
local_transport = error:no local accounts here
default_transport = error:mail to other domains is refused here
relay_transport = error:mail to other domains is refused here
alias_maps =
alias_database =
biff = no
append_dot_mydomain = no
message_size_limit = 314572800
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unauth_destination
smtpd_client_connection_rate_limit = 0
smtputf8_enable = no
recipient_delimiter = +
virtual_mailbox_domains = ${this.domain}
virtual_mailbox_base = ${this.mail}
virtual_mailbox_maps = texthash:${this.folder}/etc/mailboxes
virtual_minimum_uid = 1
virtual_uid_maps = static:${this.owner.uid}
virtual_gid_maps = static:${this.owner.gid}
`;
  }
}

const MASTER = `127.0.0.1:PORT inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
flush unix n - n 1000? 0 flush
postlog unix-dgram n - n - 1 postlogd
`;

/**
 * @param {string} command
 * @param {string[]} args
 */
function asRoot(command, args) {
  return process.getuid?.() === 0 ? run(command, args) : run("sudo", ["-n", command, ...args]);
}

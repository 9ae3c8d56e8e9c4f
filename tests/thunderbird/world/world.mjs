import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { freePorts } from "../driver/ports.mjs";
import { writeProfile } from "../driver/profile.mjs";
import { Dovecot } from "./dovecot.mjs";
import { giveTo, mailOwner } from "./mail-owner.mjs";
import { Maildir } from "./maildir.mjs";
import { DOMAIN, People } from "./people.mjs";
import { Postfix } from "./postfix.mjs";
import { submit } from "./smtp.mjs";

export const MAIL_PASSWORD = "mailbox";

/** A throw-away world below one new folder: home, profile, people with certificates, and their mail servers on loopback. */
export class World {
  /** @param {{thunderbird?: string}} [options] Another program than the installed one. */
  constructor({ thunderbird = "thunderbird" } = {}) {
    this.thunderbird = thunderbird;
    this.folder = mkdtempSync(`${tmpdir()}/smime-bridge-`);
    // The mail servers run as other accounts and must be able to pass through.
    chmodSync(this.folder, 0o755);
    this.home = `${this.folder}/home`;
    this.profile = `${this.folder}/profile`;
    this.temporary = `${this.folder}/tmp`;
    this.mail = `${this.folder}/mail`;
    this.people = new People(`${this.folder}/people`);
  }

  async make() {
    for (const folder of [this.home, this.profile, this.temporary]) {
      mkdirSync(folder, { mode: 0o700 });
    }
    const owner = await mailOwner();
    mkdirSync(this.mail, { mode: 0o755 });
    giveTo(owner, this.mail);
    for (const name of People.mailboxes) {
      mkdirSync(`${this.mail}/${name}`, { mode: 0o755 });
      giveTo(owner, `${this.mail}/${name}`);
    }
    const [imapPort, popPort, smtpPort] = await freePorts(3);
    const [dovecot, postfix] = await Promise.all([
      new Dovecot({ folder: `${this.folder}/dovecot`, mail: this.mail, port: imapPort, popPort, owner, password: MAIL_PASSWORD }).start(),
      new Postfix({
        folder: `${this.folder}/postfix`, mail: this.mail, port: smtpPort, domain: DOMAIN, people: People.mailboxes, owner,
      }).start(),
      this.people.make(),
    ]);
    this.dovecot = dovecot;
    this.postfix = postfix;
    return this;
  }

  /**
   * Writes the profile of one of the people.
   *
   * @param {string} name
   * @param {{extension?: string, prefs?: Record<string, string|number|boolean>}} [options]
   */
  makeProfile(name, options) {
    const { name: fullName, address } = this.people.get(name);
    writeProfile(
      this.profile,
      { name: fullName, address, user: name, imapPort: this.dovecot?.port ?? 0, smtpPort: this.postfix?.port ?? 0 },
      options,
    );
  }

  /** @param {string} name */
  maildir(name) {
    return new Maildir(`${this.mail}/${name}`);
  }

  /**
   * Sends a finished message from one person to another through the SMTP server, as another mail client would.
   *
   * @param {string} from
   * @param {string[]} to
   * @param {string} message
   */
  async deliver(from, to, message) {
    await submit(this.postfix?.port ?? 0, `${from}@${DOMAIN}`, to.map((name) => `${name}@${DOMAIN}`), message);
  }

  /** @param {{keep?: boolean}} [options] Whether the folder stays. */
  async end({ keep = false } = {}) {
    await Promise.all([this.dovecot?.stop(), this.postfix?.stop()]);
    if (!keep) {
      await this.postfix?.release();
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}

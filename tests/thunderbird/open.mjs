/**
 * Opens Thunderbird in a throw-away world, ready to use, on the caller's display; cleans up when it is closed.
 *
 *     node tests/thunderbird/open.mjs --host FILE --extension FILE.xpi [--keep]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { run } from "./driver/processes.mjs";
import { Session } from "./driver/session.mjs";
import { environmentOf, registerHost } from "./world/registration.mjs";
import { deliverSigned } from "./scenarios/02-signed-mail.mjs";
import { deliverEncrypted } from "./scenarios/04-encrypted-mail.mjs";
import { PASSPHRASE } from "./world/people.mjs";
import { World } from "./world/world.mjs";

const { values } = parseArgs({
  options: { host: { type: "string" }, extension: { type: "string" }, out: { type: "string" }, keep: { type: "boolean", default: false } },
});
const { host, extension } = values;
if (!host || !extension) {
  console.error("usage: open.mjs --host FILE --extension FILE.xpi [--keep]");
  process.exit(2);
}

/**
 * Gives Alice her key and her trust in the demonstration CA, as if she had imported both before.
 *
 * @param {World} world
 * @param {string} executable
 */
async function equipAlice(world, executable) {
  const passphraseFile = `${world.people.folder}/passphrase`;
  writeFileSync(passphraseFile, PASSPHRASE, { mode: 0o600 });
  const env = environmentOf(world);
  await run(executable, ["keys", "import", world.people.get("alice").pfx, "--password-file", passphraseFile], { env });
  await run(executable, ["anchors", "add", world.people.authority], { env });
}

/**
 * Opens Thunderbird with the inbox in front and lets go of it.
 *
 * @param {World} world
 * @returns {Promise<import("./driver/thunderbird.mjs").Thunderbird>}
 */
async function openInbox(world) {
  const session = new Session(world, { display: "", log: `${world.folder}/thunderbird.log` });
  await session.start({ user: "alice" });
  await session.thunderbird.read("list", (view) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const { rootFolder } = MailServices.accounts.defaultAccount.incomingServer;
    view.displayFolder(rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox).URI);
  });
  await session.thunderbird.release();
  return session.thunderbird;
}

const world = new World();
/** @type {import("./driver/thunderbird.mjs").Thunderbird|undefined} */
let thunderbird;
for (const signal of ["SIGINT", "SIGTERM"]) {
  // The world is taken down when Thunderbird has ended.
  process.on(signal, () => thunderbird?.process?.stop());
}
try {
  console.log("Setting up a throw-away world: a demonstration CA, Alice and Bob, a mail server on loopback");
  await world.make();
  await registerHost(world, host);
  await equipAlice(world, host);
  world.makeProfile("alice", { extension, prefs: { "mail.server.server1.check_new_mail": true } });
  await deliverSigned(world);
  await deliverEncrypted(world);
  thunderbird = await openInbox(world);
  console.log(`Thunderbird is open as Alice. In her inbox: a signed and an encrypted mail of Bob's.
  Her certificate is imported; to import it yourself: ${world.people.get("alice").pfx} (passphrase: ${PASSPHRASE})
  Everything lies in ${world.folder} and is removed when Thunderbird is closed.`);
  await thunderbird.process?.ended;
} finally {
  await world.end({ keep: values.keep });
}

/**
 * Times of the real Thunderbird with the add-on and the host, beside unprotected mail in the same run.
 *
 *     node tests/benchmarks/thunderbird/timings.mjs --host FILE --extension FILE.xpi --json FILE [--shown 1000] [--rounds 7]
 *
 * Writes figures in the form that the other benchmarks write, and prints them.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Display } from "../../thunderbird/driver/display.mjs";
import { HostProcess } from "../../thunderbird/driver/host-process.mjs";
import { pause, run, until } from "../../thunderbird/driver/processes.mjs";
import { Session } from "../../thunderbird/driver/session.mjs";
import { PASSPHRASE } from "../../thunderbird/world/people.mjs";
import { environmentOf, registerHost } from "../../thunderbird/world/registration.mjs";
import { World } from "../../thunderbird/world/world.mjs";
import { Clock } from "./clock.mjs";
import { figure } from "./figures.mjs";
import { LAST_WORDS, letters } from "./letters.mjs";
import { processorTimeOf } from "./processor.mjs";
import { SmtpSink } from "./smtp-sink.mjs";

const { values } = parseArgs({
  options: {
    host: { type: "string" },
    extension: { type: "string" },
    json: { type: "string" },
    shown: { type: "string", default: "1000" },
    rounds: { type: "string", default: "7" },
  },
});
if (!values.host || !values.extension || !values.json) {
  console.error("usage: timings.mjs --host FILE --extension FILE.xpi --json FILE [--shown N] [--rounds N]");
  process.exit(2);
}
const { host, extension } = /** @type {{host: string, extension: string}} */ (values);
const rounds = Number(values.rounds);

/** By then a start has come to rest, in milliseconds after the window and the add-on are there. */
const REST = 8_000;

/** More than anything keeps: shown in turns, each is opened anew. */
const DISTINCT = 300;
const world = new World();
const display = new Display(world.folder);
const sink = await new SmtpSink().start();
const withAddon = `${world.folder}/profile`;
const without = `${world.folder}/profile-without`;
/** @type {Set<string>} Profiles that have run before. */
const known = new Set();
/** @type {Session|undefined} */
let session;
/** @type {import("./figures.mjs").Figure[]} */
const figures = [];

/** @param {string} profile */
async function begin(profile) {
  world.profile = profile;
  session = new Session(world, { display: display.name, log: `${world.folder}/thunderbird.log` });
  await session.start(known.has(profile) ? undefined : { user: "alice" });
  known.add(profile);
  // Patience for large mail on a busy machine.
  await session.thunderbird.send("WebDriver:SetTimeouts", { script: 400_000 });
  if (profile === withAddon) {
    await session.addonReady();
  }
  return new Clock(session);
}

async function furnish() {
  await registerHost(world, host);
  const env = environmentOf(world);
  writeFileSync(`${world.folder}/passphrase`, `${PASSPHRASE}\n`);
  await run(host, ["keys", "import", world.people.get("alice").pfx, "--password-file", `${world.folder}/passphrase`], { env });
  await run(host, ["anchors", "add", world.people.authority], { env });
  await run(host, ["certificates", "import", world.people.get("bob").certificate], { env });
  for (const [profile, options] of /** @type {[string, object][]} */ ([[withAddon, { extension }], [without, {}]])) {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    world.profile = profile;
    world.makeProfile("alice", { ...options, prefs: { "mail.smtpserver.smtp1.port": sink.port ?? 0, "mail.warn_on_send_accel_key": false } });
  }
}

async function measureStart() {
  /** @type {Record<string, number[]>} */
  const painted = { [withAddon]: [], [without]: [] };
  /** @type {Record<string, number[]>} */
  const spent = { [withAddon]: [], [without]: [] };
  for (let round = 0; round < 4; round++) {
    for (const profile of round % 2 ? [without, withAddon] : [withAddon, without]) {
      const clock = await begin(profile);
      const time = await clock.start();
      await pause(REST);
      // The first start of a profile installs what is in it.
      if (round > 0) {
        painted[profile].push(time);
        spent[profile].push(processorTimeOf(clock.thunderbird.process?.child.pid ?? 0));
      }
      await session?.end();
    }
  }
  figures.push(
    figure("start to window, with the add-on", painted[withAddon], { name: "without", times: painted[without], most: 150 }),
    figure("processor time of all processes until a start has come to rest, with the add-on", spent[withAddon], { name: "without", times: spent[without], most: null }),
  );
}

/**
 * @param {Clock} clock
 * @param {string} size
 * @param {Awaited<ReturnType<typeof letters>>} mail
 * @param {{again?: boolean}} [options]
 */
async function measureOpening(clock, size, mail, { again = false } = {}) {
  /** @type {{plain: number[], safe: number[]}} */
  const times = { plain: [], safe: [] };
  // The first of each kind finds nothing warm; with two of a size there is no other.
  const counted = mail.length > 4 ? mail.slice(2) : mail;
  for (const { subject } of mail.filter((one) => !counted.includes(one))) {
    await clock.open(subject, `${LAST_WORDS} ${subject}`);
  }
  for (const { subject, isProtected } of counted) {
    (isProtected ? times.safe : times.plain).push(await clock.open(subject, `${LAST_WORDS} ${subject}`));
  }
  const what = `click on an encrypted and signed ${size} mail to its text${again ? ", again" : ""}`;
  figures.push(figure(what, times.safe, { name: "unprotected", times: times.plain, most: size === "10 KB" ? 150 : null }));
}

/** @param {Clock} clock */
async function measureSending(clock) {
  const { address } = world.people.get("bob");
  /** @type {{plain: number[], safe: number[]}} */
  const times = { plain: [], safe: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const isProtected of round % 2 ? [true, false] : [false, true]) {
      const time = await clock.send({ isProtected, address, arrivals: sink.arrivals });
      if (round > 0) {
        (isProtected ? times.safe : times.plain).push(time);
      }
    }
  }
  figures.push(figure("Send, 10 KB signed and encrypted, to all of it with SMTP", times.safe, { name: "unprotected", times: times.plain, most: 150 }));
}

/**
 * @param {Clock} clock
 * @param {Awaited<ReturnType<typeof letters>>} mail
 */
async function measureMemory(clock, mail) {
  const shown = Number(values.shown);
  const show = async (/** @type {number} */ count) => {
    for (let index = 0; index < count; index++) {
      const { subject } = mail[index % mail.length];
      await clock.open(subject, `${LAST_WORDS} ${subject}`);
    }
  };
  await show(100);
  const before = await clock.memory();
  await show(shown);
  const after = await clock.memory();
  figures.push(
    { ...figure(`add-on's process after ${shown} more encrypted mails shown`, [after.extension], { name: "before", times: [before.extension], most: 10 }), unit: "MB" },
    { ...figure(`Thunderbird's process after ${shown} more encrypted mails shown`, [after.main], { name: "before", times: [before.main], most: null }), unit: "MB" },
  );
  const { id } = await HostProcess.of(world.home, host);
  figures.push({ ...figure("host after all this", [await residentOf(id)], null), unit: "MB" });
}

/** @param {number} id */
async function residentOf(id) {
  const { stdout } = await run("ps", ["-o", "rss=", "-p", String(id)]);
  return (Number(stdout.toString()) * 1024) / 1e6;
}

try {
  await world.make();
  await furnish();
  await display.start();
  const small = await letters(world, { count: rounds + 1, bytes: 10_000, label: "Small" });
  const large = await letters(world, { count: 2, bytes: 10_000_000, label: "Large" });
  const many = (await letters(world, { count: DISTINCT, bytes: 10_000, label: "Many" })).filter((one) => one.isProtected);
  const all = [...small, ...large, ...many];
  for (const { message } of all) {
    await world.deliver("bob", ["alice"], message);
  }
  await measureStart();
  const clock = await begin(withAddon);
  await session?.mail.openFolder("INBOX");
  await until("all letters", async () => {
    await session?.mail.fetchFolder();
    return (await session?.thunderbird.read("list", (view) => view.gDBView?.rowCount ?? 0)) === all.length || null;
  }, { timeout: 300_000 });
  await measureOpening(clock, "10 KB", small);
  await measureOpening(clock, "10 KB", small, { again: true });
  await measureOpening(clock, "10 MB", large);
  await measureSending(clock);
  await measureMemory(clock, many);
  writeFileSync(/** @type {string} */ (values.json), `${JSON.stringify(figures, null, 2)}\n`);
  for (const { what, ours, peer, excess, unit } of figures) {
    console.log(`${what}: ${ours.toFixed(1)} ${unit}${peer === null ? "" : `, beside ${peer.toFixed(1)}: ${excess?.toFixed(1)} more`}`);
  }
} finally {
  await session?.end().catch(() => {});
  await display.stop();
  sink.stop();
  await world.end();
}

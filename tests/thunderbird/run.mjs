/**
 * Plays the suite, or a part of it, in a real Thunderbird.
 *
 *     node tests/thunderbird/run.mjs --host FILE --extension FILE.xpi [--out FOLDER] [--only 1,2,3 | --story | --pictures FOLDER] [--thunderbird FILE] [--keep]
 *
 * --story plays the main job only, 1 to 5; --pictures makes the README's pictures; --thunderbird names another program than the installed one. Prints a line for each test and "N passed, N failed" at the end; exit code 0 only if all passed.
 */
import { mkdtempSync, mkdirSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { Display } from "./driver/display.mjs";
import { Session } from "./driver/session.mjs";
import { takePictures } from "./pictures.mjs";
import { Runner } from "./runner.mjs";
import { Stage } from "./stage.mjs";
import { registerHost } from "./world/registration.mjs";
import { World } from "./world/world.mjs";

const { values } = parseArgs({
  options: {
    host: { type: "string" },
    extension: { type: "string" },
    out: { type: "string" },
    only: { type: "string" },
    story: { type: "boolean", default: false },
    thunderbird: { type: "string" },
    pictures: { type: "string" },
    keep: { type: "boolean", default: false },
  },
});
if (!values.host || !values.extension) {
  console.error("usage: run.mjs --host FILE --extension FILE.xpi [--out FOLDER] [--only 1,2,3 | --story | --pictures FOLDER] [--thunderbird FILE] [--keep]");
  process.exit(2);
}
const out = values.out ?? mkdtempSync(`${tmpdir()}/smime-bridge-results-`);
mkdirSync(out, { recursive: true });

const files = readdirSync(new URL("scenarios/", import.meta.url)).filter((name) => name.endsWith(".mjs")).sort();
const wanted = values.pictures ? [1, 2] : values.story ? [1, 2, 3, 4, 5] : values.only?.split(",").map(Number);

const world = new World({ thunderbird: values.thunderbird });
const display = new Display(world.folder);
/** @type {Runner|undefined} */
let runner;
/** @type {Stage|undefined} */
let stage;
let broken = false;

async function takeDown() {
  await stage?.session?.end();
  await display.stop();
  await world.end({ keep: values.keep });
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await takeDown();
    process.exit(1);
  });
}
try {
  await world.make();
  await registerHost(world, values.host);
  world.makeProfile("alice", { extension: values.extension });
  await display.start();
  stage = new Stage({ world, display: display.name, out, host: values.host, isOlder: values.thunderbird !== undefined });
  stage.session = new Session(world, { display: display.name, log: `${out}/thunderbird.log` });
  await stage.session.start({ user: "alice" });
  await stage.session.addonReady();
  await stage.session.firstSteps(`${out}/screenshots/0-first-steps.png`);
  runner = new Runner(stage);
  for (const file of files) {
    const number = Number(file.slice(0, 2));
    if (!wanted || wanted.includes(number)) {
      await runner.play(number, (await import(`./scenarios/${file}`)).default);
    }
  }
  if (values.pictures && runner.failed === 0) {
    await takePictures(stage, values.pictures);
  }
} catch (error) {
  broken = true;
  console.log(error);
} finally {
  await takeDown();
}
console.log(`Screenshots and messages: ${out}${values.keep ? `; world: ${world.folder}` : ""}`);
for (const one of runner?.absent ?? []) {
  console.log(`Not possible in this Thunderbird: ${one}`);
}
console.log(`${runner?.passed ?? 0} passed, ${runner ? runner.failed + Number(broken) : 1} failed`);
process.exitCode = runner && runner.passed > 0 && runner.failed === 0 && !broken ? 0 : 1;

import assert from "node:assert/strict";
import { ComposeStrip } from "../driver/compose-strip.mjs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { hostCommand } from "../driver/host-command.mjs";
import { pause, until } from "../driver/processes.mjs";

const CAROL = "carol@demo.example";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Rules for recipients",
  tests: [
    ["a rule is made on the settings page, deleted, and brought back", makeRule],
    ["“always”: encryption comes on by itself, and switched off the message is not sent", keepAlways],
    ["“ask”: the user is asked in words before the message leaves unencrypted", askFirst],
    ["“never”: told with the rule, which one click takes away", explainNever],
    ["“when everybody can”: on by itself, off again in plain sight, and asked about before Send", encryptWhenPossible],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function makeRule(stage) {
  const options = await stage.session.options();
  await until("the section is filled", () => options.read(() => document.querySelector("#rule-defaults select") !== null || null));
  await options.type("#rule-subject", "Carol@Demo.Example");
  await options.click("#rule-add");
  const row = `[data-subject="${CAROL}"]`;
  await until("the rule is listed", async () => (await options.text(row)) || null);
  assert.match(await options.text("#status"), /Saved for carol@demo\.example/);
  await stage.photograph("listed");
  assert.match(await hostCommand(stage, "rules", "list"), /^always carol@demo\.example$/m);
  await options.click(`${row} button`);
  await until("the rule is gone", async () => ((await hostCommand(stage, "rules", "list")) === "" ? true : null));
  await options.click("#rule-undo");
  await until("the rule is back", async () => (/^always carol/m.test(await hostCommand(stage, "rules", "list")) ? true : null));
  await options.type("#rule-subject", "not an address");
  await options.click("#rule-add");
  const refused = await until("the refusal is told", async () => {
    const words = await options.text("#status");
    return /neither a mail address nor a domain/.test(words) ? words : null;
  });
  return `listed, deleted, undone; "${refused}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function keepAlways(stage) {
  await hostCommand(stage, "rules", "set", CAROL, "always");
  const carol = stage.world.maildir("carol");
  const before = carol.mark();
  const { compose, strip } = await write(stage, [CAROL], "Only encrypted");
  await strip.says(/0 of 1/);
  assert.equal((await compose.encryptButton()).label, "Encrypted", "the rule has switched it on");
  const on = await compose.encryptButton();
  await compose.clickEncrypt();
  await compose.encryptButtonChangesFrom(on);
  const line = await strip.says(/is always encrypted/);
  assert.equal(line.level, "bad");
  await stage.photograph("bound");
  await compose.clickSend();
  const told = await stage.thunderbird.alertText();
  await stage.thunderbird.acceptAlert();
  assert.match(told, /mail to carol@demo\.example is always encrypted/);
  await pause(1500);
  assert.deepEqual(carol.since(before), []);
  await compose.focus();
  assert.equal(await compose.subject(), "Only encrypted");
  await compose.discard();
  return `"${line.text}"; Send: "${told.replace(/\s+/g, " ")}"; nothing at Carol's`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function askFirst(stage) {
  await hostCommand(stage, "rules", "set", "demo.example", "ask");
  await hostCommand(stage, "rules", "remove", CAROL);
  const carol = stage.world.maildir("carol");
  const before = carol.mark();
  const { compose, strip } = await write(stage, [CAROL], "Asked about");
  await strip.says(/You will be asked/);
  await compose.clickSend();
  const panel = await openQuestion(stage);
  assert.match(await panel.text("#occasions"), /carol@demo\.example/);
  await stage.photograph("question");
  await panel.click("#back");
  await panel.closes();
  await pause(1000);
  assert.deepEqual(carol.since(before), []);
  await compose.clickSend();
  const again = await openQuestion(stage);
  await again.click("#unencrypted");
  await compose.closes();
  const received = await carol.awaitsNew("the message at Carol's", before);
  assert.ok(received.source.includes("Are you coming?"));
  await hostCommand(stage, "rules", "remove", "demo.example");
  return "asked, kept with Back, sent after the answer";
}

/** @param {import("../stage.mjs").Stage} stage */
async function explainNever(stage) {
  await hostCommand(stage, "rules", "set", "bob@demo.example", "never");
  const { compose, strip } = await write(stage, ["bob@demo.example"], "Never to Bob");
  await compose.encrypt();
  const line = await strip.says(/your rule says never to encrypt/);
  await strip.press("fix");
  const panel = await new ExtensionPage(stage.thunderbird, "popup/missing.html").ready();
  await panel.click('[data-fix="rule"]');
  await until("Bob is ready", async () => (/Everybody can be encrypted to/.test(await panel.text("h1")) ? true : null));
  await stage.photograph("rule taken away");
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  await strip.says(/Encrypted for everybody/);
  assert.equal(await hostCommand(stage, "rules", "list"), "");
  await compose.discard();
  return `"${line.text.replace(/\n/g, " ")}", then ready`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function encryptWhenPossible(stage) {
  await hostCommand(stage, "policy", "set", "sending.encryptByDefault", "possible");
  try {
    const { compose, strip } = await write(stage, ["bob@demo.example"], "When possible");
    const on = await strip.says(/because everybody it goes to can read it/);
    assert.deepEqual(on.actions.map(({ id }) => id), ["clear", "recipients"]);
    await stage.photograph("on by itself");
    await compose.write({ to: [CAROL] });
    const off = await strip.says(/No longer encrypted/);
    assert.match(off.text, /carol@demo\.example: no certificate is known/);
    assert.equal((await compose.encryptButton()).label, "Not encrypted");
    await stage.photograph("off by itself");
    await compose.clickSend();
    const panel = await openQuestion(stage);
    assert.match(await panel.text("#occasions"), /went off again.*carol@demo\.example/s);
    await panel.click("#encrypt");
    await panel.closes();
    await compose.focus();
    await strip.says(/1 of 2/);
    await compose.discard();
    const other = await write(stage, ["bob@demo.example"], "Not this one");
    await other.strip.says(/because everybody it goes to can read it/);
    await other.strip.press("clear");
    await other.strip.isSilent();
    assert.equal((await other.compose.encryptButton()).label, "Not encrypted");
    await other.compose.discard();
    return `"${on.text}", then "${off.text.replace(/\n/g, " ")}"; one click turns it off`;
  } finally {
    await hostCommand(stage, "policy", "reset", "sending.encryptByDefault");
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function openQuestion(stage) {
  const panel = await new ExtensionPage(stage.thunderbird, "popup/clear.html").ready();
  await until("the question has its buttons", () => panel.read(() => document.activeElement?.id === "back" || null));
  return panel;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string[]} to
 * @param {string} subject
 */
async function write(stage, to, subject) {
  const compose = await stage.session.write();
  await compose.write({ to, subject, text: "Are you coming?" });
  return { compose, strip: new ComposeStrip(compose) };
}

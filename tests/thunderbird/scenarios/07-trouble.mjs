import assert from "node:assert/strict";
import { pause, until } from "../driver/processes.mjs";
import { HostProcess } from "../driver/host-process.mjs";
import { decrypt } from "../world/openssl.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Trouble while sending",
  tests: [
    ["the host dies: not sent, told, and sending again works", killHost],
    ["Cancel in the progress window: not sent, nothing lost", cancelInProgress],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function killHost(stage) {
  const subject = "Sent at the second try";
  const bob = stage.world.maildir("bob");
  const marks = { bob: bob.mark(), sent: stage.world.maildir("alice").mark("Sent") };
  const compose = await prepare(stage, subject);
  const host = await HostProcess.of(stage.world.home, stage.host);
  host.freeze();
  await compose.clickSend();
  await pause(1500);
  host.kill();
  const told = await stage.thunderbird.alertText();
  await stage.photograph("told");
  assert.match(told, /smime-bridge ended/, "the cause must be named");
  await stage.thunderbird.acceptAlert();
  await compose.focus();
  await stillThere(stage, compose, subject, marks);
  await until("Send is possible again", () =>
    stage.thunderbird.chrome(() => (/** @type {any} */ (document.getElementById("button-send")).disabled ? null : true)),
  );
  await compose.clickSend();
  await compose.closes();
  const received = await bob.awaitsNew("the message at Bob's", marks.bob);
  await decrypt(received.source, stage.person("bob"));
  return `told "${told.replace(/\s+/g, " ")}", message kept; the second click sent it encrypted`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function cancelInProgress(stage) {
  const subject = "Never sent";
  const marks = { bob: stage.world.maildir("bob").mark(), sent: stage.world.maildir("alice").mark("Sent") };
  const compose = await prepare(stage, subject);
  const host = await HostProcess.of(stage.world.home, stage.host);
  host.freeze();
  try {
    await compose.clickSend();
    const progress = await until("the progress window", () =>
      stage.thunderbird.windowWhere(() => document.documentURI.endsWith("/sendProgress.xhtml")),
    );
    await stage.thunderbird.switchTo(progress);
    await stage.photograph("progress");
    await stage.thunderbird.clickCancel();
    await stage.thunderbird.toMain();
  } finally {
    host.thaw();
  }
  await compose.focus();
  await pause(3000);
  await stillThere(stage, compose, subject, marks);
  await compose.discard();
  return "nothing delivered 3 s after the host went on, recipients and text still in the window";
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 */
async function prepare(stage, subject) {
  const compose = await stage.session.write();
  await compose.write({ to: [stage.person("bob").address], subject, text: "A short word." });
  await compose.encrypt();
  return compose;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../driver/compose-window.mjs").ComposeWindow} compose
 * @param {string} subject
 * @param {{bob: Set<string>, sent: Set<string>}} marks
 */
async function stillThere({ world }, compose, subject, marks) {
  assert.ok(await compose.isOpen(), "the window must stay");
  assert.equal(await compose.subject(), subject);
  assert.match(await compose.text(), /A short word\./);
  assert.equal((await compose.recipients()).length, 1);
  assert.equal(world.maildir("bob").since(marks.bob).length, 0, "nothing may be delivered");
  assert.equal(world.maildir("alice").since(marks.sent, "Sent").length, 0, "nothing may be in Sent");
}

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { ComposeStrip } from "../driver/compose-strip.mjs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { hostCommand } from "../driver/host-command.mjs";
import { run, until } from "../driver/processes.mjs";
import { switchLanguage } from "../driver/surroundings.mjs";
import { decrypt, recipientSerials } from "../world/openssl.mjs";

const BOB = "bob@demo.example";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Several certificates of one person, and addresses that are nobody's",
  tests: [
    ["another authority than last time is noticed while writing, and confirmed in the panel", noticeChange],
    ["the older certificate is chosen, and the message is encrypted to it", chooseOlder],
    ["a file is imported where it is missed", importFile],
    ["a group's address is explained", explainGroup],
    ["German: line, marks, hint and panel speak it", speakGerman],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function noticeChange(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  const first = await write(stage, [BOB], "With the first certificate");
  await first.compose.encrypt();
  await first.strip.says(/Encrypted for everybody/);
  await first.compose.clickSend();
  await first.compose.closes();
  await bob.awaitsNew("the message at Bob's", before);
  await hostCommand(stage, "anchors", "add", `${stage.world.people.folder}/unknown-ca.pem`);
  await hostCommand(stage, "certificates", "import", await issue(stage, "bob", "unknown-ca", "0b0b02"));
  const { compose, strip } = await write(stage, [BOB], "With another one");
  await compose.encrypt();
  const line = await strip.says(/another certificate than last time/);
  assert.equal(line.level, "warning");
  assert.deepEqual((await strip.pills())[BOB].state, "notice");
  await stage.photograph("changed");
  await strip.press("fix");
  const panel = await openPanel(stage);
  assert.match(await panel.text("#recipients"), /now comes from CA that nobody knows/);
  assert.match(await panel.text(".fingerprint"), /([0-9A-F]{4} ){15}[0-9A-F]{4}/);
  await stage.photograph("panel");
  await panel.click('[data-fix="accept"]');
  await until("it is accepted", async () => (/Saved for bob/.test(await panel.text("#status")) ? true : null));
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  await strip.says(/Encrypted for everybody/);
  await compose.discard();
  return `"${line.text}", good after it was confirmed`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function chooseOlder(stage) {
  const { compose, strip } = await write(stage, [BOB], "To the older one");
  await compose.encrypt();
  await strip.says(/Encrypted for everybody/);
  await strip.press("recipients");
  const panel = await openPanel(stage);
  await panel.click('[data-fix="choose"]');
  const choices = await until("the choice", async () => {
    const all = await panel.read(() => [...document.querySelectorAll("fieldset .choice")].map((one) => /** @type {HTMLElement} */ (one).innerText));
    return all.length === 3 ? all : null;
  });
  await stage.photograph("choice");
  await panel.read(() => {
    const older = [...document.querySelectorAll("fieldset .choice")].find((one) => one.textContent?.includes("Demonstration CA"));
    /** @type {HTMLInputElement} */ (older?.querySelector("input")).click();
  });
  await until("it is saved", async () => (/Saved for bob/.test(await panel.text("#status")) ? true : null));
  await panel.click("#back");
  await panel.closes();
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  await compose.focus();
  await strip.says(/Encrypted for everybody/);
  await compose.clickSend();
  await compose.closes();
  const received = await bob.awaitsNew("the message at Bob's", before);
  assert.ok((await decrypt(received.source, stage.person("bob"))).length > 0, "his first key opens it");
  const serials = await recipientSerials(received.source);
  assert.ok(!serials.includes("0b0b02"), serials.join(", "));
  await tidyUp(stage);
  return `${choices.length - 1} certificates to choose from; encrypted to serials ${serials.join(" and ")}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function importFile(stage) {
  const { compose, strip } = await write(stage, ["carol@demo.example"], "To Carol's new certificate");
  await compose.encrypt();
  await strip.says(/no certificate is known/);
  await strip.press("fix");
  const panel = await openPanel(stage);
  await panel.chooseFile('[data-fix="import"] input', await issue(stage, "carol", "demo-ca", "0ca401"));
  await until("Carol is ready", async () => (/Everybody can be encrypted to/.test(await panel.text("h1")) ? true : null));
  const told = await panel.text("#status");
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  await strip.says(/Encrypted for everybody/);
  await compose.discard();
  await forget(stage, "carol@demo.example");
  return `"${told}", and the line is good`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function explainGroup(stage) {
  const { compose, strip } = await write(stage, ["friends-list@demo.example"], "To all of you");
  await compose.encrypt();
  await strip.says(/no certificate is known/);
  await strip.press("fix");
  const panel = await openPanel(stage);
  const words = await until("the explanation", async () => (await panel.text(".list-hint")) || null);
  assert.match(words, /only if it has a certificate of its own/);
  await stage.photograph("group");
  await panel.click("#back");
  await panel.closes();
  await compose.focus();
  await compose.discard();
  return `"${words}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function speakGerman(stage) {
  await switchLanguage(stage.thunderbird, "de");
  await stage.session.addonReady();
  try {
    const { compose, strip } = await write(stage, [BOB, "carol@demo.example"], "Abendessen");
    await compose.encrypt();
    const line = await strip.says(/Verschlüsselbar für 1 von 2/);
    assert.match(line.text, /carol@demo\.example: kein Zertifikat bekannt/);
    await strip.subjectSays(/Betreff wird mitverschlüsselt/);
    await strip.press("fix");
    const panel = await openPanel(stage);
    const words = await panel.text();
    assert.match(words, /In vorhandener Mail suchen/);
    assert.doesNotMatch(words, /Look in|Import a|Back to/);
    await stage.photograph("German");
    await panel.click("#back");
    await panel.closes();
    await compose.focus();
    await compose.discard();
    return `"${line.text.replace(/\n/g, " ")}"`;
  } finally {
    await switchLanguage(stage.thunderbird, "en-US");
    await stage.session.addonReady();
  }
}

/**
 * Issues a new certificate for one of the people, made now: the newest.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} name
 * @param {string} issuer
 * @param {string} serial In hexadecimal.
 * @returns {Promise<string>} The file.
 */
async function issue({ world }, name, issuer, serial) {
  const { folder } = world.people;
  const file = `${folder}/${name}-${serial}`;
  writeFileSync(`${file}.ext`, `basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=emailProtection
subjectAltName=email:${name}@demo.example
`);
  await run("openssl", ["req", "-new", "-newkey", "rsa:2048", "-noenc", "-subj", `/CN=${name}`, "-keyout", `${file}.key`, "-out", `${file}.csr`]);
  await run("openssl", [
    "x509", "-req", "-in", `${file}.csr`, "-CA", `${folder}/${issuer}.pem`, "-CAkey", `${folder}/${issuer}.key`,
    "-set_serial", `0x${serial}`, "-days", "365", "-sha256", "-extfile", `${file}.ext`, "-out", `${file}.pem`,
  ]);
  return `${file}.pem`;
}

/** @param {import("../stage.mjs").Stage} stage Bob's second certificate and its authority go again. */
async function tidyUp(stage) {
  const { certificates } = JSON.parse(await hostCommand(stage, "--json", "certificates", "list"));
  for (const one of certificates) {
    if (/nobody knows/.test(one.issuer)) {
      await hostCommand(stage, "certificates", "remove", one.sha256);
    }
  }
  const { anchors } = JSON.parse(await hostCommand(stage, "--json", "anchors", "list"));
  for (const one of anchors) {
    if (/nobody knows/.test(one.subject)) {
      await hostCommand(stage, "anchors", "remove", one.sha256);
    }
  }
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} address
 */
async function forget(stage, address) {
  const { certificates } = JSON.parse(await hostCommand(stage, "--json", "certificates", "list"));
  for (const { sha256 } of certificates.filter((/** @type {{addresses: string[]}} */ one) => one.addresses.includes(address))) {
    await hostCommand(stage, "certificates", "remove", sha256);
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function openPanel(stage) {
  const panel = await new ExtensionPage(stage.thunderbird, "popup/missing.html").ready();
  await until("the panel names somebody", async () => (await panel.text("#recipients")) || null);
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

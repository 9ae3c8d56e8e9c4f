import assert from "node:assert/strict";
import { createServer } from "node:http";
import { PICTURE, bars, clickBar, filled, letterIn, openWith } from "../driver/draft-window.mjs";
import { until } from "../driver/processes.mjs";
import { searchDisk } from "../watch/disk.mjs";
import { Marker } from "../watch/marker.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { crlf, decrypt, encrypt } from "../world/openssl.mjs";

const marker = new Marker("forwardedsecret");
const INNER = "Where the treasure lies";

/** @type {string} Message-ID of Bob's encrypted message. */
let original;
/** @type {string[]} What a server that a remote picture names was asked for. */
const asked = [];

/** @type {number} Where it listens. */
let port;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Answers to encrypted mail, and forwarding it",
  tests: [
    ["an answer quotes the decrypted text, starts encrypted and has the protected subject", answer],
    ["with encryption switched off the outer subject is back, and sending is confirmed in words", answerUnencrypted],
    ["an answer to a selection quotes that and nothing else", answerSelection],
    ["an answer in plain text quotes plain text", answerPlainly],
    ["forwarded inline: text, picture and attachment come along from memory and arrive encrypted", forwardInline],
    ["unprotected mail whose remote pictures are allowed does ask that server: it would be noticed", askControl],
    ["edited as new: the whole content is in the window, its remote picture is not loaded", editAsNew],
    ["as a draft, its remote pictures are not loaded either", editAsDraft],
    ["forwarded as an attachment: the window says that nobody else can read it, and attaches it decrypted", forwardAttached],
    ["an encrypted part hidden in another message is never quoted or forwarded", hiddenPart],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function deliverOriginal(stage) {
  const canary = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end();
  });
  await new Promise((resolve) => canary.listen(0, "127.0.0.1", () => resolve(undefined)));
  canary.unref();
  ({ port } = /** @type {import("node:net").AddressInfo} */ (canary.address()));
  const outer = header({ from: "bob", subject: "[...]" });
  const fields = outer.trimEnd().split("\r\n").filter((line) => !line.startsWith("Subject:"));
  const entity = crlf(`Subject: ${INNER}
${fields.join("\n").replaceAll("\r", "")}
HP-Outer: Subject: [...]
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="mixed"; hp="cipher"

--mixed
Content-Type: multipart/related; boundary="related"

--related
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

<html><body><p>Dig <b>three steps</b> north of the oak. ${marker.word}</p><p>The map: <img src="cid:map@demo.example" alt="map"></p><img src="http://127.0.0.1:${port}/remote.png" alt="remote"><img srcset="http://127.0.0.1:${port}/set.png 1x" alt="set"><picture><source srcset="http://127.0.0.1:${port}/source.png"><img alt="picture"></picture></body></html>
--related
Content-Type: image/png; name="map.png"
Content-Transfer-Encoding: base64
Content-ID: <map@demo.example>
Content-Disposition: inline; filename="map.png"

${PICTURE}
--related--
--mixed
Content-Type: text/plain; charset=utf-8; name="tools.txt"
Content-Disposition: attachment; filename="tools.txt"
Content-Transfer-Encoding: base64

${Buffer.from(`A spade. ${marker.word}\n`).toString("base64")}
--mixed--
`);
  const message = outer + (await encrypt(entity, [stage.person("alice")]));
  await stage.world.deliver("bob", ["alice"], message);
  original = /Message-ID: <([^>]+)>/.exec(outer)?.[1] ?? "";
}

/** @param {import("../stage.mjs").Stage} stage */
async function show(stage) {
  if (!original) {
    await deliverOriginal(stage);
  }
  await stage.mail.openMessage({ id: original });
  await stage.mail.shows("three steps");
}

/** @param {import("../stage.mjs").Stage} stage */
async function answer(stage) {
  await show(stage);
  const compose = await openWith(stage, "cmd_reply");
  await hasSubject(compose, `Re: ${INNER}`);
  const letter = await letterIn(compose);
  await stage.photograph("answer");
  assert.match(letter.text, /three steps north/);
  assert.deepEqual(letter.markup, ["three steps"]);
  assert.equal(letter.switches[0], "encrypt-on");
  await compose.discard();
  return `"${letter.subject}", encrypted, quotes "${letter.text.split("\n").find((line) => line.includes("three steps"))?.slice(0, 40)}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function answerUnencrypted(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  await show(stage);
  const compose = await openWith(stage, "cmd_reply");
  await hasSubject(compose, `Re: ${INNER}`);
  const button = await compose.encryptButton();
  await compose.clickEncrypt();
  await compose.encryptButtonChangesFrom(button);
  await hasSubject(compose, "Re: [...]");
  const [warned] = await until("the warning below the text", async () => ((await bars(compose)).length ? bars(compose) : null));
  await stage.photograph("warned");
  await compose.clickSend();
  const question = await stage.thunderbird.alertText();
  await stage.photograph("question");
  await stage.thunderbird.dismissAlert();
  await compose.focus();
  assert.match(await compose.text(), /three steps/);
  assert.deepEqual(bob.since(before), [], "nothing may be sent");
  await compose.encrypt();
  await hasSubject(compose, `Re: ${INNER}`);
  assert.deepEqual(await bars(compose), []);
  await compose.clickSend();
  await compose.closes();
  const received = await bob.awaitsNew("the answer at Bob's", before);
  assert.equal(received.headers.get("subject"), "[...]");
  assert.ok((await decrypt(received.source, stage.person("bob"))).includes("three steps"));
  return `"${warned}"; before sending "${question.slice(0, 90)}…" answered with No: nothing sent; encrypted again it reached Bob`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function answerSelection(stage) {
  await show(stage);
  await stage.thunderbird.read("body", (view) => view.getSelection().selectAllChildren(view.document.querySelector("b")));
  const compose = await openWith(stage, "cmd_reply");
  await hasSubject(compose, `Re: ${INNER}`);
  const { text, switches } = await letterIn(compose);
  await compose.discard();
  assert.match(text, /three steps/);
  assert.doesNotMatch(text, /oak|The map/);
  assert.equal(switches[0], "encrypt-on");
  return JSON.stringify(text.slice(-40));
}

/** @param {import("../stage.mjs").Stage} stage */
async function answerPlainly(stage) {
  await show(stage);
  const format = (/** @type {boolean} */ html) => stage.thunderbird.chrome((on) => Services.prefs.setBoolPref("mail.identity.id1.compose_html", on), html);
  await format(false);
  try {
    const compose = await openWith(stage, "cmd_reply");
    await hasSubject(compose, `Re: ${INNER}`);
    const { text, html } = await letterIn(compose);
    await compose.discard();
    assert.equal(html, false);
    assert.match(text, /^> .*three steps/m);
    const forward = await filled(await openWith(stage, "cmd_forwardInline"));
    const letter = await letterIn(forward);
    await stage.photograph("forwarded as plain text");
    await forward.discard();
    assert.equal(letter.html, false);
    assert.match(letter.text, /three steps\*? north/);
    assert.match(letter.text, new RegExp(INNER));
    assert.deepEqual(letter.attachments.map(({ name }) => name).sort(), ["map.png", "tools.txt"]);
    return `quote "${/^> .*three steps.*$/m.exec(text)?.[0]}"; forwarded with ${letter.attachments.length} attachments`;
  } finally {
    await stage.thunderbird.toMain();
    await format(true);
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function forwardInline(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  await show(stage);
  const compose = await filled(await openWith(stage, "cmd_forwardInline"));
  await compose.write({ to: ["bob@demo.example"] });
  const letter = await letterIn(compose);
  await stage.photograph("forwarded");
  assert.equal(letter.subject, `Fwd: ${INNER}`);
  assert.match(letter.text, new RegExp(`Subject:\\s*${INNER}`));
  assert.deepEqual(letter.markup, ["three steps"]);
  assert.ok(letter.pictures.includes("data: 2x1"), String(letter.pictures));
  assert.deepEqual(letter.attachments, [{ name: "tools.txt", content: `A spade. ${marker.word}\n` }]);
  assert.equal(letter.switches[0], "encrypt-on");
  await compose.clickSend();
  await compose.closes();
  const received = await bob.awaitsNew("the forwarded message at Bob's", before);
  const inner = (await decrypt(received.source, stage.person("bob"))).toString();
  stage.keep("decrypted by openssl", inner);
  assert.match(inner, /three steps/);
  assert.match(inner, new RegExp(Buffer.from("A spade. ").toString("base64")));
  assert.match(inner, /Content-Type: image\/png/);
  const { files, found } = searchDisk([stage.world.profile, stage.world.home, stage.world.temporary], marker);
  assert.deepEqual(found, [], "nothing of it may be in a file");
  return `openssl as Bob finds text, picture and attachment; the content is in 0 of ${files} files`;
}

/**
 * The server that must not be asked below is asked when it may be: its silence there means something.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function askControl(stage) {
  await show(stage);
  const subject = "Pictures for everybody";
  const body = crlf(`Content-Type: text/html; charset=utf-8

<html><body><p>Look at this.</p><img src="http://127.0.0.1:${port}/control.png" alt="control"></body></html>
`);
  await stage.world.deliver("bob", ["alice"], header({ from: "bob", subject }) + body);
  await stage.mail.openMessage({ subject });
  await stage.mail.shows("Look at this.");
  assert.equal(asked.length, 0, "Thunderbird itself asks first");
  await stage.thunderbird.read("message", (view) => view.LoadMsgWithRemoteContent());
  await until("the server is asked for the picture", () => asked.includes("/control.png") || null);
  await stage.photograph("allowed");
  return `${asked.splice(0).join(" and ")} was asked for once the user allowed it`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function editAsNew(stage) {
  await show(stage);
  const compose = await filled(await openWith(stage, "cmd_editAsNew"));
  const letter = await letterIn(compose);
  await stage.photograph("edited as new");
  assert.equal(letter.subject, INNER);
  assert.match(letter.text, /three steps north/);
  assert.ok(letter.pictures.includes("data: 2x1"), String(letter.pictures));
  assert.ok(letter.pictures.includes("http: 0x0"), "the remote picture stays, unloaded");
  assert.deepEqual(letter.attachments.map(({ name }) => name), ["tools.txt"]);
  await compose.discard();
  assert.deepEqual(asked, [], "no server may learn that the message was opened");
  return `subject, markup, picture and attachment; the remote picture's server was asked ${asked.length} times`;
}

/**
 * A server can put anything into the folder of drafts, also what it made of the user's own ciphertext.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function editAsDraft(stage) {
  await show(stage);
  await stage.thunderbird.read("message", (view) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const { folder } = view.gMessage;
    MailServices.copy.copyMessages(folder, [view.gMessage], folder.rootFolder.getChildNamed("Drafts"), false, null, null, false);
  });
  await stage.mail.openMessage({ id: original }, { folder: "Drafts" });
  const compose = await filled(await openWith(stage, "cmd_editDraftMsg"));
  const letter = await letterIn(compose);
  await stage.photograph("as a draft");
  await compose.discard();
  assert.match(letter.text, /three steps north/);
  assert.deepEqual(asked, [], "no server may learn that the message was opened");
  return `${letter.pictures.length} pictures in the window, the server of the remote ones was asked ${asked.length} times`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function forwardAttached(stage) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  await show(stage);
  const compose = await openWith(stage, "cmd_forwardAttachment");
  await compose.write({ to: ["bob@demo.example"] });
  const [told] = await until("the window says so", async () => ((await bars(compose)).length ? bars(compose) : null));
  await stage.photograph("told");
  await clickBar(compose, "decrypted");
  const letter = await until("the attachment is decrypted", async () => {
    const now = await letterIn(compose);
    return now.attachments[0]?.content.includes("three steps") ? now : null;
  });
  await stage.photograph("decrypted");
  assert.equal(letter.attachments[0].name, `${INNER}.eml`);
  assert.equal(letter.switches[0], "encrypt-on");
  await compose.clickSend();
  await compose.closes();
  const received = await bob.awaitsNew("the forwarded message at Bob's", before);
  const inner = (await decrypt(received.source, stage.person("bob"))).toString();
  assert.match(inner, /Content-Type: message\/rfc822/);
  assert.match(inner, /three steps/);
  return `"${told}"; one click, and Bob gets ${letter.attachments[0].name} inside the encryption`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function hiddenPart(stage) {
  const subject = "Have you seen this?";
  const secret = "the hidden combination is 4711";
  const stolen = await encrypt(plainPart(secret), [stage.person("alice")]);
  const body = crlf(`Content-Type: multipart/mixed; boundary="outside"

--outside
Content-Type: text/html; charset=utf-8

<p>Just say yes, please.</p>
--outside
${stolen.toString()}
--outside--
`);
  await stage.world.deliver("mallory", ["alice"], header({ from: "mallory", subject }) + body);
  await stage.mail.openMessage({ subject });
  await stage.mail.shows("Just say yes");
  const observed = [];
  for (const command of ["cmd_reply", "cmd_forwardInline", "cmd_editAsNew"]) {
    await stage.mail.openMessage({ subject });
    const compose = await openWith(stage, command);
    await until("the text is there", async () => ((await compose.text()).includes("Just say yes") ? true : null));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { text } = await letterIn(compose);
    await stage.photograph(command);
    assert.doesNotMatch(text, /combination|4711/);
    if (command === "cmd_reply") {
      await compose.discard();
    } else {
      const before = stage.world.maildir("bob").mark();
      await clearRecipients(compose);
      await compose.write({ to: ["bob@demo.example"] });
      await compose.clickSend();
      await compose.closes();
      const { source } = await stage.world.maildir("bob").awaitsNew("the message at Bob's", before);
      assert.ok(!source.includes("combination") && !source.includes(Buffer.from(secret).toString("base64").slice(0, 24)));
      stage.keep(command, source);
    }
    observed.push(command.replace("cmd_", ""));
  }
  return `${observed.join(", ")}: the decrypted part is in none of them, nor in what Bob got`;
}

/** @param {import("../driver/compose-window.mjs").ComposeWindow} compose */
async function clearRecipients(compose) {
  await compose.focus();
  await compose.thunderbird.chrome(() => window.CompFields2Recipients({ to: "", cc: "" }));
}

/**
 * @param {import("../driver/compose-window.mjs").ComposeWindow} compose
 * @param {string} subject
 */
async function hasSubject(compose, subject) {
  await compose.focus();
  await until(`the subject ${subject}`, async () => ((await compose.subject()) === subject ? true : Promise.reject(new Error(await compose.subject()))));
}

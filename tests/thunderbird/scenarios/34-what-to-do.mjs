import assert from "node:assert/strict";
import { createServer } from "node:http";
import { hostCommand } from "../driver/host-command.mjs";
import { HostProcess } from "../driver/host-process.mjs";
import { run, until } from "../driver/processes.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { sign } from "../world/openssl.mjs";
import { fingerprintOf, selfSigned, underSubordinate, withExtensions } from "../world/special-people.mjs";

const STRANGER = "From a company that you know";
const SELF = "I made my certificate myself";
const BELOW = "My authority stands below another";
const UNASKED = "Ask about my certificate";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "What can be done about a verdict, from its panel",
  tests: [
    ["an unknown authority is trusted once its fingerprint was compared, and the message is good at once", trustAuthority],
    ["Undo in the panel takes the trust back, and so does the page of authorities", distrust],
    ["a self-made certificate counts once it was compared with its owner, and vouches for nobody", compareSelfMade],
    ["the authorities page says that it is no authority, and takes it back", distrustSelfMade],
    ["revocation that nobody answers is asked again; where look-ups are off, that is said instead", askAgain],
    ["an authority's certificate that the message lacks is fetched once its server answers", fetchIssuer],
    ["what is altered is offered no way on, and message content reaches none", nothingForAltered],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function trustAuthority(stage) {
  await deliver(stage, "eve", STRANGER, await sign(plainPart("Greetings from the company."), stage.person("eve")));
  await stage.mail.openMessage({ subject: STRANGER });
  await stage.mail.badgeSays("unverified");
  const panel = await stage.session.verdictPanel();
  await stage.photograph("offered");
  await panel.click("[data-fix=trust-authority]");
  const shown = await until("the fingerprint", async () => (await panel.text("#fingerprint")) || null);
  assert.equal(shown.replace(/\s/g, ""), await fingerprintOf(stage.person("eve").issuer));
  assert.ok(await panel.read(() => /** @type {HTMLButtonElement} */ (document.getElementById("step-accept")).disabled), "nothing is trusted unsaid");
  await stage.photograph("step");
  await trust(panel);
  await looks(panel, "valid");
  await stage.photograph("trusted");
  const notice = await panel.text("#notice");
  await stage.session.closePanels();
  const badge = await stage.mail.badgeSays("valid");
  return `"${notice.replace(/\s+/g, " ")}", badge "${badge.label}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function distrust(stage) {
  let panel = await openPanel(stage, STRANGER, "valid");
  assert.equal(await panel.read(() => document.querySelector("#undo")), null, "Undo is offered for what was done just now");
  await stage.session.closePanels();
  await removeOnPage(stage, "CA that nobody knows");
  panel = await openPanel(stage, STRANGER, "unverified");
  await panel.click("[data-fix=trust-authority]");
  await trust(panel);
  await looks(panel, "valid");
  await panel.click("#undo");
  await looks(panel, "unverified");
  const notice = await panel.text("#notice");
  await stage.session.closePanels();
  await stage.mail.badgeSays("unverified");
  return `removed on the page: unverified; trusted again and undone in the panel: "${notice}", unverified`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function compareSelfMade(stage) {
  const carol = await selfSigned(stage.world.people, "carol", "Carol Selfmade");
  await deliver(stage, "carol", SELF, await sign(plainPart("No authority knows me."), carol));
  const panel = await openPanel(stage, SELF, "unverified");
  assert.equal(await panel.read(() => document.querySelector("[data-fix=trust-authority]")), null, "it is no authority");
  await panel.click("[data-fix=compare-fingerprint]");
  const shown = await until("the fingerprint", async () => (await panel.text("#fingerprint")) || null);
  assert.equal(shown.replace(/\s/g, ""), await fingerprintOf(carol.certificate));
  await stage.photograph("step");
  await trust(panel);
  await looks(panel, "valid");
  await stage.photograph("compared");
  const words = await panel.text();
  assert.match(words, /You compared this certificate with the sender/);
  await stage.session.closePanels();
  const badge = await stage.mail.badgeSays("valid");
  return `badge "${badge.label}" (${badge.title}); the panel says that no authority vouches for it`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function distrustSelfMade(stage) {
  const options = await stage.session.options();
  const card = await until("the certificate among the authorities", async () => {
    const text = await options.text("#anchor-list");
    return text.includes("Carol Selfmade") ? text : null;
  });
  assert.match(card, /Not an authority: carol@demo\.example's own certificate/);
  await options.read(() => document.querySelector("#anchor-list")?.scrollIntoView({ block: "center", behavior: "instant" }));
  await stage.photograph("authorities");
  await removeOnPage(stage, "Carol Selfmade");
  await openPanel(stage, SELF, "unverified");
  await stage.session.closePanels();
  await forget(stage, "carol@demo.example");
  return "listed with whose it is; removed there, the message is unverified again";
}

/** @param {import("../stage.mjs").Stage} stage */
async function askAgain(stage) {
  const bob = await withExtensions(stage.world.people, "bob", { file: "bob-listed", extensions: ["crlDistributionPoints=URI:http://127.0.0.1:9/nobody.crl"] });
  await deliver(stage, "bob", UNASKED, await sign(plainPart("Am I revoked?"), bob));
  const panel = await openPanel(stage, UNASKED, "valid");
  await panel.click("[data-fix=check-revocation]");
  const notice = await until("what came of it", async () => (await panel.text("#notice")) || null);
  assert.match(notice, /The answer is the same/);
  await stage.photograph("asked");
  await stage.session.closePanels();
  await hostCommand(stage, "policy", "set", "network.enabled", "false");
  try {
    await reopen(stage, UNASKED);
    const off = await stage.session.verdictPanel();
    const words = await until("the word about look-ups", async () => ((await off.text()).includes("network.enabled") ? off.text("li .action.faint") : null));
    assert.equal(await off.read(() => document.querySelector("[data-fix=check-revocation]")), null);
    await stage.photograph("switched off");
    await stage.session.closePanels();
    return `"${notice}"; switched off: "${words}"`;
  } finally {
    await hostCommand(stage, "policy", "reset", "network.enabled");
    await forget(stage, "bob@demo.example", "bob-listed");
  }
}

/** @param {import("../stage.mjs").Stage} stage */
async function fetchIssuer(stage) {
  const url = "http://authority.demo.example/subordinate.cer";
  const { person, authority } = await underSubordinate(stage.world.people, "bob", url);
  const { stdout: der } = await run("openssl", ["x509", "-in", authority, "-outform", "DER"]);
  // Nothing is ever fetched from this machine itself: its proxy stands for the network.
  let answers = false;
  /** @type {string[]} */
  const asked = [];
  const proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(answers ? 200 : 503, { "Content-Type": "application/pkix-cert" }).end(answers ? der : "");
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (proxy.address());
  await useProxy(stage, `http://127.0.0.1:${port}`);
  try {
    await deliver(stage, "bob", BELOW, await sign(plainPart("It comes without its authority."), person));
    const panel = await openPanel(stage, BELOW, "unverified");
    await stage.photograph("lacking");
    answers = true;
    await panel.click("[data-fix=fetch-issuer]");
    await looks(panel, "valid");
    await stage.photograph("fetched");
    const notice = await panel.text("#notice");
    await stage.session.closePanels();
    const badge = await stage.mail.badgeSays("valid");
    assert.deepEqual([...new Set(asked)], [`GET ${url}`]);
    return `"${notice}", badge "${badge.label}"; its server did not answer at first`;
  } finally {
    await useProxy(stage, "");
    proxy.close();
    await forget(stage, "bob@demo.example", "bob-below");
  }
}

/**
 * Has the host reach the network through a proxy, as in a company; its next start sees it.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} address Empty for none.
 */
async function useProxy(stage, address) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((value) => Services.env.set("http_proxy", value), address);
  (await HostProcess.of(stage.world.home, stage.host)).kill();
}

/** @param {import("../stage.mjs").Stage} stage */
async function nothingForAltered(stage) {
  const entity = await sign(plainPart("Trust me for 100 euros."), stage.person("eve"));
  await deliver(stage, "eve", "Altered stranger", entity.replace("100 euros", "900 euros"));
  const panel = await openPanel(stage, "Altered stranger", "invalid");
  assert.equal(await panel.read(() => document.querySelectorAll(".fix").length), 0);
  await stage.session.closePanels();
  const page = "moz-extension://x/extension/popup/verdict.html";
  const html = `Content-Type: text/html\r\n\r\n<html><body><a id="way" href="${page}">way</a><iframe src="${page}"></iframe><p>reaching out</p></body></html>\r\n`;
  await deliver(stage, "eve", "Reaching for the panel", html);
  await stage.mail.openMessage({ subject: "Reaching for the panel" });
  await stage.mail.shows("reaching out");
  const reach = await stage.thunderbird.read("body", (view) => ({
    api: typeof view.wrappedJSObject?.browser, frames: view.frames.length, frame: view.frames[0]?.location.href ?? "none",
  }));
  assert.equal(reach.api, "undefined");
  assert.ok(!reach.frame.startsWith("moz-extension"), reach.frame);
  return `invalid without a way on; a message that links to the panel gets a frame of ${reach.frame}`;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} from
 * @param {string} subject
 * @param {string} entity
 */
async function deliver(stage, from, subject, entity) {
  await stage.world.deliver(from, ["alice"], header({ from, subject }) + entity);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 * @param {string} look
 */
async function openPanel(stage, subject, look) {
  await stage.mail.openMessage({ subject });
  await stage.mail.badgeSays(look);
  const panel = await stage.session.verdictPanel();
  await looks(panel, look);
  return panel;
}

/**
 * Shows a message anew: what the host did by another way is unknown to the add-on.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} subject
 */
async function reopen(stage, subject) {
  const options = await stage.session.options();
  await until("the page", async () => (await options.text("#anchor-list")) || null);
  await options.read(async () => {
    const port = /** @type {any} */ (browser).runtime.connect({ name: "page" });
    port.postMessage({ call: 1, request: { type: "policy.set", name: "sending.suggestEncryption", value: null } });
    await new Promise((resolve) => port.onMessage.addListener(resolve));
  });
  await stage.session.tidy();
  await stage.mail.openMessage({ subject });
}

/** @param {import("../driver/extension-page.mjs").ExtensionPage} panel */
async function trust(panel) {
  await panel.click("#step-confirmed");
  await panel.click("#step-accept");
}

/**
 * @param {import("../driver/extension-page.mjs").ExtensionPage} panel
 * @param {string} look
 */
async function looks(panel, look) {
  await until(`the panel looks ${look}`, async () => ((await panel.read(() => document.querySelector("#verdict header")?.className)) === look ? true : null));
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} name
 */
async function removeOnPage(stage, name) {
  const options = await stage.session.options();
  await until(`${name} on the page`, async () => ((await options.text("#anchor-list")).includes(name) ? true : null));
  const sha256 = await options.read(
    (wanted) => [...document.querySelectorAll("#anchor-list .card")].find((card) => card.textContent?.includes(wanted))?.getAttribute("data-sha256"),
    name,
  );
  await options.click(`#anchor-list [data-sha256="${sha256}"] .buttons button`);
  await options.click("#dialog-accept");
  await until(`${name} is gone`, async () => ((await options.text("#anchor-list")).includes(name) ? null : true));
  await stage.session.tidy();
}

/**
 * Removes what was learned, so that later stories find their people as they were.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} address
 * @param {string} [file] Of the certificate; all of the address without it.
 */
async function forget(stage, address, file) {
  const found = JSON.parse(await hostCommand(stage, "--json", "certificates", "find", address));
  const wanted = file ? (await fingerprintOf(`${stage.world.people.folder}/${file}.pem`)).toLowerCase() : null;
  for (const { sha256 } of found.certificates) {
    if (!wanted || sha256 === wanted) {
      await hostCommand(stage, "certificates", "remove", sha256);
    }
  }
}

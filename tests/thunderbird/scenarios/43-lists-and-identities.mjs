import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { ComposeStrip } from "../driver/compose-strip.mjs";
import { openWith } from "../driver/draft-window.mjs";
import { ExtensionPage } from "../driver/extension-page.mjs";
import { hostCommand } from "../driver/host-command.mjs";
import { until } from "../driver/processes.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { decrypt, verify } from "../world/openssl.mjs";
import { PASSPHRASE, issueFor } from "../world/people.mjs";

const SALES = "sales@demo.example";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Mailing lists, lists of the address book, and two identities of one account",
  tests: [
    ["an answer to a mailing list is explained by the list's own word (List-Post)", explainMailingList],
    ["a list of the address book is judged by its members, and encrypted to each of them", sendToBookList],
    ["the other identity, chosen in the window, signs with its own certificate", chooseIdentity],
    ["a From written by hand gets that address' certificate", writeFrom],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function explainMailingList(stage) {
  const subject = "To all sailors";
  const fields = "List-Id: <sailors.demo.example>\r\nList-Post: <mailto:sailors@demo.example>\r\n";
  await stage.world.deliver("bob", ["alice"], header({ from: "bob", to: "sailors", subject }) + fields + plainPart("Who is coming?"));
  await stage.mail.openMessage({ subject });
  await stage.mail.shows("Who is coming?");
  const compose = await openWith(stage, "cmd_replylist");
  await until("the list is the recipient", async () => ((await compose.recipients()).join().includes("sailors@demo.example") ? true : null));
  const strip = new ComposeStrip(compose);
  await compose.encrypt();
  await strip.says(/0 of 1/);
  await strip.press("fix");
  const panel = await openPanel(stage);
  const words = await until("the explanation", async () => (await panel.text(".list-hint")) || null);
  assert.match(words, /This is the address of a mailing list/);
  await stage.photograph("explained");
  await panel.click("#back");
  await panel.closes();
  await compose.discard();
  return `"${words}"`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function sendToBookList(stage) {
  await makeBookList(stage, "Crew", ["bob@demo.example", "carol@demo.example"]);
  try {
    const [bob, carol] = [stage.world.maildir("bob"), stage.world.maildir("carol")];
    const [before, carolBefore] = [bob.mark(), carol.mark()];
    const compose = await stage.session.write();
    const strip = new ComposeStrip(compose);
    await chooseBookList(compose, "Crew");
    await compose.write({ subject: "To the crew", text: "We sail at dawn." });
    await compose.encrypt();
    const line = await strip.says(/1 of 2/);
    assert.match(line.text, /carol@demo\.example: no certificate is known/);
    assert.equal(await stage.thunderbird.chrome(() => document.querySelector("mail-address-pill")?.getAttribute("data-smime-state")), "blocked");
    await stage.photograph("one of the crew has no certificate");
    await compose.clickSend();
    const panel = await openPanel(stage);
    assert.match(await panel.text("#recipients"), /carol@demo\.example/);
    await panel.click("#back");
    await panel.closes();
    assert.deepEqual(bob.since(before), []);
    await changeBookList(stage, "Crew", ["bob@demo.example"]);
    await compose.focus();
    await strip.says(/Encrypted for everybody/);
    await compose.clickSend();
    await compose.closes();
    const received = await bob.awaitsNew("the message at Bob's", before);
    assert.match(await decrypt(received.source, stage.person("bob")), /We sail at dawn/);
    assert.deepEqual(carol.since(carolBefore), []);
    return `"${line.text.replace(/\n/g, " ")}"; nothing sent; without Carol on the list openssl reads it as Bob`;
  } finally {
    await removeBookList(stage, "Crew");
  }
}

/**
 * Types the beginning of a list's name and takes what Thunderbird proposes.
 *
 * @param {import("../driver/compose-window.mjs").ComposeWindow} compose
 * @param {string} name
 */
async function chooseBookList(compose, name) {
  const { thunderbird } = compose;
  await compose.focus();
  await thunderbird.click("window", "#toAddrInput");
  await thunderbird.pointer.type(name.slice(0, -1));
  await until("the list is proposed", () => thunderbird.chrome((whole) => /** @type {any} */ (document.getElementById("toAddrInput")).value.includes(`${whole} <`) || null, name));
  await thunderbird.pointer.press("Return");
  await until("it is the recipient", async () => ((await compose.recipients()).some((one) => one.includes(name)) ? true : null));
}

/** @param {import("../stage.mjs").Stage} stage */
async function chooseIdentity(stage) {
  await addIdentity(stage);
  const compose = await stage.session.write();
  await compose.focus();
  await stage.thunderbird.chrome((address) => {
    const list = /** @type {any} */ (document.getElementById("msgIdentity"));
    list.selectedItem = [...list.menupopup.children].find((one) => one.value?.includes(address));
    window.LoadIdentity(false);
  }, SALES);
  const addresses = await send(stage, compose, "From the other identity");
  assert.deepEqual(addresses, [SALES]);
  return `openssl verifies the signature of ${addresses}`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function writeFrom(stage) {
  try {
    const compose = await stage.session.write();
    await compose.focus();
    await stage.thunderbird.chrome((text) => {
      const field = /** @type {any} */ (document.getElementById("msgIdentity"));
      window.MakeFromFieldEditable(true);
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, `Sales <${SALES}>`);
    const addresses = await send(stage, compose, "From by hand");
    assert.deepEqual(addresses, [SALES]);
    return `openssl verifies the signature of ${addresses}, though the identity is still Alice's`;
  } finally {
    await removeIdentity(stage);
  }
}

/**
 * Sends it signed and encrypted to Bob.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("../driver/compose-window.mjs").ComposeWindow} compose
 * @param {string} subject
 * @returns {Promise<string[]>} The addresses in the certificate that signed it, as openssl reads it.
 */
async function send(stage, compose, subject) {
  const bob = stage.world.maildir("bob");
  const before = bob.mark();
  await compose.write({ to: ["bob@demo.example"], subject, text: "With kind regards." });
  await compose.encrypt();
  await compose.sign();
  await new ComposeStrip(compose).says(/Encrypted for everybody/);
  await stage.photograph(subject);
  await compose.clickSend();
  await compose.closes();
  const received = await bob.awaitsNew("the message at Bob's", before);
  assert.match(received.headers.get("from") ?? "", new RegExp(SALES));
  const { content, addresses } = await verify(await decrypt(received.source, stage.person("bob")), stage.world.people.authority);
  assert.match(content, /With kind regards/);
  return addresses;
}

/**
 * A second identity of Alice's account, whose certificate is imported.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function addIdentity(stage) {
  const { pfx } = await issueFor(stage.world.people, { id: "sales", name: "Sales", file: "sales", days: 825 });
  const secret = `${stage.world.people.folder}/sales-passphrase`;
  writeFileSync(secret, `${PASSPHRASE}\n`, { mode: 0o600 });
  await hostCommand(stage, "keys", "import", pfx, "--password-file", secret);
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((address) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const account = MailServices.accounts.defaultAccount;
    const identity = MailServices.accounts.createIdentity();
    identity.copy(account.defaultIdentity);
    identity.email = address;
    identity.fullName = "Sales";
    account.addIdentity(identity);
  }, SALES);
}

/** @param {import("../stage.mjs").Stage} stage */
async function removeIdentity(stage) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((address) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const account = MailServices.accounts.defaultAccount;
    account.removeIdentity(account.identities.find((/** @type {any} */ one) => one.email === address));
  }, SALES);
  const { keys } = JSON.parse(await hostCommand(stage, "--json", "keys", "list"));
  const key = keys.find((/** @type {any} */ one) => JSON.stringify(one).includes(SALES));
  await hostCommand(stage, "keys", "remove", key.id);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} name
 * @param {string[]} members
 */
async function makeBookList(stage, name, members) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((title) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const list = Cc["@mozilla.org/addressbook/directoryproperty;1"].createInstance(Ci.nsIAbDirectory);
    list.isMailList = true;
    list.dirName = title;
    MailServices.ab.directories[0].addMailList(list);
  }, name);
  await changeBookList(stage, name, members);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} name
 * @param {string[]} members All that are on it from now on.
 */
async function changeBookList(stage, name, members) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((title, addresses) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const list = MailServices.ab.directories[0].childNodes.find((/** @type {any} */ one) => one.dirName === title);
    for (const card of list.childCards.filter((/** @type {any} */ one) => !addresses.includes(one.primaryEmail))) {
      list.deleteCards([card]);
    }
    for (const address of addresses.filter((/** @type {string} */ one) => !list.childCards.some((/** @type {any} */ card) => card.primaryEmail === one))) {
      const card = Cc["@mozilla.org/addressbook/cardproperty;1"].createInstance(Ci.nsIAbCard);
      card.primaryEmail = address;
      card.displayName = address;
      list.addCard(card);
    }
  }, name, members);
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} name
 */
async function removeBookList(stage, name) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((title) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const [book] = MailServices.ab.directories;
    const list = book.childNodes.find((/** @type {any} */ one) => one.dirName === title);
    book.deleteCards(list.childCards);
    MailServices.ab.deleteAddressBook(list.URI);
  }, name);
}

/** @param {import("../stage.mjs").Stage} stage */
async function openPanel(stage) {
  const panel = await new ExtensionPage(stage.thunderbird, "popup/missing.html").ready();
  await until("the panel names somebody", async () => (await panel.text("#recipients")) || null);
  return panel;
}

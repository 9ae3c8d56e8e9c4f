import assert from "node:assert/strict";
import { header, plainPart } from "../world/letters.mjs";
import { sign } from "../world/openssl.mjs";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Mail that is not what it claims to be",
  tests: [
    ["altered on the way: invalid", showAltered],
    ["signed with a certificate of an unknown CA: unverified", showUnknownAuthority],
    ["From differs from the certificate: not valid, both addresses shown", showOtherSender],
  ],
};

/** @param {import("../stage.mjs").Stage} stage */
async function showAltered(stage) {
  const entity = await sign(plainPart("Please pay 100 euros."), stage.person("bob"));
  const altered = entity.replace("100 euros", "900 euros");
  assert.notEqual(altered, entity);
  return judge(stage, {
    subject: "An invoice", from: "bob", entity: altered, text: "900 euros", look: "invalid", words: [/chang|alter/i],
  });
}

/** @param {import("../stage.mjs").Stage} stage */
async function showUnknownAuthority(stage) {
  const entity = await sign(plainPart("We have not met."), stage.person("eve"));
  return judge(stage, {
    subject: "A stranger", from: "eve", entity, text: "We have not met.", look: "unverified", words: [/CA that nobody knows/],
  });
}

/** @param {import("../stage.mjs").Stage} stage */
async function showOtherSender(stage) {
  const entity = await sign(plainPart("It is me, Bob."), stage.person("mallory"));
  const result = await judge(stage, {
    subject: "Really Bob", from: "bob", entity, text: "It is me, Bob.", look: "invalid",
    words: [/bob@demo\.example/, /mallory@demo\.example/],
  });
  return `${result}, names bob@demo.example and mallory@demo.example`;
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {{subject: string, from: string, entity: string, text: string, look: string, words: RegExp[]}} expectation
 */
async function judge(stage, { subject, from, entity, text, look, words }) {
  const message = header({ from, subject }) + entity;
  stage.keep("delivered", message);
  await stage.world.deliver(from, ["alice"], message);
  await stage.mail.openMessage({ subject });
  await stage.mail.shows(text);
  const badge = await stage.mail.badgeSays(look);
  const panel = await stage.session.verdictPanel();
  const explanation = await panel.text();
  await stage.photograph("panel");
  assert.equal(await panel.read(() => document.querySelector("#verdict header")?.className), look);
  for (const word of words) {
    assert.match(explanation, word);
  }
  await stage.session.closePanels();
  return `badge "${badge.label}" (${badge.title})`;
}

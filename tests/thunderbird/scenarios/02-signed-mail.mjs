import assert from "node:assert/strict";
import { pause, until } from "../driver/processes.mjs";
import { header, plainPart } from "../world/letters.mjs";
import { idOf } from "../world/maildir.mjs";
import { sign } from "../world/openssl.mjs";

export const SIGNED_SUBJECT = "Lunch on Thursday";

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Bob's signed mail is verified and his certificate collected",
  tests: [
    ["the badge says that the signature is valid", showValidBadge],
    ["the panel says who signed, and who vouches", explainVerdict],
    ["Bob's certificate is in the list, with where it came from", listCollected],
  ],
};

/** @param {import("../world/world.mjs").World} world */
export async function deliverSigned(world) {
  const entity = await sign(plainPart("Dear Alice,\n\nshall we have lunch on Thursday?\n\nBob"), world.people.get("bob"));
  const message = header({ from: "bob", subject: SIGNED_SUBJECT }) + entity;
  await world.deliver("bob", ["alice"], message);
  return message;
}

/** @param {import("../stage.mjs").Stage} stage */
async function showValidBadge(stage) {
  stage.keep("from Bob", await deliverSigned(stage.world));
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  await stage.mail.shows("shall we have lunch on Thursday?");
  const badge = await stage.mail.badgeSays("valid");
  // Its own check, which knows no authority of ours, ends later.
  await pause(2000);
  const { signed } = await stage.mail.cryptoBox();
  assert.equal(signed, "message-signed-ok.svg", "Thunderbird's own seal may not say otherwise");
  return `text shown, badge "${badge.label}" (${badge.title}), and Thunderbird's own seal beside it says so too`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function explainVerdict(stage) {
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  const panel = await stage.session.verdictPanel();
  const look = await panel.read(() => document.querySelector("#verdict header")?.className);
  const words = await panel.text();
  await stage.photograph("panel");
  assert.equal(look, "valid");
  assert.match(words, /Bob Example/);
  assert.match(words, /Demonstration CA/);
  const headline = await panel.text("h1");
  await stage.session.closePanels();
  return `"${headline}", names Bob Example and Demonstration CA`;
}

/** @param {import("../stage.mjs").Stage} stage */
async function listCollected(stage) {
  const options = await stage.session.options();
  const { address } = stage.person("bob");
  await options.click(`#certificate-list [data-address="${address}"] > summary`);
  const card = await until("Bob's certificate is shown", async () => (await options.text(`[data-address="${address}"] .card`)) || null);
  const [message] = stage.world.maildir("alice").withSubject(SIGNED_SUBJECT);
  const id = idOf(message);
  assert.ok(card.includes(id), `the card names the message ${id}:\n${card}`);
  await until("the card is in view", () => options.read(scrollToCard, address));
  return `${address}, from message ${id}`;
}

/**
 * Runs in the options page: true once a correspondent's card can be seen as a whole.
 *
 * @param {string} address
 */
async function scrollToCard(address) {
  const card = document.querySelector(`[data-address="${address}"] .card`);
  card?.scrollIntoView({ block: "center", behavior: "instant" });
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  const box = card?.getBoundingClientRect();
  return (box && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight) || null;
}

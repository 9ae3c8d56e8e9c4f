import { Failure } from "../shared/failure.mjs";
import { HostClient } from "../shared/host-client.mjs";
import { button, byId, localise } from "../shared/page.mjs";
import { failureText, text } from "../shared/text.mjs";
import { recipientCard } from "./recipient.mjs";

/** @typedef {import("../background/compose/missing.mjs").Trouble} Trouble */

const tabId = Number(new URLSearchParams(location.search).get("tab"));
const host = new HostClient(async () => null);

/** @type {Trouble} */
let trouble = { recipients: [], others: 0, sending: false };
/** @type {string[]} */
let lists = [];

/**
 * @param {string} type
 * @param {string} [address]
 * @returns {Promise<any>}
 */
function ask(type, address) {
  return browser.runtime.sendMessage({ type, tabId, address });
}

/** @param {string} words */
function say(words) {
  byId("status").textContent = words;
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>} Undefined when it did not work, which is said.
 */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    say(failureText(Failure.from(error)));
    return undefined;
  }
}

/**
 * Takes one of the ways; the panel closes when it worked.
 *
 * @param {string} type
 */
async function take(type) {
  const taken = await attempt(async () => (await ask(type), true));
  if (taken) {
    window.close();
  }
}

/** What a recipient's card can do. */
const desk = {
  host,
  say,
  attempt,
  ask,
  isList: (/** @type {string} */ address) => lists.includes(address.toLowerCase()),
  /** @param {Trouble} [changed] - As it is after a fix; asked for when not given. */
  async show(changed) {
    trouble = changed ?? (await ask("fix.recheck"));
    showTrouble();
  },
};

function unready() {
  return trouble.recipients.filter(state => !state.ready);
}

function readyCount() {
  return trouble.others + trouble.recipients.length - unready().length;
}

function showTrouble() {
  const open = unready();
  const headline = !open.length ? "missingSettled" : trouble.sending ? "missingHeadline" : "missingHeadlineWriting";
  document.title = text(headline);
  /** @type {HTMLElement} */ (document.querySelector("h1")).textContent = text(headline);
  byId("introduction").textContent = text(open.length ? "missingIntroduction" : "missingSettledIntroduction");
  byId("recipients").replaceChildren(...trouble.recipients.map(state => recipientCard(state, desk)));
  showWays(open.length > 0);
}

/** @param {boolean} open - Whether somebody is not ready. */
function showWays(open) {
  const send = button("missingSend", () => take("missing.send"), { class: "primary", id: "send" });
  const ways = open
    ? [
        button("missingRemove", () => take("missing.remove"), { id: "remove" }),
        readyCount() > 0 && button("missingSeparately", () => confirm("separately"), { id: "separately" }),
        button("missingUnencrypted", () => confirm("unencrypted"), { id: "unencrypted" }),
      ]
    : trouble.sending ? [send] : [];
  const back = button("missingBack", () => take("missing.back"), { class: open ? "primary" : "", id: "back" });
  byId("ways").replaceChildren(back, ...ways.filter(way => way !== false));
  dismiss();
}

/**
 * Asks once more, in plain words.
 *
 * @param {"separately" | "unencrypted"} way
 */
function confirm(way) {
  const addresses = unready().map(({ address }) => address);
  byId("question").textContent = text(way === "separately" ? "missingSeparatelyQuestion" : "missingUnencryptedQuestion", { addresses });
  byId("answers").replaceChildren(
    button("missingUnencryptedNo", dismiss, { class: "primary", id: "keep" }),
    button(way === "separately" ? "missingSeparatelyYes" : "missingUnencryptedYes", () => take(`missing.${way}`), { id: "confirm" })
  );
  byId("confirmation").hidden = false;
  byId("keep").focus();
}

function dismiss() {
  byId("confirmation").hidden = true;
  byId("back").focus();
}

/**
 * Escape leads one step back: from the second question to the first, from there to the message.
 *
 * @param {KeyboardEvent} event
 */
async function leave(event) {
  if (event.key === "Escape") {
    event.preventDefault();
    if (byId("confirmation").hidden) {
      await take("missing.back");
    } else {
      dismiss();
    }
  }
}

localise(document);
document.addEventListener("keydown", leave);
browser.runtime.onMessage.addListener(message => {
  if (message.type === "fix.progress" && message.tabId === tabId) {
    say(text("fixCollecting", { address: message.address, looked: message.looked, total: message.total }));
  }
  return undefined;
});
trouble = await ask("missing");
showTrouble();
lists = (await attempt(() => ask("fix.lists"))) ?? [];
if (lists.length) {
  showTrouble();
}

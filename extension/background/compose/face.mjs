import { codeText, keyOf, text } from "../../shared/text.mjs";

/** As many recipients are told of by name; the panel has them all. */
const NAMED = 3;

/**
 * What a compose window shows.
 *
 * @typedef {object} Face
 * @property {?Strip} strip - The line above the text; null when there is nothing to say.
 * @property {{ address: string, state: "ready" | "notice" | "blocked", title: string }[]} pills
 * @property {?{ hidden: boolean, text: string, title: string }} subject
 */

/**
 * @typedef {object} Strip
 * @property {"good" | "info" | "warning" | "bad"} level
 * @property {string} text
 * @property {string} detail
 * @property {{ id: Action, label: string }[]} actions
 */

/** @typedef {"fix" | "recipients" | "encrypt" | "clear" | "unsign" | "release" | "settings"} Action */

/**
 * @typedef {object} View
 * @property {import("./watch.mjs").Described} described
 * @property {import("./choices.mjs").Choices} choices
 * @property {?import("../../types/protocol.d.ts").RecipientsChecked} checked - Null when the host could not be asked.
 * @property {?import("../../shared/failure.mjs").Failure} failure - Why it could not.
 */

/** Findings about the sender that matter for what is switched on. */
const ABOUT_SIGNING = new Set(["no-signing-key", "sender-mismatch"]);
const ABOUT_ENCRYPTING = new Set(["no-own-certificate"]);

/**
 * @param {View} view
 * @returns {Face}
 */
export function faceOf(view) {
  const { choices, checked } = view;
  return {
    strip: stripOf(view),
    pills: choices.encrypt && checked ? checked.recipients.map(pillOf) : [],
    subject: subjectOf(view),
  };
}

/** @param {import("../../types/protocol.d.ts").RecipientState} state */
export function isUnready({ ready }) {
  return !ready;
}

/**
 * The most serious thing there is to say; the others follow when it is settled.
 *
 * @param {View} view
 * @returns {?Strip}
 */
function stripOf(view) {
  const steps = [conflict, silence, sender, boundButClear, newsgroups, encrypting, noLonger, askedBefore, suggestion];
  for (const step of steps) {
    const said = step(view);
    if (said) {
      return said;
    }
  }
  return null;
}

/** @param {View} view */
function conflict({ described: { own }, choices }) {
  const both = own.able && (own.encrypt || own.sign) && (choices.encrypt || choices.sign);
  return both ? strip("bad", text("stripConflict", { technology: own.technology }), "", ["release"]) : null;
}

/** @param {View} view - Nothing can be said without the host; and nothing needs to be where nothing is switched on. */
function silence({ choices, failure }) {
  return failure && (choices.encrypt || choices.sign)
    ? strip("bad", text("stripNoHost"), codeText("failure", failure.code, failure.parameters), ["settings"])
    : null;
}

/** @param {View} view */
function sender({ choices, checked }) {
  for (const { code, parameters } of checked?.sender ?? []) {
    if (choices.sign && ABOUT_SIGNING.has(code)) {
      return strip("bad", codeText("failure", code, parameters), "", ["unsign", "settings"]);
    }
    if (choices.encrypt && ABOUT_ENCRYPTING.has(code)) {
      return strip("bad", codeText("failure", code, parameters), "", ["clear", "settings"]);
    }
  }
  return null;
}

/** @param {View} view */
function boundButClear({ choices, checked }) {
  const bound = ruled(checked, "always");
  return !choices.encrypt && bound.length ? strip("bad", text("stripRuleAlways", { addresses: named(bound) }), "", ["encrypt"]) : null;
}

/** @param {View} view */
function newsgroups({ choices, described }) {
  return choices.encrypt && described.newsgroups ? strip("bad", codeText("failure", "newsgroup-encrypted"), "", ["clear"]) : null;
}

/** @param {View} view */
function encrypting({ choices, checked, described }) {
  if (!choices.encrypt || !checked?.recipients.length) {
    return null;
  }
  const { recipients } = checked;
  const unready = recipients.filter(isUnready);
  if (unready.length) {
    const counts = { ready: recipients.length - unready.length, total: recipients.length };
    return strip("warning", text("stripSomeReady", counts), sayings(unready), ["fix"]);
  }
  const changed = recipients.filter(({ reason }) => reason === "changed");
  if (changed.length) {
    return strip("warning", text("stripChanged", { addresses: named(changed.map(one => one.address)) }), "", ["fix"]);
  }
  if (described.linked) {
    return strip("warning", text("stripLinked"), "", ["recipients"]);
  }
  return choices.decidedBy === "user" || choices.decidedBy === undefined
    ? strip("good", text("stripReady"), "", ["recipients"])
    : strip("good", text(keyOf("stripReady", choices.decidedBy)) || text("stripReady"), "", ["clear", "recipients"]);
}

/** @param {View} view */
function noLonger({ choices: { encrypt, lost = [] }, checked }) {
  const unready = checked?.recipients.filter(({ address }) => lost.includes(address)) ?? [];
  return !encrypt && unready.length ? strip("warning", text("stripNoLonger"), sayings(unready), ["fix", "encrypt"]) : null;
}

/** @param {View} view */
function askedBefore({ choices, checked }) {
  const asked = ruled(checked, "ask");
  return !choices.encrypt && asked.length ? strip("info", text("stripRuleAsk", { addresses: named(asked) }), "", ["encrypt"]) : null;
}

/** @param {View} view */
function suggestion({ choices, checked, described }) {
  const everybody = checked?.recipients.length && !checked.recipients.some(isUnready) && !described.newsgroups;
  const able = checked && !checked.sender.some(({ code }) => ABOUT_ENCRYPTING.has(code)) && !(described.own.encrypt && described.own.able);
  const wanted = checked?.suggestEncryption && choices.decidedBy !== "user";
  return !choices.encrypt && wanted && everybody && able ? strip("info", text("stripSuggestion"), "", ["encrypt"]) : null;
}

/**
 * @param {Strip["level"]} level
 * @param {string} words
 * @param {string} detail
 * @param {Action[]} actions
 * @returns {Strip}
 */
function strip(level, words, detail, actions) {
  return { level, text: words, detail, actions: actions.map(id => ({ id, label: text(`stripAction_${id}`) })) };
}

/** @param {import("../../types/protocol.d.ts").RecipientState} state */
function pillOf(state) {
  const { address, ready, reason } = state;
  const mark = /** @type {"ready" | "notice" | "blocked"} */ (!ready ? "blocked" : reason === "changed" ? "notice" : "ready");
  return { address, state: mark, title: text("pillTitle", { address, state: wordsOf(state) }) };
}

/**
 * @param {import("../../types/protocol.d.ts").RecipientState} state
 * @returns {string} Their state in few words; of a sub-address also what is known about its plain address.
 */
function wordsOf({ reason, findings }) {
  for (const { code, parameters: { plain } } of findings) {
    if (code === "recipient-plain-known") {
      return text("statePlainKnown", { plain });
    }
    if (code === "recipient-same-mailbox" && reason === "ready") {
      return text("stateSameMailbox", { plain });
    }
  }
  return codeText("state", reason);
}

/** @param {View} view */
function subjectOf({ choices, checked }) {
  if (!checked || (!choices.encrypt && !choices.sign)) {
    return null;
  }
  const hidden = choices.encrypt && checked.hidesSubject;
  const key = hidden ? "Hidden" : choices.encrypt ? "Readable" : "Signed";
  return { hidden, text: text(`subject${hidden ? "Hidden" : "Readable"}`), title: text(`subject${key}Title`) };
}

/**
 * @param {View["checked"]} checked
 * @param {string} rule
 */
function ruled(checked, rule) {
  return (checked?.recipients ?? []).filter(one => one.rule === rule).map(({ address }) => address);
}

/** @param {import("../../types/protocol.d.ts").RecipientState[]} unready */
function sayings(unready) {
  const said = unready.slice(0, NAMED).map(one => text("stripSaying", { address: one.address, state: wordsOf(one) }));
  return [...said, ...more(unready.length)].join(" · ");
}

/** @param {string[]} addresses */
function named(addresses) {
  return [...addresses.slice(0, NAMED), ...more(addresses.length)].join(", ");
}

/** @param {number} count */
function more(count) {
  return count > NAMED ? [text("stripMore", { count: count - NAMED })] : [];
}

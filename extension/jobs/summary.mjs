import { element } from "../shared/page.mjs";
import { codeText, failureText, text } from "../shared/text.mjs";

/** @typedef {import("../background/folders/job.mjs").Job} Job */

/** What messages came to, in the order in which it is told. */
const REWRITTEN = ["copied", "trashed", "already", "plain", "gone", "failed"];
const COLLECTED = ["looked", "signed", "added", "known", "refused", "gone", "failed"];

/**
 * @param {Job} job
 * @returns {HTMLElement[]}
 */
export function summaryOf({ options, tally, people }) {
  const rows = (options.kind === "collect" ? COLLECTED : REWRITTEN).filter(what => tally[what]);
  const names = Object.keys(people).sort();
  return [
    element("ul", { class: "tally" }, rows.map(what => element("li", { "data-what": what }, text(tallyKey(options.kind, what), { count: tally[what] })))),
    ...(names.length ? [peopleTable(names, people)] : []),
  ];
}

/**
 * @param {Job} job
 * @returns {HTMLElement[]}
 */
export function notesOf({ notes }) {
  return notes.length
    ? [
        element("h3", {}, text("workNotes")),
        element("ul", { class: "notes" }, notes.map(one => element("li", { class: "mark warning" }, `${one.subject}: ${failureText(one)}`))),
      ]
    : [];
}

/**
 * @param {string[]} names
 * @param {Job["people"]} people
 */
function peopleTable(names, people) {
  return element(
    "table",
    {},
    element("caption", { class: "faint" }, text("workPeople")),
    element("thead", {}, element("tr", {}, ["workPerson", "workLearned"].map(key => element("th", { scope: "col" }, text(key))))),
    element("tbody", {}, names.map(name => element("tr", { "data-address": name }, element("th", { scope: "row" }, name), element("td", {}, lessonText(people[name])))))
  );
}

/** @param {Job["people"][string]} person */
function lessonText({ added, known, refused, reason }) {
  return [
    added && text("workAdded", { count: added }),
    known && text("workKnown", { count: known }),
    refused && text("workRefused", { count: refused, reason: reasonText(reason) }),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** @param {string} reason - A word for a chain or a signature. */
function reasonText(reason) {
  return reason === "unverified" || reason === "invalid" ? codeText("signature", reason) : codeText("trust", reason);
}

/**
 * @param {string} kind
 * @param {string} what
 */
function tallyKey(kind, what) {
  return what === "copied" ? `workTally_${kind}` : `workTally_${what}`;
}

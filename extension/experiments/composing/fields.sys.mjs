import { MailServices } from "resource:///modules/MailServices.sys.mjs";

/** Fields of recipients: as the header names them, and as the compose fields do. */
const RECIPIENTS = [["to", "to"], ["cc", "cc"], ["bcc", "bcc"], ["reply-to", "replyTo"]];
const GROUPS = [["newsgroups", "newsgroups"], ["followup-to", "followupTo"]];
const PRIORITIES = ["Highest", "High", "Normal", "Low", "Lowest"];

/**
 * Gives a reopened draft or template the header that it had: outside the protection some of it may be hidden.
 *
 * @param {any} window
 * @param {any} headers - The protected ones, as jsmime gives them.
 */
export function restoreHeader(window, headers) {
  const fields = window.gMsgCompose.compFields;
  setSubject(window, headers.get("subject") ?? "");
  /** @type {Record<string, string>} */
  const changed = {};
  for (const [header, field] of RECIPIENTS) {
    const value = addresses(headers.get(header));
    if (value && value !== addresses(MailServices.headerParser.parseEncodedHeaderW(fields[field]))) {
      changed[field] = value;
    }
  }
  for (const [header, field] of GROUPS) {
    const value = (headers.getRawHeader(header)?.[0] ?? "").trim();
    if (value && value !== fields[field]) {
      changed[field] = value;
    }
  }
  if (Object.keys(changed).length) {
    window.CompFields2Recipients(changed);
  }
  fields.references ||= (headers.getRawHeader("references")?.[0] ?? "").replace(/\s+/g, " ").trim();
  restorePriority(window, headers.getRawHeader("x-priority")?.[0] ?? "");
}

/**
 * @param {any} window
 * @param {string} subject
 */
export function setSubject(window, subject) {
  window.gMsgCompose.compFields.subject = subject;
  window.document.getElementById("msgSubject").value = subject;
  window.SetComposeWindowTitle();
}

/**
 * @param {any} window
 * @param {string} raw - For example "2 (High)".
 */
function restorePriority(window, raw) {
  const priority = PRIORITIES[Number(/^\s*([1-5])/.exec(raw)?.[1] ?? 3) - 1];
  const fields = window.gMsgCompose.compFields;
  if (!fields.priority && priority !== "Normal") {
    fields.priority = priority;
    window.updatePriorityToolbarButton(priority);
  }
}

/** @param {?{ name: string, email: string }[]} list */
function addresses(list) {
  return (list ?? []).filter(one => one.email).map(one => MailServices.headerParser.makeMimeAddress(one.name, one.email)).join(", ");
}

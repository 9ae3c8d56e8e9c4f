import { element } from "../shared/page.mjs";
import { codeText, text } from "../shared/text.mjs";

const KNOWN = "recipient-plain-known";
const SAME = "recipient-same-mailbox";

/**
 * The one thing that the user alone can know about a sub-address (`bob+news@…`): whether it is the same mailbox as its plain
 * address, for which there is a certificate.
 *
 * @param {import("../types/protocol.d.ts").RecipientState} state
 * @param {import("./recipient.mjs").Desk} desk
 * @returns {HTMLElement[]} The way to say so, or to take it back.
 */
export function mailboxFixes({ address, findings }, desk) {
  return findings.flatMap(({ code, parameters: { plain } }) => {
    if (code !== KNOWN && code !== SAME) {
      return [];
    }
    const same = code === KNOWN;
    const press = () => say(address, plain, same, desk);
    const words = same ? text("fixSameMailbox", { plain }) : text("fixOtherMailbox");
    return [element("button", { type: "button", "data-fix": same ? "same-mailbox" : "other-mailbox", click: press }, words)];
  });
}

/**
 * @param {import("../types/protocol.d.ts").RecipientState} state
 * @returns {?HTMLElement} That another address' certificate serves this one: always said, though it is as the user wanted it.
 */
export function mailboxNote({ findings }) {
  const same = findings.find(({ code }) => code === SAME);
  return same ? element("div", { class: "faint" }, codeText("finding", SAME, same.parameters)) : null;
}

/**
 * @param {string} address
 * @param {string} plain
 * @param {boolean} same
 * @param {import("./recipient.mjs").Desk} desk
 */
async function say(address, plain, same, desk) {
  await desk.attempt(async () => {
    await desk.host.request({ type: "recipients.same-mailbox", address, same });
    await desk.show();
    desk.say(text(same ? "fixSameMailboxDone" : "fixOtherMailboxDone", { address, plain }));
  });
}

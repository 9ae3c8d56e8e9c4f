import { MailServices } from "resource:///modules/MailServices.sys.mjs";
import { hasOwnProtection } from "../sending/compose-fields.sys.mjs";

const FIELDS = new Set(["to", "cc", "bcc"]);

/**
 * @param {any} pill - A recipient as the window shows it.
 * @returns {{ address: string, field: string, list: string }[]} More than one for a list of the address book.
 */
export function recipientsOf(pill) {
  const field = pill.closest(".address-row")?.dataset.recipienttype?.replace("addr_", "") ?? "";
  if (!pill.isMailList || !pill.listURI) {
    return [{ address: pill.emailAddress ?? "", field, list: "" }];
  }
  const { childCards } = MailServices.ab.getDirectory(pill.listURI);
  return childCards.map((/** @type {any} */ card) => ({ address: card.primaryEmail, field, list: pill.label }));
}

/**
 * @param {any} window - A compose window.
 * @returns {import("../../background/compose/watch.mjs").Described}
 */
export function describeWindow(window) {
  const { document } = window;
  const identity = window.gCurrentIdentity;
  const pills = [...document.querySelectorAll("#recipientsContainer mail-address-pill")];
  const recipients = pills.flatMap(recipientsOf).filter(one => FIELDS.has(one.field) && one.address.includes("@"));
  return {
    from: addressIn(document.getElementById("msgIdentity")?.value) || identity?.email || "",
    identity: identity?.email ?? "",
    recipients: /** @type {any} */ (recipients),
    linked: [...document.getElementById("attachmentBucket").itemChildren].some(item => item.attachment.sendViaCloud),
    newsgroups: Boolean(document.querySelector("#addressRowNewsgroups:not(.hidden) mail-address-pill")),
    own: {
      encrypt: Boolean(window.gSendEncrypted),
      sign: Boolean(window.gSendSigned),
      technology: window.gSelectedTechnologyIsPGP ? "OpenPGP" : "S/MIME",
      able: Boolean(identity && hasOwnProtection(identity)),
    },
  };
}

/** @param {any} window - Switches Thunderbird's own encryption and signature off for its message. */
export function releaseProtection(window) {
  if (window.gSendEncrypted) {
    window.toggleEncryptMessage();
  }
  if (window.gSendSigned) {
    window.toggleGlobalSignMessage();
  }
}

/**
 * @param {?string} text - As people write it.
 * @returns {string} The first bare address in it, or nothing.
 */
function addressIn(text) {
  return MailServices.headerParser.parseDecodedHeader(text ?? "")[0]?.email ?? "";
}

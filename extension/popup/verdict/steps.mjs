import { readableName } from "../../shared/names.mjs";
import { button, element } from "../../shared/page.mjs";
import { text, timeText } from "../../shared/text.mjs";
import { copyButton } from "./copy.mjs";

/** @typedef {import("./remedies.mjs").Remedy} Remedy */

/**
 * A step that takes the place of the verdict until it is decided. Whoever decides has read what it means, and has said so.
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {(Node | false)[]} content
 * @property {string} confirmed - Key of what the user says to have done; the button works only then. Empty where nothing is to be said.
 * @property {string} accept - Key of the button's text.
 * @property {() => Promise<void>} act
 */

/**
 * @param {string} sha256 - Hex.
 * @returns {string} In groups of four, for comparing by eye or voice.
 */
export function grouped(sha256) {
  return (sha256.match(/.{1,4}/g) ?? []).join(" ").toUpperCase();
}

/** @param {string} sha256 */
function fingerprint(sha256) {
  return element(
    "div",
    { class: "fingerprint-box" },
    element("p", { class: "fingerprint", id: "fingerprint" }, grouped(sha256)),
    copyButton("verdictCopyFingerprint", () => grouped(sha256))
  );
}

/**
 * @param {Remedy} remedy
 * @param {() => Promise<void>} act
 * @returns {Step}
 */
export function trustStep({ certificate, sha256 }, act) {
  const { subject, notBefore, notAfter } = /** @type {import("./remedies.mjs").InspectedAnchor} */ (certificate).certificate;
  const name = readableName(subject);
  return {
    title: text("verdictTrustTitle", { name }),
    content: [
      element("p", {}, text("anchorsQuestion", { subject: name })),
      element("p", { class: "faint" }, text("verdictTrustValidity", { from: timeText(notBefore), to: timeText(notAfter) })),
      element("p", {}, text("anchorsCompare")),
      fingerprint(sha256),
      element("p", { class: "faint" }, text("verdictTrustUndo")),
    ],
    confirmed: "verdictTrustConfirmed",
    accept: "verdictTrustAccept",
    act,
  };
}

/**
 * @param {Remedy} remedy
 * @param {() => Promise<void>} act
 * @returns {Step}
 */
export function compareStep({ kind, address, sha256 }, act) {
  const direct = kind === "compare-fingerprint";
  return {
    title: text("contactCompareTitle", { address }),
    content: [
      element("p", {}, text("contactCompareHow")),
      fingerprint(sha256),
      element("p", { class: "faint" }, text("contactCompareDiffers")),
      direct && element("p", {}, text("verdictCompareMeans", { address })),
      direct && element("p", { class: "faint" }, text("verdictTrustUndo")),
    ],
    confirmed: "verdictCompareConfirmed",
    accept: direct ? "verdictCompareAccept" : "contactCompareSame",
    act,
  };
}

/**
 * @param {{ encrypted: boolean, exporter: ?string }} message - Whose key could sign the file.
 * @param {(signAs: ?string) => Promise<void>} save
 * @returns {Step}
 */
export function proofStep({ encrypted, exporter }, save) {
  const sign = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: "proof-sign" }));
  return {
    title: text("verdictProofTitle"),
    content: [
      element("p", {}, text("verdictProofAbout")),
      encrypted && element("p", { class: "mark warning", id: "proof-clear" }, element("span", {}, text("verdictProofClear"))),
      exporter !== null && element("p", {}, element("label", { class: "choice" }, sign, element("span", {}, text("verdictProofSign", { address: exporter })))),
    ],
    confirmed: "",
    accept: "verdictProofSave",
    act: () => save(sign.checked ? exporter : null),
  };
}

/**
 * @param {Step} step
 * @param {() => void} leave
 * @param {(error: unknown) => void} fail
 * @returns {HTMLElement}
 */
export function showStep({ title, content, confirmed, accept, act }, leave, fail) {
  const yes = /** @type {HTMLButtonElement} */ (button(accept, () => decide(), { class: "primary", id: "step-accept" }));
  const sure = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: "step-confirmed", change: () => (yes.disabled = !sure.checked) }));
  const decide = async () => {
    yes.disabled = true;
    try {
      await act();
    } catch (error) {
      yes.disabled = false;
      fail(error);
    }
  };
  yes.disabled = confirmed !== "";
  return element(
    "section",
    { class: "step", "aria-labelledby": "step-title" },
    element("h1", { id: "step-title", tabindex: "-1" }, title),
    ...content.filter(one => one !== false),
    confirmed !== "" && element("p", {}, element("label", { class: "choice" }, sure, element("span", {}, text(confirmed)))),
    element("div", { class: "buttons" }, yes, button("dialogCancel", leave, { id: "step-cancel" }))
  );
}

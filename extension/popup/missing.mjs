import { Failure } from "../shared/failure.mjs";
import { button, byId, element, localise } from "../shared/page.mjs";
import { codeText, failureText } from "../shared/text.mjs";

const tabId = Number(new URLSearchParams(location.search).get("tab"));

/**
 * @param {string} type
 * @returns {Promise<any>}
 */
function ask(type) {
  return browser.runtime.sendMessage({ type, tabId });
}

/**
 * Takes one of the ways; the panel closes when it worked and says so when it did not.
 *
 * @param {string} type
 */
async function take(type) {
  try {
    await ask(type);
    window.close();
  } catch (error) {
    byId("status").textContent = failureText(Failure.from(error));
  }
}

/** @param {boolean} shown - Whether the second question, in plain words, is open. */
function confirmUnencrypted(shown) {
  byId("confirmation").hidden = !shown;
  const target = shown ? byId("answers").firstElementChild : byId("ways").firstElementChild;
  /** @type {HTMLElement} */ (target).focus();
}

/** Reasons whose finding says the same once more. */
const SAID = new Set(["missing", "revoked", "untrusted", "wrong-usage"].map(reason => `recipient-${reason}`));

/** @param {import("../types/protocol.d.ts").RecipientState} recipient */
function showRecipient({ address, reason, findings }) {
  return element(
    "li",
    {},
    element("strong", {}, address),
    element("div", {}, codeText("reason", reason)),
    findings.filter(one => !SAID.has(one.code)).map(one => element("div", { class: "faint" }, codeText("finding", one.code, one.parameters)))
  );
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
      confirmUnencrypted(false);
    }
  }
}

localise(document);
document.addEventListener("keydown", leave);
document.title = document.querySelector("h1")?.textContent ?? "";
byId("recipients").append(...(await ask("missing")).map(showRecipient));
byId("ways").append(
  button("missingBack", () => take("missing.back"), { class: "primary", id: "back" }),
  button("missingRemove", () => take("missing.remove"), { id: "remove" }),
  button("missingUnencrypted", () => confirmUnencrypted(true), { id: "unencrypted" })
);
byId("answers").append(
  button("missingUnencryptedNo", () => confirmUnencrypted(false), { class: "primary", id: "keep" }),
  button("missingUnencryptedYes", () => take("missing.unencrypted"), { id: "confirm" })
);
confirmUnencrypted(false);

import { element } from "./page.mjs";
import { codeText, keyOf, text } from "./text.mjs";

/**
 * @typedef {object} SecretQuestion
 * @property {string} kind
 * @property {Record<string, string>} parameters
 */

/** The shortest passphrase that may be set. */
const SHORTEST = 8;

/**
 * A form that asks for a secret: what for, what was wrong, one field, or two where a new secret is chosen.
 *
 * @param {SecretQuestion} question
 * @param {(secret: ?string) => void} answer - Null when it is dismissed.
 * @param {"h1" | "h2"} [heading] - What its title is on the page.
 * @returns {HTMLElement}
 */
export function secretForm({ kind, parameters }, answer, heading = "h2") {
  const fresh = kind.endsWith("-new");
  const input = field("secret", fresh ? "new-password" : "off", true);
  const repeat = fresh ? field("secret-repeat", "new-password", false) : null;
  const wrong = element("p", { id: "secret-wrong", class: "wrong", role: "alert" }, troubleText(kind, parameters));
  /** @type {EventListener} */
  const submit = event => {
    event.preventDefault();
    const trouble = repeat && complaint(input.value, repeat.value);
    if (trouble) {
      wrong.textContent = trouble;
      input.focus();
    } else if (input.value) {
      answer(input.value);
    }
  };
  return element(
    "form",
    { submit, input: () => (wrong.textContent = "") },
    element(heading, { id: "dialog-title" }, codeText("prompt", kind)),
    parameters.purpose && element("p", { id: "secret-purpose" }, codeText("promptPurpose", parameters.purpose, parameters)),
    element("label", { for: "secret" }, codeText("promptLabel", kind, parameters)),
    input,
    repeat && element("label", { for: "secret-repeat" }, text("promptRepeat")),
    repeat,
    wrong,
    element(
      "div",
      { class: "buttons" },
      element("button", { type: "submit", class: "primary", id: "dialog-accept" }, text("dialogContinue")),
      element("button", { type: "button", id: "dialog-dismiss", click: () => answer(null) }, text("dialogCancel"))
    )
  );
}

/**
 * @param {string} id
 * @param {string} autocomplete
 * @param {boolean} autofocus
 */
function field(id, autocomplete, autofocus) {
  return /** @type {HTMLInputElement} */ (
    element("input", { type: "password", id, autocomplete, autofocus, spellcheck: "false", "aria-describedby": "secret-purpose secret-wrong" })
  );
}

/**
 * @param {string} kind
 * @param {Record<string, string>} parameters
 */
function troubleText(kind, { reason }) {
  if (!reason) {
    return "";
  }
  return text(keyOf("promptTrouble", `${kind}-${reason}`)) || text("promptWrong");
}

/**
 * @param {string} secret
 * @param {string} repeated
 * @returns {string} What is wrong with a new secret; empty when nothing is.
 */
function complaint(secret, repeated) {
  if ([...secret].length < SHORTEST) {
    return text("promptTooShort", { least: SHORTEST });
  }
  return secret === repeated ? "" : text("promptDifferent");
}

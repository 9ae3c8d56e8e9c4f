import { byId, element } from "../shared/page.mjs";
import { secretForm } from "../shared/secret-form.mjs";
import { text } from "../shared/text.mjs";

/**
 * Shows the page's one dialog until it is answered.
 *
 * @template T
 * @param {(close: (answer: T) => void) => HTMLElement} build
 * @param {T} dismissed - The answer when it is left with Escape.
 * @returns {Promise<T>}
 */
export function showDialog(build, dismissed) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("dialog"));
  return new Promise(resolve => {
    /** @param {T} answer */
    const close = answer => {
      dialog.oncancel = null;
      dialog.close();
      dialog.replaceChildren();
      resolve(answer);
    };
    dialog.replaceChildren(build(close));
    dialog.oncancel = event => {
      event.preventDefault();
      close(dismissed);
    };
    dialog.showModal();
  });
}

/**
 * @param {string} acceptKey
 * @param {() => void} dismiss
 */
export function buttons(acceptKey, dismiss) {
  return element(
    "div",
    { class: "buttons" },
    element("button", { type: "submit", class: "primary", id: "dialog-accept" }, text(acceptKey)),
    element("button", { type: "button", id: "dialog-dismiss", click: dismiss }, text("dialogCancel"))
  );
}

/**
 * Asks for a secret. It goes nowhere but into the answer.
 *
 * @param {import("../shared/host-client.mjs").PagePrompt} prompt
 * @returns {Promise<?string>}
 */
export function askSecret(prompt) {
  return showDialog(close => secretForm(prompt, close), /** @type {?string} */ (null));
}

/**
 * @param {string} title
 * @param {(Node | string)[]} content
 * @param {string} acceptKey - Text of the button that says yes.
 * @returns {Promise<boolean>}
 */
export function confirm(title, content, acceptKey) {
  return showDialog(close => {
    /** @type {EventListener} */
    const submit = event => {
      event.preventDefault();
      close(true);
    };
    return element(
      "form",
      { submit },
      element("h2", { id: "dialog-title" }, title),
      ...content,
      buttons(acceptKey, () => close(false))
    );
  }, false);
}

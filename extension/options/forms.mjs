import { element } from "../shared/page.mjs";
import { buttons, showDialog } from "./dialogs.mjs";

/**
 * Asks for several things in one dialog.
 *
 * @param {string} title
 * @param {(Node | string)[]} content - With the fields among it.
 * @param {string} acceptKey - Text of the button that says yes.
 * @param {(form: any) => void} [prepare] - Gets the form with its fields by their names.
 * @returns {Promise<?Record<string, string>>} What was given, by the fields' names; null when the dialog was dismissed.
 */
export function askForm(title, content, acceptKey, prepare) {
  return showDialog(close => {
    /** @type {EventListener} */
    const submit = event => {
      event.preventDefault();
      close(Object.fromEntries([...new FormData(/** @type {HTMLFormElement} */ (event.target))].map(([name, value]) => [name, String(value)])));
    };
    const form = element(
      "form",
      { submit },
      element("h2", { id: "dialog-title" }, title),
      ...content,
      buttons(acceptKey, () => close(null))
    );
    prepare?.(/** @type {HTMLFormElement} */ (form).elements);
    return form;
  }, /** @type {?Record<string, string>} */ (null));
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 * @param {Record<string, string | boolean>} [attributes]
 */
export function field(name, label, value, attributes = {}) {
  return element("label", { class: "choice" }, label, element("input", { name, value, autocomplete: "off", ...attributes }));
}

/**
 * @param {string} name
 * @param {string} label
 * @param {[string, string][]} options - Values with what they are called; the first is chosen.
 */
export function choice(name, label, options) {
  return element("label", { class: "choice" }, label, " ", element("select", { name }, options.map(([value, shown]) => element("option", { value }, shown))));
}

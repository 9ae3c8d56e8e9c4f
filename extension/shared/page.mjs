import { text } from "./text.mjs";

/**
 * Puts the texts into a page: `data-text` names an element's text, `data-label` its name for screen readers.
 *
 * @param {ParentNode} root
 */
export function localise(root) {
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-text]"))) {
    one.textContent = text(one.dataset.text ?? "");
  }
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-label]"))) {
    one.setAttribute("aria-label", text(one.dataset.label ?? ""));
  }
  document.documentElement.lang = browser.i18n.getUILanguage();
  document.documentElement.dir = text("@@bidi_dir");
}

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @param {string} name
 * @param {Record<string, string | boolean | ((event: Event) => unknown)>} [attributes] - A function listens to the event of its name.
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      created.addEventListener(key, value);
    } else if (typeof value === "boolean") {
      created.toggleAttribute(key, value);
    } else {
      created.setAttribute(key, value);
    }
  }
  created.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return created;
}

/**
 * @param {string} key - Of its text.
 * @param {() => unknown} press
 * @param {Record<string, string>} [attributes]
 */
export function button(key, press, attributes = {}) {
  return element("button", { type: "button", ...attributes, click: () => press() }, text(key));
}

/**
 * @param {string} id
 * @returns {HTMLElement} The page's element of this id, which is in its document.
 */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

import { element } from "../../shared/page.mjs";
import { keyOf, text } from "../../shared/text.mjs";

/**
 * @typedef {import("../../types/protocol.d.ts").PolicyEntry} PolicyEntry
 * @typedef {import("./catalogue.mjs").Setting} Setting
 */

/**
 * What a person changes a value with.
 *
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {HTMLElement} field - What errors and explanations are tied to.
 * @property {boolean} named - Whether the setting's name is in it already.
 * @property {() => string} value
 * @property {(entry: PolicyEntry) => void} show
 */

/** @param {string} name - A name that is not known here stands for itself. */
export function policyLabel(name) {
  return text(keyOf("policy", name)) || name;
}

/**
 * @param {Setting} setting
 * @param {PolicyEntry} entry
 * @param {string} value
 * @returns {string} The value in words.
 */
export function valueText({ name, words, unit }, { kind }, value) {
  switch (kind) {
    case "boolean":
      return text(value === "true" ? "policyOn" : "policyOff");
    case "choice":
      return wordText(name, value);
    case "integer":
      return unit === "bytes" ? sizeText(Number(value)) : Number(value).toLocaleString(browser.i18n.getUILanguage());
    default:
      return words ? value.split(",").map(word => wordText(name, word)).join(", ") : wordText(name, value);
  }
}

/**
 * @param {string} name
 * @param {string} word
 */
function wordText(name, word) {
  return text(keyOf("policyWord", `${name}_${word}`)) || word;
}

/**
 * @param {number} bytes
 * @returns {string} In the largest unit that leaves at least one.
 */
export function sizeText(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(bytes || 1) / 10)));
  return new Intl.NumberFormat(browser.i18n.getUILanguage(), { style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: 1 }).format(
    bytes / 1024 ** step
  );
}

/**
 * @param {Setting} setting
 * @param {PolicyEntry} entry
 * @param {() => void} changed
 * @returns {Control}
 */
export function controlFor(setting, entry, changed) {
  if (entry.kind === "boolean") {
    return checkbox(setting.name, changed);
  }
  if (entry.kind === "choice") {
    return select(setting, entry, changed);
  }
  return setting.words ? checkboxes(setting, setting.words, changed) : input(setting, entry, changed);
}

/**
 * @param {string} name
 * @param {() => void} changed
 * @returns {Control}
 */
function checkbox(name, changed) {
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: `policy-${name}`, change: changed }));
  return {
    element: element("label", { class: "choice" }, box, " ", policyLabel(name)),
    field: box,
    named: true,
    value: () => String(box.checked),
    show: ({ value }) => (box.checked = value === "true"),
  };
}

/**
 * @param {Setting} setting
 * @param {PolicyEntry} entry
 * @param {() => void} changed
 * @returns {Control}
 */
function select({ name }, entry, changed) {
  const options = entry.choices.map(word =>
    element("option", { value: word }, word === entry.default ? text("policyDefaultChoice", { value: wordText(name, word) }) : wordText(name, word))
  );
  const field = /** @type {HTMLSelectElement} */ (element("select", { id: `policy-${name}`, change: changed }, options));
  return { element: field, field, named: false, value: () => field.value, show: ({ value }) => (field.value = value) };
}

/**
 * @param {Setting} setting
 * @param {string[]} words
 * @param {() => void} changed
 * @returns {Control}
 */
function checkboxes({ name }, words, changed) {
  const boxes = words.map(value => /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", value, change: changed })));
  const field = element(
    "fieldset",
    { id: `policy-${name}` },
    element("legend", {}, policyLabel(name)),
    boxes.map(box => element("label", { class: "choice" }, box, " ", wordText(name, box.value)))
  );
  return {
    element: field,
    field,
    named: true,
    value: () => boxes.filter(box => box.checked).map(box => box.value).join(","),
    show: ({ value }) => boxes.forEach(box => (box.checked = value.split(",").includes(box.value))),
  };
}

/**
 * @param {Setting} setting
 * @param {PolicyEntry} entry
 * @param {() => void} changed
 * @returns {Control}
 */
function input({ name, unit }, entry, changed) {
  const number = entry.kind === "integer";
  const field = /** @type {HTMLInputElement} */ (
    element("input", {
      id: `policy-${name}`,
      type: number ? "number" : "text",
      autocomplete: "off",
      spellcheck: "false",
      change: changed,
      ...(number ? { min: String(entry.least ?? 0), max: String(entry.most ?? ""), step: "1" } : {}),
    })
  );
  const readable = element("span", { class: "faint" });
  return {
    element: element("span", { class: "policy-value" }, field, " ", readable),
    field,
    named: false,
    value: () => field.value.trim(),
    show({ value }) {
      field.value = value;
      readable.textContent = unit === "bytes" ? text("policyBytes", { size: sizeText(Number(value)) }) : unit === "minutes" ? text("policyMinutes") : "";
    },
  };
}

import { visible } from "./names.mjs";

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/**
 * Texts for people. Messages carry `{name}` where a parameter goes; this keeps translators free of positional numbers.
 *
 * @param {string} key
 * @param {Record<string, unknown>} [parameters]
 * @returns {string} The text in the user's language, or an empty string when there is none.
 */
export function text(key, parameters = {}) {
  return fill(browser.i18n.getMessage(key), parameters);
}

/**
 * @param {string} message
 * @param {Record<string, unknown>} parameters - Foreign values: what cannot be seen in them is left out.
 */
export function fill(message, parameters) {
  return message.replace(/\{(\w+)\}/g, (_token, name) => {
    const value = parameters[name];
    return value === undefined || value === null ? "" : Array.isArray(value) ? visible(value.join(", ")) : visible(String(value));
  });
}

/**
 * @param {string} prefix - Family of texts: `failure`, `finding`, `probe`, `reason`.
 * @param {string} code - Kebab-case code.
 */
export function keyOf(prefix, code) {
  return `${prefix}_${code.replace(/[^A-Za-z0-9]/g, "_")}`;
}

/**
 * @param {string} prefix
 * @param {string} code
 * @param {Record<string, unknown>} [parameters]
 * @returns {string} The code's text; a code without one, from a newer host, is named.
 */
export function codeText(prefix, code, parameters = {}) {
  const shown = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, readable(value)]));
  return text(keyOf(prefix, code), shown) || text(`${prefix}Unknown`, { code });
}

/** @param {unknown} value - Times of the host are ISO 8601; people read them in their own form. */
function readable(value) {
  return typeof value === "string" && ISO_TIME.test(value) ? timeText(value) : value;
}

/** Failures whose text depends on a word of the host: what is to be done differs with it. */
const DECISIVE = /** @type {Record<string, string>} */ ({ "key-locked": "reason", "request-invalid": "what" });

/** @param {Pick<import("./failure.mjs").Failure, "code" | "parameters">} failure */
export function failureText({ code, parameters }) {
  if (code === "message-not-decrypted" && parameters.status) {
    return codeText("encryption", String(parameters.status));
  }
  const exact = code in DECISIVE ? `${code}-${parameters[DECISIVE[code]]}` : code;
  const shown = parameters.limit === undefined ? parameters : { ...parameters, limit: limitText(String(parameters.limit)) };
  return codeText("failure", text(keyOf("failure", exact)) ? exact : code, shown);
}

/** @param {string} limit - As the host names it, `mime-depth` or `mimeDepth`; or a number. */
function limitText(limit) {
  const name = limit.replace(/-(\w)/g, (_whole, letter) => letter.toUpperCase());
  return text(keyOf("policy", `limits.${name}`)) || text(keyOf("limit", name)) || limit;
}

/**
 * @param {?string | undefined} time - ISO 8601.
 * @returns {string}
 */
export function timeText(time) {
  return time ? new Date(time).toLocaleString(browser.i18n.getUILanguage(), { dateStyle: "medium", timeStyle: "short" }) : "";
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Failure } from "../../extension/shared/failure.mjs";
import { failureText } from "../../extension/shared/text.mjs";
import { installBrowser } from "./fake-browser.mjs";

const texts = JSON.parse(readFileSync(fileURLToPath(new URL("../../extension/_locales/de/messages.json", import.meta.url)), "utf8"));

installBrowser({ i18n: { getMessage: (/** @type {string} */ key) => texts[key]?.message ?? "", getUILanguage: () => "de" } });

/**
 * @param {string} code
 * @param {Record<string, unknown>} parameters
 */
const said = (code, parameters) => failureText(new Failure(code, parameters));

test("words of the host are said in the user's language", () => {
  assert.match(said("limit-exceeded", { limit: "mime-depth" }), /Grenze: Verschachtelung von Teilen\./);
  assert.match(said("limit-exceeded", { limit: "mimeDepth" }), /Grenze: Verschachtelung von Teilen\./);
  assert.match(said("limit-exceeded", { limit: "memory" }), /Arbeitsspeicher/);
  assert.match(said("request-invalid", { what: "name" }), /Mit diesem Namen/);
  assert.match(said("key-locked", { reason: "key-other" }), /anderen/);
});

test("a word that is not known here stays as it is", () => {
  assert.match(said("limit-exceeded", { limit: "future-limit" }), /future-limit/);
  assert.equal(said("key-locked", { reason: "future" }), texts.failure_key_locked.message);
});

test("what an engine says about a fault is not shown", () => {
  const told = failureText(Failure.from(new TypeError("undefined has no properties")));
  assert.doesNotMatch(told, /properties/);
  assert.match(told, /TypeError/);
});

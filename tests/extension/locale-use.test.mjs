import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = ["manifest.json", ...readdirSync(`${root}/extension`, { recursive: true, encoding: "utf8" }).map(name => `extension/${name}`)]
  .filter(name => /\.(m?js|html|json)$/.test(name) && !name.includes("/_locales/"))
  .map(name => readFileSync(`${root}/${name}`, "utf8"))
  .join("\n");
const keys = Object.keys(JSON.parse(readFileSync(`${root}/extension/_locales/en/messages.json`, "utf8")));

/** Keys that a template makes, as patterns: `seal${look}Label`. */
const templates = [...sources.matchAll(/`([A-Za-z]\w*(?:\$\{[^}`]*\}\w*)+)`/g)].map(
  ([, template]) => new RegExp(`^${template.replace(/\$\{[^}]*\}/g, "\\w+")}$`)
);

/** Families of keys that are looked up by a code: codeText("finding", code). */
const families = new Set([...sources.matchAll(/(?:codeText|keyOf)\(\s*(?:[^"`]*\? )?"(\w+)"(?: : "(\w+)")?/g)].flatMap(([, one, other]) => (other ? [one, other] : [one])));

/** @param {string} key */
function isUsed(key) {
  const family = key.split(/_|Unknown$/)[0];
  return new RegExp(`["\`_ ]${key}["\`_ ]`).test(sources) || families.has(family) || templates.some(one => one.test(key));
}

test("the ways in which keys are named are found", () => {
  assert.ok(families.has("failure") && families.has("probe") && families.has("vaultAbout"), [...families].join());
  assert.ok(templates.length > 5);
});

test("no locale has a text that nothing shows", () => {
  assert.deepEqual(keys.filter(key => !isUsed(key)), []);
});

test("families of codes have no text for a code that is gone", () => {
  const declared = readFileSync(`${root}/extension/types/protocol.d.ts`, "utf8") + readFileSync(`${root}/extension/shared/failure.mjs`, "utf8");
  const failures = keys.filter(key => key.startsWith("failure_") && !/^failure_(key_locked|request_invalid)_/.test(key));
  assert.ok(failures.length > 60);
  assert.deepEqual(failures.filter(key => !new RegExp(`["']${key.slice("failure_".length).replaceAll("_", "-")}["']`).test(declared)), []);
  const codes = ["FindingCodes", "ProbeCodes"].flatMap(name => codesOf(name));
  const told = keys.filter(key => /^(finding|probe)_/.test(key)).map(key => key.replace(/^(finding|probe)_/, "").replaceAll("_", "-"));
  assert.ok(told.length > 100);
  assert.deepEqual(told.filter(code => !codes.includes(code)), []);
});

/**
 * @param {string} name - Of the host's files that list codes.
 * @returns {string[]}
 */
function codesOf(name) {
  return readdirSync(`${root}/host`, { recursive: true, encoding: "utf8" })
    .filter(one => one.endsWith(".cs") && one.includes(`/${name}`) && !/\/(bin|obj)\//.test(one))
    .flatMap(one => [...readFileSync(`${root}/host/${one}`, "utf8").matchAll(/const string \w+\s*=\s*"([a-z0-9-]+)"/g)].map(match => match[1]));
}

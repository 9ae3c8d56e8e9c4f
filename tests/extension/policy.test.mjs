import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { GROUPS, groupsOf } from "../../extension/options/policy/catalogue.mjs";
import { sizeText, valueText } from "../../extension/options/policy/controls.mjs";
import { keyOf } from "../../extension/shared/text.mjs";
import { installBrowser } from "./fake-browser.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const languages = readdirSync(`${root}/extension/_locales`);
/** @type {Record<string, Record<string, { message: string }>>} */
const texts = Object.fromEntries(languages.map(one => [one, JSON.parse(readFileSync(`${root}/extension/_locales/${one}/messages.json`, "utf8"))]));
const folder = `${root}/host/Bridge.Smime/Policy`;
const table = readFileSync(`${folder}/PolicyNames.Table.cs`, "utf8");
/** @type {[string, string][]} Kind of the row and name. */
const rows = [...table.matchAll(/^ {8}(Flag|Number|Limit|Words|new)\("(\w+(?:\.\w+)?)"/gm)].map(([, kind, name]) => [kind, kind === "Limit" ? `limits.${name}` : name]);
const settings = GROUPS.flatMap(group => group.settings);

installBrowser({ i18n: { getMessage: (/** @type {string} */ key) => texts.en[key]?.message ?? "", getUILanguage: () => "en" } });

/** @param {string[]} keys */
function assertAll(keys) {
  for (const language of languages) {
    assert.deepEqual(keys.filter(key => !texts[language][key]?.message), [], `without a text in ${language}`);
  }
}

test("every setting of the host is on the page, and no other", () => {
  assert.ok(rows.length > 30, "the host's table is found");
  assert.deepEqual(settings.map(({ name }) => name).sort(), rows.map(([, name]) => name).sort());
});

test("every setting of the host is documented", () => {
  const pages = ["policy", "limits"].map(name => readFileSync(`${root}/docs/${name}.md`, "utf8")).join("");
  assert.deepEqual(rows.map(([, name]) => name).filter(name => !pages.includes(`\`${name}\``)), []);
});

test("every setting has a name, and those that people decide about say what they mean", () => {
  assertAll(settings.map(({ name }) => keyOf("policy", name)));
  assertAll(GROUPS.filter(({ folded }) => !folded).flatMap(({ settings: own }) => own.map(({ name }) => keyOf("policyAbout", name))));
  assertAll(GROUPS.flatMap(({ group, folded }) => [keyOf("policyGroup", group), ...(folded ? [keyOf("policyGroupAbout", group)] : [])]));
});

test("whatever can make something weaker says so", () => {
  assertAll(settings.filter(({ risky }) => risky).map(({ name }) => keyOf("policyRisk", name)));
});

test("every word that can be chosen has its text", () => {
  const source = readFileSync(`${folder}/SmimePolicy.cs`, "utf8");
  /** @param {string} name */
  const wordsOf = name => (new RegExp(`enum ${name}\\s*\\{([^}]*)\\}`).exec(source)?.[1].match(/^ {4}[A-Z]\w+/gm) ?? []).map(one => one.trim().toLowerCase());
  const words = { "revocation.mode": "RevocationMode", "sending.headerProtection": "HeaderProtectionMode", "sending.encryptByDefault": "EncryptionDefault" };
  const keys = Object.entries(words).flatMap(([name, type]) => wordsOf(type).map(word => keyOf("policyWord", `${name}_${word}`)));
  assert.equal(keys.length, 9);
  assert.deepEqual(rows.filter(([kind]) => kind === "Words").map(([, name]) => name).sort(), Object.keys(words).sort());
  assertAll([...keys, ...settings.flatMap(({ name, words: list = [] }) => list.map(word => keyOf("policyWord", `${name}_${word}`)))]);
});

test("a setting of a newer host is shown at the end, under its own name", () => {
  const groups = groupsOf(["network.enabled", "future.thing"]);
  assert.deepEqual(groups.map(({ group }) => group), ["trust", "others"]);
  assert.deepEqual(groups[1].settings, [{ name: "future.thing" }]);
});

test("values are said in words", () => {
  /** @type {any} */
  const entry = { kind: "choice" };
  assert.equal(valueText({ name: "revocation.mode" }, entry, "soft"), "checked");
  assert.equal(valueText({ name: "encryption.algorithm" }, entry, "AES-256-GCM"), "AES-256-GCM");
  assert.equal(valueText({ name: "network.enabled" }, { ...entry, kind: "boolean" }, "false"), "off");
  assert.equal(valueText({ name: "trust.initialPolicies" }, { ...entry, kind: "text" }, "any"), "any");
  assert.equal(valueText({ name: "limits.messageBytes", unit: "bytes" }, { ...entry, kind: "integer" }, String(4 * 1024 ** 3)), "4 GB");
  assert.equal(valueText({ name: "revocation.sources", words: ["crl", "ocsp"] }, { ...entry, kind: "text" }, "crl,ocsp"), "by revocation lists (CRL), by asking a status service (OCSP)");
  assert.equal(sizeText(1536), "1.5 kB");
});

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CLIENT_FAILURES } from "../../extension/shared/failure.mjs";
import { keyOf } from "../../extension/shared/text.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const languages = readdirSync(`${root}/extension/_locales`).sort();
/** @type {Record<string, Record<string, { message: string }>>} */
const texts = Object.fromEntries(
  languages.map(one => [one, JSON.parse(readFileSync(`${root}/extension/_locales/${one}/messages.json`, "utf8"))])
);

/**
 * @param {string} folder
 * @param {RegExp} pattern - Of the names wanted.
 * @returns {string[]}
 */
function files(folder, pattern) {
  return readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
    .filter(name => pattern.test(name) && !/(^|\/)(bin|obj)\//.test(name))
    .map(name => `${folder}/${name}`);
}

/** @param {string} name */
const read = name => readFileSync(`${root}/${name}`, "utf8");

/** @param {Iterable<string>} keys */
function assertAll(keys) {
  for (const language of languages) {
    const absent = [...keys].filter(key => !texts[language][key]?.message);
    assert.deepEqual(absent, [], `without a text in ${language}`);
  }
}

/**
 * Words of an enumeration of the wire.
 *
 * @param {string} name
 */
function wordsOf(name) {
  const body = new RegExp(`export type ${name} =([^;]*);`).exec(read("extension/types/protocol.d.ts"))?.[1] ?? "";
  const words = [...body.matchAll(/'([^']+)'/g)].map(match => match[1]);
  assert.ok(words.length, `${name} has words`);
  return words;
}

test("there are English, German, French and Italian", () => assert.deepEqual(languages, ["de", "en", "fr", "it"]));

test("every text is there in every language", () => {
  assertAll(new Set(languages.flatMap(language => Object.keys(texts[language]))));
});

test("a text names the same parameters in every language", () => {
  const parameters = (/** @type {string} */ message) => [...message.matchAll(/\{\w+\}|\$\w+\$/g)].map(match => match[0]).sort();
  for (const key of Object.keys(texts.en)) {
    for (const language of languages) {
      assert.deepEqual([...new Set(parameters(texts[language][key].message))], [...new Set(parameters(texts.en[key].message))], `${key} in ${language}`);
    }
  }
});

test("every failure has a text", () => {
  const table = read("PROTOCOL.md").split("## Codes of `failure`")[1];
  const codes = [...table.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(match => match[1]);
  assert.ok(codes.length > 30, "the table of codes is found");
  const declared = wordsOf("ErrorCode");
  assertAll([...new Set([...codes, ...declared, ...CLIENT_FAILURES])].map(code => keyOf("failure", code)));
});

test("every finding has a text", () => {
  const sources = files("host", /FindingCodes[^/]*\.cs$/);
  assert.ok(sources.length, "the host's finding codes are found");
  const codes = sources.flatMap(name => [...read(name).matchAll(/const string \w+\s*=\s*"([a-z0-9-]+)"/g)].map(match => match[1]));
  assertAll(codes.map(code => keyOf("finding", code)));
});

test("every diagnosis has a text", () => {
  const codes = files("host", /(ProbeCodes?|DoctorCodes?)[^/]*\.cs$/).flatMap(name =>
    [...read(name).matchAll(/const string \w+\s*=\s*"([a-z0-9-]+)"/g)].map(match => match[1])
  );
  assertAll(codes.map(code => keyOf("probe", code)));
});

test("every word of the wire that is shown has a text", () => {
  /** @type {[string, string][]} */
  const shown = [
    ["encryption", "EncryptionStatus"], ["signature", "SignatureStatus"], ["digest", "DigestStatus"], ["chain", "ChainStatus"],
    ["trust", "ChainStatus"], ["address", "AddressMatch"], ["revocation", "RevocationAnswer"], ["learned", "LearnedChange"],
    ["reason", "RecipientReason"], ["origin", "CertificateOrigin"], ["anchorSource", "AnchorSource"],
    ["contactState", "RecipientReason"], ["contactChoice", "ContactChoice"], ["contactEvent", "ContactHappening"], ["contactChange", "ChangedPart"],
    ["vault", "VaultKind"], ["vaultAbout", "VaultKind"], ["prompt", "PromptKind"], ["promptLabel", "PromptKind"], ["requestsAlgorithm", "RequestAlgorithm"],
    ["state", "RecipientReason"], ["rule", "EncryptionRule"], ["rulesMode", "EncryptionDefault"],
  ];
  assertAll(shown.flatMap(([family, name]) => [...wordsOf(name).map(word => keyOf(family, word)), `${family}Unknown`]));
});

test("every text that scripts, pages and the manifest name exists", () => {
  const keys = new Set(["failureUnknown", "findingUnknown", "probeUnknown"]);
  for (const name of [...files("extension", /\.m?js$/), ...files("extension", /\.html$/), "manifest.json"]) {
    const named = /(?:\btext\(|localizeMessage\(|#text\(|\bbutton\(|data-(?:text|label)=|__MSG_)"?([A-Za-z][A-Za-z0-9_]*?)(?:"|__)/g;
    for (const [, key] of read(name).matchAll(named)) {
      keys.add(key);
    }
  }
  assert.ok(keys.size > 60);
  assertAll(keys);
});

test("everything that the compose window can show has its text", () => {
  const actions = ["fix", "recipients", "encrypt", "clear", "unsign", "release", "settings"].map(one => `stripAction_${one}`);
  const reasons = ["automatic", "default", "rule", "answer"].map(one => `stripReady_${one}`);
  const subjects = ["Hidden", "Readable", "HiddenTitle", "ReadableTitle", "SignedTitle"].map(one => `subject${one}`);
  const panel = ["missingHeadline", "missingHeadlineWriting", "missingSettled", "missingIntroduction", "missingSettledIntroduction"];
  const questions = ["missingSeparatelyQuestion", "missingSeparatelyYes", "missingUnencryptedQuestion", "missingUnencryptedYes", "fixIsList", "fixMayBeList", "fixSameMailbox", "fixSameMailboxDone", "fixOtherMailbox", "fixOtherMailboxDone"];
  assertAll([...actions, ...reasons, ...subjects, ...panel, ...questions, "fixCollected", "fixCollectedNothing"]);
});

test("everything that work over many messages, and the message list, can show has its text", () => {
  const kinds = ["decrypt", "reencrypt", "collect"];
  const tallies = ["decrypt", "reencrypt", "trashed", "already", "plain", "gone", "failed", "looked", "signed", "added", "known", "refused"];
  const states = [...read("extension/experiments/list/column.sys.mjs").matchAll(/^ {2}\["(\w+)", "/gm)].map(match => match[1]);
  assert.ok(states.length >= 10, "the states of the column are found");
  assertAll([
    ...kinds.flatMap(kind => [`workMenu_${kind}`, `workKind_${kind}`, `workAbout_${kind}`]),
    ...tallies.map(one => `workTally_${one}`),
    ...["keep", "trash"].map(one => `workOriginals_${one}`),
    ...states.map(one => `list_${one}`),
  ]);
});

test("every look has its texts and its icon", () => {
  const looks = ["Pending", "None", "Valid", "ValidEncrypted", "Unverified", "UnverifiedEncrypted", "Invalid", "InvalidEncrypted", "Encrypted", "Locked", "Failed"];
  assertAll(looks.flatMap(look => [`seal${look}Label`, `seal${look}Title`]));
  const icons = ["none", "valid", "valid-encrypted", "unverified", "unverified-encrypted", "invalid", "invalid-encrypted", "encrypted", "locked", "failed"];
  assert.ok(icons.every(icon => existsSync(`${root}/extension/icons/seal-${icon}.svg`)));
});

// Scripts are looked at by the rule own-text of eslint.
test("pages have no text of their own, neither shown nor read out", () => {
  const attributes = /\s(title|placeholder|alt|label|value|aria-label|aria-description|aria-placeholder|aria-roledescription|aria-valuetext)="[^"]*\p{L}[^"]*"/u;
  for (const name of files("extension", /\.html$/)) {
    const page = read(name).replace(/<!doctype[^>]*>/, "");
    assert.doesNotMatch(page, />[^<]*[^<\s][^<]*</, name);
    assert.doesNotMatch(page, attributes, name);
  }
  assert.match('<input placeholder="Name">', attributes);
});

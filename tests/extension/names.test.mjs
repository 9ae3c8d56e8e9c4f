import assert from "node:assert/strict";
import { test } from "node:test";
import { readableName, visible } from "../../extension/shared/names.mjs";

/** @type {[string, string, string][]} */
const NAMES = [
  ["a name with its organisation behind it", "O=S/MIME Bridge demonstration,CN=Demonstration CA", "Demonstration CA (S/MIME Bridge demonstration)"],
  ["an organisation that the name tells already", "C=DE,O=Example,CN=Example Mail CA 3", "Example Mail CA 3"],
  ["spaces after commas, other order", "CN=Bob Example, O=Example GmbH, C=DE", "Bob Example (Example GmbH)"],
  ["escaped commas and quotation marks", String.raw`O=Acme\, Inc.,CN=Doe\, Jane \"JD\"`, 'Doe, Jane "JD" (Acme, Inc.)'],
  ["a value in quotation marks", 'CN="Doe, Jane",C=DE', "Doe, Jane"],
  ["escaped bytes of UTF-8", String.raw`CN=J\C3\BCrgen`, "Jürgen"],
  ["a comma and what looks like a type inside a value", String.raw`O=Evil\,CN=Trusted CA,CN=Mallory`, "Mallory (Evil,CN=Trusted CA)"],
  ["several values at one level", "CN=Bob+SERIALNUMBER=12,O=Example", "Bob (Example)"],
  ["the last of several names, the most specific one", "CN=Users,CN=Bob", "Bob"],
  ["no common name: given name and surname", "C=DE,SURNAME=Example,GIVENNAME=Bob", "Bob Example"],
  ["no common name: the organisation", "C=US,O=Example Trust", "Example Trust"],
  ["no common name: the unit", "C=US,O=Example,OU=Class 1 Authority", "Class 1 Authority (Example)"],
  ["a mail address only", "E=bob@b.example", "bob@b.example"],
  ["a mail address only, by another name", "1.2.840.113549.1.9.1=bob@b.example", "bob@b.example"],
  ["an empty common name", "CN=,E=bob@b.example", "bob@b.example"],
  ["a common name of invisible characters only", "CN=\u202e\u200b\u2066,O=Example", "Example"],
  ["nothing of the kind", "C=DE", "C=DE"],
  ["no attributes at all", "?", "?"],
  ["nothing", "", ""],
  ["controls and marks that turn the text around", "CN=Bob\u202e\u0007 elpmaxE\u200f\r\nX-Evil: 1", "Bob elpmaxE X-Evil: 1"],
  ["a value in hexadecimal", "CN=#0c03426f62,O=Example", "Example"],
];

for (const [what, distinguishedName, expected] of NAMES) {
  test(`a readable name from ${what}`, () => assert.equal(readableName(distinguishedName), expected));
}

test("an absent name is empty", () => assert.equal(readableName(null), ""));

test("a person can be named without the organisation", () =>
  assert.equal(readableName("O=Example GmbH,CN=Bob", { organization: false }), "Bob"));

test("a long name is cut between characters", () => {
  const name = readableName(`CN=${"😀".repeat(300)}`);
  assert.equal([...name].length, 80);
  assert.ok(name.isWellFormed());
});

test("a hostile name is read in time", () => {
  const start = Date.now();
  readableName(`CN=${"\\,".repeat(50_000)}"${"\\".repeat(50_001)}`);
  readableName('"'.repeat(20_000));
  assert.ok(Date.now() - start < 2000);
});

test("what can be seen stays", () => assert.equal(visible("Ärzte-Kammer 株式会社 عربي"), "Ärzte-Kammer 株式会社 عربي"));

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../extension", import.meta.url));
const names = readdirSync(root, { recursive: true, encoding: "utf8" });

/** @param {RegExp} wanted */
const read = wanted => names.filter(name => wanted.test(name)).map(name => /** @type {[string, string]} */ ([name, readFileSync(`${root}/${name}`, "utf8")]));

/** Properties and values that stay on their side when the page is written from right to left. */
const ONE_SIDED = /(?:^|[\s;{"])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b|(?:left|right)\s*:|(?:float|clear|text-align|justify-content)\s*:\s*(?:left|right)\b|border-(?:top|bottom)-(?:left|right)-radius)/m;

test("styles are written for both directions", () => {
  const sheets = read(/\.css$/);
  assert.ok(sheets.length > 6);
  for (const [name, source] of [...sheets, ...read(/^experiments\/.*\.m?js$/)]) {
    assert.doesNotMatch(source, ONE_SIDED, name);
  }
  for (const wrong of ["a { margin-left: 1em; }", "a {\n  left: 0;\n}", "a { text-align: right; }"]) {
    assert.match(wrong, ONE_SIDED);
  }
  assert.doesNotMatch("a { margin-inline-start: 1em; text-align: start; inset-inline-end: 0; }", ONE_SIDED);
});

test("nothing takes the mark of the keyboard's place away", () => {
  for (const [name, source] of read(/\.css$/)) {
    assert.doesNotMatch(source, /outline(?:-style|-width)?\s*:\s*(?:none|0)\b/, name);
  }
});

test("colours are the page's own names, so that each has its dark counterpart", () => {
  for (const [name, source] of read(/\.css$/)) {
    if (name !== "shared/page.css") {
      assert.doesNotMatch(source, /#[0-9a-f]{3,8}\b|rgba?\(/i, name);
    }
  }
});

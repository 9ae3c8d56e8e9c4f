#!/usr/bin/env node
/**
 * Packs the extension into an .xpi. The same sources give the same bytes: entries are sorted, carry a fixed time and are
 * stored with one compression level. usage: pack-xpi.mjs [OUTPUT]   (default artifacts/smime-bridge.xpi)
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateRawSync } from "node:zlib";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Not part of the product at run time. */
const LEFT_OUT = [/\.d\.ts$/, /^extension\/types\//, /\/\./];

/** 1980-01-01 00:00, the earliest time a ZIP entry can name. */
const FIXED_DATE = 0x0021;

/** @returns {[string, Buffer][]} Names inside the .xpi with their content. */
function collectEntries() {
  const files = readdirSync(join(root, "extension"), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter(name => !LEFT_OUT.some(pattern => pattern.test(name)));
  return ["manifest.json", "LICENSE", ...files]
    .map(name => /** @type {[string, Buffer]} */ ([placeOf(name), readFileSync(join(root, name))]))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** @param {string} name - Thunderbird looks for `_locales` beside the manifest only. */
function placeOf(name) {
  return name.replace(/^extension\/_locales\//, "_locales/");
}

/**
 * @param {number[][]} fields - Pairs of width in bytes and value.
 * @returns {Buffer}
 */
function record(...fields) {
  const bytes = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
  let offset = 0;
  for (const [width, value] of fields) {
    offset = bytes.writeUIntLE(value, offset, width);
  }
  return bytes;
}

/**
 * @param {[string, Buffer][]} entries
 * @returns {Buffer}
 */
function zip(entries) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const packed = deflateRawSync(content, { level: 9 });
    const title = Buffer.from(name);
    const common = [[2, 20], [2, 0x0800], [2, 8], [2, 0], [2, FIXED_DATE], [4, crc32(content)], [4, packed.length], [4, content.length], [2, title.length]];
    const local = Buffer.concat([record([4, 0x04034b50], ...common, [2, 0]), title, packed]);
    directory.push(
      record([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      title
    );
    locals.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = record([4, 0x06054b50], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, index.length], [4, offset], [2, 0]);
  return Buffer.concat([...locals, index, end]);
}

const output = resolve(process.argv[2] ?? join(root, "artifacts/smime-bridge.xpi"));
mkdirSync(dirname(output), { recursive: true });
const entries = collectEntries();
writeFileSync(output, zip(entries));
console.log(`${output}: ${entries.length} files`);

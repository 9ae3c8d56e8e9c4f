import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../../installer/pack-xpi.mjs", import.meta.url));

/**
 * @param {Buffer} archive
 * @returns {string[]} Names in the directory of a ZIP file, in its order.
 */
function namesIn(archive) {
  const end = archive.length - 22;
  const names = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    assert.equal(archive.readUInt32LE(at), 0x02014b50);
    const length = archive.readUInt16LE(at + 28);
    names.push(archive.toString("utf8", at + 46, at + 46 + length));
    at += 46 + length;
  }
  return names;
}

test("packing twice gives the same bytes, with the locales beside the manifest", t => {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const [one, two] = ["one.xpi", "two.xpi"].map(name => {
    execFileSync(process.execPath, [script, join(folder, name)]);
    return readFileSync(join(folder, name));
  });
  assert.deepEqual(one, two);
  const names = namesIn(one);
  assert.ok(["manifest.json", "_locales/en/messages.json", "extension/background/main.mjs"].every(name => names.includes(name)));
  assert.ok(!names.some(name => name.startsWith("extension/_locales") || name.endsWith(".d.ts") || name.includes("node_modules")));

  const manifest = JSON.parse(readFileSync(fileURLToPath(new URL("../../manifest.json", import.meta.url)), "utf8"));
  const apis = Object.values(manifest.experiment_apis);
  const needed = [...manifest.background.scripts, manifest.options_ui.page, ...apis.flatMap(api => [api.schema, api.parent.script])];
  assert.deepEqual(needed.filter(name => !names.includes(name)), []);
});

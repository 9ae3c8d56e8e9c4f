import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { reportText, withoutNames } from "../../extension/options/diagnostics/report.mjs";
import { installBrowser } from "./fake-browser.mjs";

const texts = JSON.parse(readFileSync(fileURLToPath(new URL("../../extension/_locales/en/messages.json", import.meta.url)), "utf8"));

installBrowser({ i18n: { getMessage: (/** @type {string} */ key) => texts[key]?.message ?? "", getUILanguage: () => "en" } });

/** @param {{ probes?: any[], settings?: any[] }} found */
function report({ probes = [], settings = [] }) {
  return reportText({ probes, settings, surroundings: "S/MIME Bridge 0.1.0 · Thunderbird 153.0 · linux x86-64 · en", time: new Date("2026-03-04T05:06:07Z") });
}

test("each check is there with its status, its code and its text", () => {
  const words = report({ probes: [{ name: "keys", status: "good", code: "probe-keys-good", parameters: { count: "2" } }] });
  assert.match(words, /^S\/MIME Bridge: checked 2026-03-04T05:06:07\.000Z$/m);
  assert.match(words, /^S\/MIME Bridge 0\.1\.0 · Thunderbird 153\.0/m);
  assert.match(words, /^\[good\] keys, probe-keys-good: You have 2 key\(s\)/m);
  assert.match(words, /^All settings are the defaults\.$/m);
});

test("a host that does not answer is told by its failure", () => {
  const words = report({ probes: [{ name: "host", status: "bad", code: "host-missing", parameters: {} }] });
  assert.match(words, /^\[bad\] host, host-missing: The program smime-bridge could not be started\./m);
});

test("settings are told where they differ from the default", () => {
  const settings = [
    { name: "revocation.mode", value: "hard", default: "soft" },
    { name: "network.enabled", value: "true", default: "true" },
  ];
  assert.match(report({ settings }), /^Settings other than the defaults: revocation\.mode=hard$/m);
});

test("nobody's address or folder is in it", () => {
  const words = report({
    probes: [
      { name: "keys", status: "warning", code: "probe-keys-expiring", parameters: { address: "alice.liddell@wonder.example", notAfter: "2026-04-01T00:00:00Z", days: "3" } },
      { name: "manifest", status: "warning", code: "probe-manifest-foreign", parameters: { path: "/home/liddell/bin/smime-bridge", executable: "" } },
      { name: "keystore", status: "bad", code: "store-damaged", parameters: { path: "C:\\Users\\Alice Liddell\\keys.db" } },
    ],
  });
  assert.doesNotMatch(words, /alice|liddell/i);
  assert.match(words, /a…@wonder\.example/);
  assert.match(words, /\(~\/bin\/smime-bridge\)/);
});

test("names are taken out of any words", () => {
  assert.equal(withoutNames("<bob@b.example>, éva@c.example"), "<b…@b.example>, é…@c.example");
  assert.equal(withoutNames("/Users/eve/Library and /usr/lib"), "~/Library and /usr/lib");
});

import globals from "globals";
import { ownText } from "./tests/extension/lint/own-text.mjs";

/** Rules that catch mistakes; layout is the editor's. */
const rules = /** @type {const} */ ({
  "consistent-return": "off",
  curly: "error",
  eqeqeq: ["error", "smart"],
  "no-console": "error",
  "no-constant-condition": ["error", { checkLoops: false }],
  "no-debugger": "error",
  "no-dupe-keys": "error",
  "no-else-return": "error",
  "no-empty": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-redeclare": "error",
  "no-shadow": "error",
  "no-undef": "error",
  "no-unreachable": "error",
  "no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true }],
  "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "no-use-before-define": ["error", { functions: false, classes: true, variables: false }],
  "no-useless-return": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
  "require-atomic-updates": "off",
});

/** What privileged scripts of Thunderbird find in their scope. */
const chromeGlobals = Object.fromEntries(
  ["Cc", "ChromeUtils", "Ci", "Components", "Cr", "Cu", "IOUtils", "Services", "ExtensionCommon"].map(name => [name, "readonly"])
);

export default [
  { ignores: ["artifacts/**", "out/**", "**/bin/**", "**/obj/**", "host/**"] },
  { rules },
  {
    files: ["extension/**/*.{js,mjs}"],
    plugins: { bridge: { rules: { "own-text": ownText } } },
    rules: { "bridge/own-text": "error" },
  },
  {
    files: ["extension/**/*.mjs"],
    languageOptions: { globals: { ...globals.browser, browser: "readonly", messenger: "readonly" } },
  },
  {
    files: ["extension/experiments/**/*.js"],
    languageOptions: { sourceType: "script", globals: { ...chromeGlobals, console: "readonly", Uint8Array: "readonly" } },
    rules: { "no-var": "off", "no-console": "off", "no-redeclare": "off" },
  },
  {
    files: ["extension/experiments/**/*.mjs"],
    languageOptions: { globals: { ...chromeGlobals, PathUtils: "readonly" } },
    rules: { "no-console": "off" },
  },
  {
    files: ["tests/**/*.mjs", "installer/**/*.mjs", "*.mjs"],
    languageOptions: { globals: { ...globals.node, ...globals.browser, browser: "writable", Cc: "readonly", Components: "readonly", ChromeUtils: "readonly", IOUtils: "readonly", Ci: "readonly", Cr: "readonly", Services: "readonly", WebExtensionPolicy: "readonly" } },
    rules: { "no-console": "off" },
  },
];

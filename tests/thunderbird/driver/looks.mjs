import { LOCATE } from "./extension-page.mjs";
import { until } from "./processes.mjs";
import { ADDON_ID } from "./profile.mjs";

/**
 * How a page is shown: by day or night, in which size.
 *
 * @typedef {{ scheme?: "light"|"dark"|"none", zoom?: number }} Look
 */

/**
 * Shows a page in another look, as the theme and the menu View > Zoom do, but that page alone.
 *
 * @param {import("./extension-page.mjs").ExtensionPage} page
 * @param {Look} look What is not named is as it is without it.
 */
export async function showAs(page, { scheme = "none", zoom = 1 }) {
  await page.thunderbird.behindScenes();
  await page.thunderbird.chrome(
    (locate, id, path, wanted, factor) => {
      const browser = new Function("id", "path", locate)(id, path);
      browser.browsingContext.prefersColorSchemeOverride = wanted;
      browser.fullZoom = factor;
    },
    LOCATE,
    ADDON_ID,
    page.path,
    scheme,
    zoom,
  );
  await until(`${page.path} is shown ${scheme} at ${zoom}`, () =>
    page.read(
      async (wanted, factor) => {
        await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        return (wanted === "none" || dark === (wanted === "dark")) && Math.abs(devicePixelRatio / factor - 1) < 0.05 ? true : null;
      },
      scheme,
      zoom,
    ),
  );
  await settles(page);
}

/**
 * Waits until a page has found its size: panels follow what is in them.
 *
 * @param {import("./extension-page.mjs").ExtensionPage} page
 */
async function settles(page) {
  let last = "";
  await until(`${page.path} has found its size`, async () => {
    const now = await page.read(() => `${innerWidth} ${innerHeight} ${document.documentElement.scrollWidth}`);
    const settled = now === last;
    last = now;
    return settled;
  }, { every: 400 });
}

/**
 * Gives a page the keyboard, as a click into it does.
 *
 * @param {import("./extension-page.mjs").ExtensionPage} page
 */
export async function focusPage(page) {
  await page.thunderbird.behindScenes();
  await page.thunderbird.chrome(
    (locate, id, path) => {
      const browser = new Function("id", "path", locate)(id, path);
      browser.ownerDocument.defaultView.focus();
      browser.focus();
    },
    LOCATE,
    ADDON_ID,
    page.path,
  );
  await until(`${page.path} has the keyboard`, () => page.read(() => document.hasFocus() || null));
}

/**
 * Makes Thunderbird show all pages in the system's colours, as people set it who need high contrast.
 *
 * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
 * @param {boolean} on
 */
export async function forceColors(thunderbird, on) {
  await setPreference(thunderbird, "browser.display.document_color_use", on ? 2 : null);
}

/**
 * Makes Thunderbird run from right to left, as in Arabic and Hebrew. Pages that are open stay as they are.
 *
 * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
 * @param {boolean} on
 */
export async function writeFromTheRight(thunderbird, on) {
  await setPreference(thunderbird, "intl.l10n.pseudo", on ? "bidi" : null);
}

/**
 * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
 * @param {string} name
 * @param {string|number|null} value Null is the default.
 */
async function setPreference(thunderbird, name, value) {
  await thunderbird.behindScenes();
  await thunderbird.chrome(
    (which, what) => {
      if (what === null) {
        Services.prefs.clearUserPref(which);
      } else if (typeof what === "number") {
        Services.prefs.setIntPref(which, what);
      } else {
        Services.prefs.setStringPref(which, what);
      }
    },
    name,
    value,
  );
}

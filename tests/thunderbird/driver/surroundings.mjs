import { until } from "./processes.mjs";
import { ADDON_ID } from "./profile.mjs";

/**
 * Chooses one of Thunderbird's own themes, as its owner does under Add-ons and Themes.
 *
 * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
 * @param {"dark"|"light"} shade
 */
export async function switchTheme(thunderbird, shade) {
  await thunderbird.toMain();
  await thunderbird.chrome(async (id) => {
    const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
    await (await AddonManager.getAddonByID(id)).enable();
  }, `thunderbird-compact-${shade}@mozilla.org`);
  await until(`Thunderbird is ${shade}`, () =>
    thunderbird.chrome((dark) => window.matchMedia("(prefers-color-scheme: dark)").matches === dark || null, shade === "dark"),
  );
}

/**
 * Makes Thunderbird run in a language. Its own texts stay English where its language pack is not installed; add-ons get
 * the language all the same, after they have been loaded anew.
 *
 * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
 * @param {string} language
 */
export async function switchLanguage(thunderbird, language) {
  await thunderbird.toMain();
  await thunderbird.chrome(
    async (wanted, id) => {
      Services.locale.availableLocales = [...new Set([wanted, "en-US"])];
      Services.locale.requestedLocales = [wanted];
      const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      await (await AddonManager.getAddonByID(id)).reload();
    },
    language,
    ADDON_ID,
  );
  await until(`Thunderbird is in ${language}`, () =>
    thunderbird.chrome((wanted) => Services.locale.appLocaleAsBCP47 === wanted || null, language),
  );
}

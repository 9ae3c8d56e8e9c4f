import { until } from "./processes.mjs";

/**
 * @param {import("../stage.mjs").Stage} stage
 * @returns {Promise<import("./extension-page.mjs").ExtensionPage>} The options page, when its lists are there and nothing on it moves any more.
 */
export async function settledOptions(stage) {
  const options = await stage.session.options();
  await until("keys, correspondents and authorities are listed", () =>
    options.read(() => ["#key-list", "#certificate-list", "#anchor-list"].every((one) => document.querySelector(`${one} > *`) !== null) || null),
  );
  return options;
}

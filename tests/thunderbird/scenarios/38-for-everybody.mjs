import assert from "node:assert/strict";
import { examine } from "../driver/accessibility.mjs";
import { EVERY_PAGE } from "../every-page.mjs";
import { misplaced, unseenFocus } from "../driver/layout.mjs";
import { until } from "../driver/processes.mjs";
import { focusPage, forceColors, showAs, writeFromTheRight } from "../driver/looks.mjs";
import { trustAuthority } from "./12-certificate-mail.mjs";

/** The width of WCAG 2.1, 1.4.10, at which nothing may have to be scrolled sideways, in CSS pixels. */
const NARROW = 320;

/** @type {import("../stage.mjs").Scenario} */
export default {
  title: "Every page for everybody: screen reader, keyboard, large print, high contrast, from right to left",
  tests: [
    ...EVERY_PAGE.map(look),
    ...EVERY_PAGE.filter(({ name }) => !name.startsWith("options, ")).map(mirror),
  ],
};

/**
 * @param {import("../every-page.mjs").Showing} showing
 * @returns {[string, (stage: import("../stage.mjs").Stage) => Promise<string>]}
 */
function look({ name, open, close, reach }) {
  return [
    `${name}: axe finds nothing by day, by night, narrow and in high contrast; at 200 % nothing is cut off; the keyboard's place is seen`,
    async (stage) => {
      await trustAuthority(stage);
      const page = await open(stage);
      /** @type {string[]} */
      const problems = [];
      let met = 0;
      /** @param {string} how */
      const audit = async (how) => {
        const { violations, passes } = await examine(page);
        problems.push(...violations.map((one) => `${how}: ${one}`));
        met = Math.max(met, passes);
      };
      for (const scheme of /** @type {const} */ (["light", "dark"])) {
        await showAs(page, { scheme });
        await audit(scheme);
        await stage.photograph(`${name} ${scheme}`);
      }
      await focusPage(page);
      const focus = await page.read(unseenFocus);
      problems.push(...focus.problems);
      const wide = await page.read(misplaced);
      problems.push(...wide.problems.map((one) => `at 100 %: ${one}`));
      await showAs(page, { zoom: 2 });
      if (reach) {
        await reopen(page, reach);
      }
      const large = await page.read(misplaced);
      problems.push(...large.problems.map((one) => `at 200 %: ${one}`));
      await stage.photograph(`${name} at 200 percent`);
      if (!reach) {
        await showAs(page, { zoom: wide.width / NARROW });
        await audit("narrow");
        const narrow = await page.read(misplaced);
        problems.push(...narrow.problems.map((one) => `narrow: ${one}`));
        await stage.photograph(`${name} narrow`);
      }
      await showAs(page, {});
      await forceColors(stage.thunderbird, true);
      try {
        assert.ok(await page.read(() => matchMedia("(forced-colors: active)").matches), "the system's colours are in force");
        await audit("high contrast");
        problems.push(...(await page.read(unseenFocus)).problems.map((one) => `high contrast: ${one}`));
        await stage.photograph(`${name} in high contrast`);
      } finally {
        await forceColors(stage.thunderbird, false);
      }
      await close(stage, page);
      assert.equal(problems.join("\n"), "");
      assert.ok(met > 10 && large.seen > 2 && focus.reached > 0, `${met} rules, ${large.seen} texts and controls, ${focus.reached} stops of the keyboard`);
      return `${met} rules of axe met, ${large.seen} texts and controls in place, ${focus.reached} stops of the keyboard`;
    },
  ];
}

/**
 * Loads the verdict's page anew in its panel, which takes its size from the page when that comes up, in whatever zoom.
 *
 * @param {import("../driver/extension-page.mjs").ExtensionPage} page
 * @param {(page: import("../driver/extension-page.mjs").ExtensionPage) => Promise<unknown>} reach
 */
async function reopen(page, reach) {
  await page.read(() => {
    document.documentElement.dataset.before = "";
    location.reload();
  });
  await until("the verdict is there again", () =>
    page.read(() => !("before" in document.documentElement.dataset) && document.querySelector("#verdict h1") !== null || null),
  );
  await reach(page);
  await showAs(page, { zoom: 2 });
}

/**
 * @param {import("../every-page.mjs").Showing} showing
 * @returns {[string, (stage: import("../stage.mjs").Stage) => Promise<string>]}
 */
function mirror({ name, open, close, reach }) {
  return [
    `${name}: from right to left nothing is cut off, and the page is mirrored`,
    async (stage) => {
      await writeFromTheRight(stage.thunderbird, true);
      try {
        const page = await open(stage);
        assert.equal(await page.read(() => getComputedStyle(document.body).direction), "rtl");
        const { seen, problems } = await page.read(misplaced);
        const mirrored = await page.read(() => {
          const [icon, headline] = ["header img", "h1"].map((css) => document.querySelector(css)?.getBoundingClientRect());
          return !icon || !headline || icon.left > headline.left;
        });
        await stage.photograph(`${name} from the right`);
        await showAs(page, { zoom: 2 });
        if (reach) {
          await reopen(page, reach);
        }
        problems.push(...(await page.read(misplaced)).problems.map((one) => `at 200 %: ${one}`));
        await showAs(page, {});
        const { violations } = await examine(page);
        await close(stage, page);
        assert.equal([...problems, ...violations].join("\n"), "");
        assert.ok(mirrored, "the icon stands to the right of the headline");
        return `${seen} texts and controls in place`;
      } finally {
        await writeFromTheRight(stage.thunderbird, false);
        // Thunderbird's own window of progress does not find its end in this setting.
        await stage.session.tidy();
      }
    },
  ];
}

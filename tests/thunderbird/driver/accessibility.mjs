import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe-core finds wrong with a page as it is shown now: all of its rules that are on by default, WCAG 2 A and AA and best practices.
 *
 * @param {import("./extension-page.mjs").ExtensionPage} page
 * @returns {Promise<{violations: string[], passes: number}>} `passes` are the rules that were met.
 */
export async function examine(page) {
  if (!(await page.read(() => "axe" in window))) {
    await page.load(AXE);
  }
  return page.read(async () => {
    const { violations, passes } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] });
    return {
      violations: violations.map(
        (/** @type {any} */ { id, help, nodes }) =>
          `${id} (${help}): ${nodes.slice(0, 4).map((/** @type {any} */ node) => `${node.html.slice(0, 160)} ${node.any.concat(node.all, node.none).map((/** @type {any} */ one) => one.message).join("; ")}`).join(" | ")}`,
      ),
      passes: passes.length,
    };
  });
}

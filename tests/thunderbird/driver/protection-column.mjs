import { until } from "./processes.mjs";

const COLUMN = "smime-bridge-protection";

/**
 * What the column of the message list says about a message.
 *
 * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
 * @param {string} subject
 * @returns {Promise<{ words: string, icon: string, visible: boolean }>} All empty when it shows nothing.
 */
export function markOf(thunderbird, subject) {
  return until(`the row of ${subject}`, () =>
    thunderbird.read(
      "list",
      (view, wanted, column) => {
        for (let index = 0; index < view.gDBView.rowCount; index++) {
          if (view.gDBView.getMsgHdrAt(index).mime2DecodedSubject === wanted) {
            view.threadTree.scrollToIndex(index, true);
            const cell = view.threadTree.getRowAtIndex(index)?.querySelector(`.${column}-column`);
            const image = cell?.querySelector("img:not([hidden])");
            return cell && { words: image?.alt ?? "", icon: image?.src.split("/").at(-1) ?? "", visible: (image?.getBoundingClientRect().width ?? 0) > 0 };
          }
        }
        return null;
      },
      subject,
      COLUMN,
    ),
  );
}

/**
 * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
 * @param {string} subject
 * @param {string} icon
 */
export function markBecomes(thunderbird, subject, icon) {
  return until(`the mark ${icon || "of nothing"} at ${subject}`, async () => {
    const mark = await markOf(thunderbird, subject);
    if (mark.icon !== (icon && `${icon}.svg`)) {
      throw new Error(`it is ${JSON.stringify(mark)}`);
    }
    return mark;
  });
}

/**
 * Sorts the list by a click on the column's header.
 *
 * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
 */
export async function sortByProtection(thunderbird) {
  await thunderbird.click("list", `#${COLUMN} button`);
}

/** @param {import("./thunderbird.mjs").Thunderbird} thunderbird */
export function hasColumn(thunderbird) {
  return thunderbird.read("list", (view, column) => view.threadPane.columns.some((/** @type {any} */ one) => one.id === column), COLUMN);
}

/**
 * Shows the list as a table, which has columns, or as Thunderbird is set.
 *
 * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
 * @param {boolean} table
 */
export async function showTable(thunderbird, table) {
  await thunderbird.toMain();
  await thunderbird.chrome((wanted) => (wanted ? Services.prefs.setIntPref("mail.threadpane.listview", 1) : Services.prefs.clearUserPref("mail.threadpane.listview")), table);
}

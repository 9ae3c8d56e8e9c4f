import { ask } from "../shared/listeners.sys.mjs";

/**
 * A bar below the text of a compose window.
 *
 * @typedef {object} Bar
 * @property {string} name - A bar takes the place of another with the same name.
 * @property {string} label
 * @property {boolean} [warning]
 * @property {{ id: string, label: string }[]} [buttons]
 */

/**
 * @param {any} window
 * @param {Bar} bar
 * @param {(choice: string) => void} choose - Called with the id of the button that was pressed; the bar is gone then.
 */
export async function showBar(window, { name, label, warning = true, buttons = [] }, choose) {
  const box = window.gComposeNotification;
  removeBar(window, name);
  await box.appendNotification(
    name,
    { label, priority: warning ? box.PRIORITY_WARNING_HIGH : box.PRIORITY_INFO_HIGH },
    buttons.map(button => ({ label: button.label, callback: () => choose(button.id) }))
  );
}

/**
 * @param {any} window
 * @param {string} name
 */
export function removeBar(window, name) {
  const box = window.gComposeNotification;
  const shown = box.getNotificationWithValue(name);
  if (shown) {
    box.removeNotification(shown, true);
  }
}

/**
 * A bar whose choice the background page gets.
 *
 * @param {any} extension
 * @param {any} window
 * @param {number} tabId
 * @param {Bar} bar
 */
export function offer(extension, window, tabId, bar) {
  return showBar(window, bar, choice => {
    ask(extension, "onChosen", { tabId, bar: bar.name, choice }).catch(console.error);
  });
}

import { IMAGES, STRIP, makeElement } from "./elements.sys.mjs";

/** @type {Record<string, string>} */
const LEVEL_IMAGES = { good: "lock.svg", info: "info.svg", warning: "warning.svg", bad: "error-circle.svg" };

/**
 * Shows the line above the text, or takes it away.
 *
 * @param {any} window
 * @param {?import("../../background/compose/face.mjs").Strip} strip
 * @param {(action: string) => void} press - A button of the line was pressed.
 */
export function showLine(window, strip, press) {
  const box = window.document.getElementById(STRIP) ?? makeBox(window);
  box.hidden = !strip;
  const [image, words] = box.children;
  if (!strip) {
    words.replaceChildren();
    return;
  }
  box.dataset.level = strip.level;
  box.setAttribute("aria-label", strip.text);
  image.setAttribute("src", IMAGES + LEVEL_IMAGES[strip.level]);
  const detail = makeElement(window, "span");
  detail.textContent = strip.detail;
  words.replaceChildren(strip.text, ...(strip.detail ? [detail] : []));
  showActions(window, box, strip.actions, press);
}

/** @param {any} window */
function makeBox(window) {
  const box = makeElement(window, "div", { id: STRIP, role: "group" });
  box.append(makeElement(window, "img", { alt: "" }), makeElement(window, "p", { role: "status" }));
  window.document.getElementById("messageArea").prepend(box);
  return box;
}

/**
 * Buttons that stay keep the keyboard's focus: a person may be about to press one.
 *
 * @param {any} window
 * @param {any} box
 * @param {{ id: string, label: string }[]} actions
 * @param {(action: string) => void} press
 */
function showActions(window, box, actions, press) {
  const wanted = new Set(actions.map(one => one.id));
  for (const button of box.querySelectorAll("button")) {
    if (!wanted.has(button.dataset.action)) {
      button.remove();
    }
  }
  for (const { id, label } of actions) {
    const button = box.querySelector(`button[data-action="${id}"]`) ?? makeElement(window, "button", { type: "button", "data-action": id });
    button.textContent = label;
    if (!button.parentNode) {
      button.addEventListener("click", () => press(id));
      box.append(button);
    }
  }
}

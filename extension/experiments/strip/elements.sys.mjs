/** Thunderbird's own images adapt to its themes; the window's policy allows no others. */
export const IMAGES = "chrome://messenger/skin/icons/new/compact/";

export const STRIP = "smime-bridge-strip";
export const PILL_MARK = "smime-bridge-pill-mark";
export const SUBJECT_HINT = "smime-bridge-subject-hint";

const IMAGE_COLOURS = "-moz-context-properties: fill, stroke; fill: color-mix(in srgb, currentColor 20%, transparent); stroke: currentColor; flex: none;";

const STYLE = `
#${STRIP} {
  display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; padding: 4px 10px;
  border-block-end: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  border-inline-start: 4px solid var(--smime-level, transparent);
  background-color: var(--layout-background-1, Canvas); color: var(--layout-color-1, CanvasText);
  font: menu; line-height: 1.35;
}
#${STRIP}[hidden], #${SUBJECT_HINT}[hidden] { display: none; }
#${STRIP}[data-level="good"] { --smime-level: light-dark(#1a7f37, #5fcf80); }
#${STRIP}[data-level="info"] { --smime-level: light-dark(#0b57a4, #6fb1f5); }
#${STRIP}[data-level="warning"] { --smime-level: light-dark(#8a5a00, #e3b341); }
#${STRIP}[data-level="bad"] { --smime-level: light-dark(#b62324, #ff8a84); }
#${STRIP} > img { ${IMAGE_COLOURS} color: var(--smime-level); inline-size: 16px; block-size: 16px; }
#${STRIP} > p { margin: 0; flex: 1 1 18em; min-inline-size: 0; overflow-wrap: anywhere; }
#${STRIP} > p > span { display: block; }
#${STRIP} button { font: inherit; margin: 0; padding: 1px 10px; min-block-size: 24px; }
.${PILL_MARK} { ${IMAGE_COLOURS} inline-size: 12px; block-size: 12px; margin-inline-end: 4px; align-self: center; }
mail-address-pill[data-smime-state="blocked"]:not(.editing) { outline: 1px dashed currentColor; outline-offset: -1px; }
#${SUBJECT_HINT} { display: flex; align-items: center; gap: 4px; padding-inline: 6px; white-space: nowrap; font-size: 0.92em; }
#${SUBJECT_HINT} > img { ${IMAGE_COLOURS} inline-size: 14px; block-size: 14px; }
@media (prefers-contrast) {
  #${STRIP} { border-block: 1px solid currentColor; }
}`;

/**
 * @param {any} window
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @returns {any}
 */
export function makeElement(window, name, attributes = {}) {
  const element = window.document.createElementNS("http://www.w3.org/1999/xhtml", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}

/**
 * A sheet of the document itself: only those may colour Thunderbird's images.
 *
 * @param {any} window
 * @returns {any} The element, to be removed again.
 */
export function addStyle(window) {
  const style = makeElement(window, "style");
  // eslint-disable-next-line bridge/own-text -- a sheet of rules is not language
  style.textContent = STYLE;
  window.document.head.append(style);
  return style;
}

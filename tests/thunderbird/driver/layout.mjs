/**
 * Runs in a page: what is cut off at its sides, and what lies on top of something else. An open dialog is looked at alone.
 *
 * @returns {{width: number, seen: number, problems: string[]}} `width` is the window's, in CSS pixels; `seen` counts texts and controls.
 */
export function misplaced() {
  const root = document.querySelector("dialog[open]") ?? document.body;
  const width = document.documentElement.clientWidth;
  /** @type {string[]} */
  const problems = [];
  /** @type {{node: Node, box: DOMRect, words: string, floats: boolean}[]} */
  const seen = [];
  /**
   * What stays in place while the rest moves along below it, as the status line does, covers something on purpose.
   *
   * @param {Element|null} element
   */
  const isFloating = (element) => {
    for (let around = element; around; around = around.parentElement) {
      if (["sticky", "fixed"].includes(getComputedStyle(around).position)) {
        return true;
      }
    }
    return false;
  };
  /** @param {Element} element */
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isHiddenFromEyes(element);
  /** @param {Element} element Kept for screen readers and the keyboard; its label is what is seen. */
  const isHiddenFromEyes = (element) => Boolean(element.closest(".visually-hidden"));
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const parent = /** @type {Element} */ (node.parentElement);
    if (node.textContent?.trim() && isShown(parent) && !["SCRIPT", "STYLE", "OPTION"].includes(parent.tagName)) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const floats = isFloating(parent);
      for (const box of range.getClientRects()) {
        seen.push({ node, box, floats, words: `"${node.textContent.trim().slice(0, 40)}"` });
      }
    }
  }
  for (const control of root.querySelectorAll("button, input, select, textarea, img")) {
    if (isShown(control)) {
      seen.push({ node: control, box: control.getBoundingClientRect(), floats: isFloating(control), words: `${control.tagName.toLowerCase()}#${control.id}` });
    }
  }
  const shown = seen.filter(({ box }) => box.width > 1 && box.height > 1);
  if (document.documentElement.scrollWidth > width + 1) {
    problems.push(`the page is ${document.documentElement.scrollWidth} wide, its window ${width}`);
  }
  if (root.scrollWidth > root.clientWidth + 1) {
    problems.push(`${root.tagName.toLowerCase()} is ${root.scrollWidth} wide, its window ${root.clientWidth}`);
  }
  for (const { box, words } of shown) {
    if (box.left < -1 || box.right > width + 1) {
      problems.push(`${words} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} of ${width}`);
    }
  }
  for (const [index, one] of shown.entries()) {
    for (const other of shown.slice(index + 1)) {
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (across > 3 && down > 5 && one.floats === other.floats && one.node !== other.node && !one.node.contains(other.node) && !other.node.contains(one.node)) {
        problems.push(`${one.words} and ${other.words} overlap by ${Math.round(across)} × ${Math.round(down)}`);
      }
    }
  }
  return { width, seen: shown.length, problems };
}

/**
 * Runs in a page: what the keyboard can reach without its place being seen, or that lies behind something else then. An open dialog is
 * looked at alone.
 *
 * @returns {{reached: number, problems: string[]}}
 */
export function unseenFocus() {
  const root = document.querySelector("dialog[open]") ?? document.body;
  const all = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]"));
  const reachable = [...all].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !(/** @type {any} */ (one).disabled));
  const before = /** @type {HTMLElement|null} */ (document.activeElement);
  const problems = [];
  for (const one of reachable) {
    one.focus(/** @type {any} */ ({ focusVisible: true }));
    const name = `${one.tagName.toLowerCase()}#${one.id} "${(one.textContent ?? "").trim().slice(0, 30)}"`;
    if (document.activeElement !== one) {
      problems.push(`${name} takes no focus`);
      continue;
    }
    const label = /** @type {any} */ (one).labels?.[0];
    const marked = [one, ...(one.classList.contains("visually-hidden") && label ? [label] : [])];
    const ring = marked.some((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    });
    if (!ring) {
      problems.push(`${name} has the focus, and nothing shows it`);
    }
    const box = marked[marked.length - 1].getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 8));
    if (box.top >= 0 && box.bottom <= innerHeight && top && top.closest("#status")) {
      problems.push(`${name} has the focus behind the status line`);
    }
  }
  before?.focus();
  return { reached: reachable.length, problems };
}

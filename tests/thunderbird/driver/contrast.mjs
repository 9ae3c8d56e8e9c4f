/**
 * Runs in a page: which of its visible texts stand out too little from what is behind them (WCAG 2.1, 1.4.3).
 *
 * @param {number} least The contrast ratio that is wanted.
 * @returns {{dark: boolean, seen: number, lowest: number, faint: string[]}} `dark` says whether the page's own ground is dark.
 */
export function faintTexts(least) {
  /** @param {string} color As computed: rgb() or rgba(). */
  const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  /** @param {string} color */
  const luminance = (color) => {
    const [red, green, blue] = channels(color).map((one) => {
      const part = one / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  /**
   * @param {Element|null} element
   * @returns {string} The first ground behind it that is not transparent.
   */
  const groundOf = (element) => {
    const ground = element ? getComputedStyle(element).backgroundColor : "rgb(255, 255, 255)";
    return element && (channels(ground)[3] ?? 1) < 1 ? groundOf(element.parentElement) : ground;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const element = /** @type {HTMLElement} */ (text.parentElement);
    if (text.textContent?.trim() && element.checkVisibility() && !["SCRIPT", "STYLE"].includes(element.tagName)) {
      const [one, other] = [luminance(getComputedStyle(element).color), luminance(groundOf(element))];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      found.push({ ratio, words: `${ratio.toFixed(2)} ${element.tagName} "${text.textContent.trim().slice(0, 40)}"` });
    }
  }
  return {
    dark: luminance(groundOf(document.body)) < 0.1,
    seen: found.length,
    lowest: Number(Math.min(...found.map(({ ratio }) => ratio)).toFixed(2)),
    faint: found.filter(({ ratio }) => ratio < least).map(({ words }) => words),
  };
}

import { button } from "../../shared/page.mjs";
import { text } from "../../shared/text.mjs";

/** How long the button says that it has been done, in milliseconds. */
const TOLD = 2_000;

/**
 * A button that copies a text, and says so.
 *
 * @param {string} key - Of its own text.
 * @param {() => string} words
 * @param {Record<string, string>} [attributes]
 */
export function copyButton(key, words, attributes = {}) {
  const copy = button(
    key,
    async () => {
      await navigator.clipboard.writeText(words());
      copy.textContent = text("verdictCopied");
      setTimeout(() => (copy.textContent = text(key)), TOLD);
    },
    { "aria-live": "polite", ...attributes }
  );
  return copy;
}

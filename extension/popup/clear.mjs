import { Failure } from "../shared/failure.mjs";
import { button, byId, element, localise } from "../shared/page.mjs";
import { failureText, text } from "../shared/text.mjs";

const tabId = Number(new URLSearchParams(location.search).get("tab"));

/**
 * Takes one of the ways; the panel closes when it worked and says so when it did not.
 *
 * @param {string} type
 */
async function take(type) {
  try {
    await browser.runtime.sendMessage({ type, tabId });
    window.close();
  } catch (error) {
    byId("status").textContent = failureText(Failure.from(error));
  }
}

/**
 * @param {string} words
 * @param {string[]} addresses
 */
function occasion(words, addresses) {
  return addresses.length ? [element("p", {}, words), element("ul", {}, addresses.map(one => element("li", {}, element("strong", {}, one))))] : [];
}

localise(document);
document.title = text("clearHeadline");
document.addEventListener("keydown", event => event.key === "Escape" && take("clear.back"));
const { asked, lost } = await browser.runtime.sendMessage({ type: "clear", tabId });
byId("occasions").append(...occasion(text("clearAsked"), asked), ...occasion(text("clearLost"), lost));
byId("ways").append(
  button("clearBack", () => take("clear.back"), { class: "primary", id: "back" }),
  button("clearEncrypt", () => take("clear.encrypt"), { id: "encrypt" }),
  button("clearSend", () => take("clear.unencrypted"), { id: "unencrypted" })
);
byId("back").focus();

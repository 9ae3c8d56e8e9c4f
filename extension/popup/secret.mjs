import { byId, localise } from "../shared/page.mjs";
import { secretForm } from "../shared/secret-form.mjs";

const id = Number(new URLSearchParams(location.search).get("id"));

/** @param {?string} secret - Null when it is dismissed. */
async function answer(secret) {
  await browser.runtime.sendMessage({ type: "secret.answer", id, secret });
  window.close();
}

localise(document);
document.addEventListener("keydown", event => {
  if (event.key === "Escape") {
    event.preventDefault();
    answer(null);
  }
});
const question = await browser.runtime.sendMessage({ type: "secret.question", id });
if (question) {
  byId("question").append(secretForm(question, answer, "h1"));
  document.title = byId("dialog-title").textContent ?? "";
  byId("secret").focus();
} else {
  window.close();
}

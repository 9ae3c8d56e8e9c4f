import { byId, element, localise } from "../shared/page.mjs";
import { text } from "../shared/text.mjs";
import { explain } from "./explain.mjs";

/** @param {import("./explain.mjs").Section} section */
function showSection({ title, rows, details }) {
  return element(
    "section",
    {},
    element("h2", {}, title),
    element("ul", {}, rows.map(row => element("li", { class: `mark ${row.mark}` }, element("span", {}, row.text)))),
    details.length > 0 &&
      element(
        "details",
        {},
        element("summary", {}, text("verdictDetails")),
        element("dl", {}, details.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]))
      )
  );
}

async function show() {
  localise(document);
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const verdict = await browser.runtime.sendMessage({ type: "verdict", tabId: tab.id });
  const { look, icon, headline, sentence, sections } = explain(verdict);
  document.title = headline;
  byId("verdict").replaceChildren(
    element(
      "header",
      { class: look },
      element("img", { src: `../icons/seal-${icon}.svg`, alt: "" }),
      element("div", {}, element("h1", {}, headline), element("p", {}, sentence))
    ),
    ...sections.map(showSection)
  );
}

await show();

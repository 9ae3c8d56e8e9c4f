import { Failure } from "../shared/failure.mjs";
import { HostClient } from "../shared/host-client.mjs";
import { button, byId, element, localise } from "../shared/page.mjs";
import { failureText, text } from "../shared/text.mjs";
import { explain } from "./explain.mjs";

/** @param {import("./explain.mjs").Row} row */
function showRow({ mark, text: words, acknowledge }) {
  return element(
    "li",
    { class: `mark ${mark}` },
    element(
      "span",
      {},
      words,
      acknowledge && element("span", { class: "action" }, button("verdictAcknowledge", () => seen(acknowledge), { class: "acknowledge" }))
    )
  );
}

/** @param {{ address: string, sha256: string }} change - Not to be shown again. The message is judged anew. */
async function seen(change) {
  try {
    await new HostClient(async () => null).request({ type: "certificates.acknowledge", ...change });
    await show();
  } catch (error) {
    byId("verdict").append(element("p", { role: "alert" }, failureText(Failure.from(error))));
  }
}

/** The question has a window of its own; this panel would close anyway. */
function unlock() {
  browser.runtime.sendMessage({ type: "unlock" });
  window.close();
}

/** @param {import("./explain.mjs").Section} section */
function showSection({ title, rows, details }) {
  return element(
    "section",
    {},
    element("h2", {}, title),
    element("ul", {}, rows.map(showRow)),
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
    ...(verdict.report?.encryption.status === "locked" ? [button("verdictUnlock", unlock, { class: "primary", id: "unlock" })] : []),
    ...sections.map(showSection)
  );
}

await show();

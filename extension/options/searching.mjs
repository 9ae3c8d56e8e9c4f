import { button, byId, element } from "../shared/page.mjs";
import { text } from "../shared/text.mjs";
import { confirm } from "./dialogs.mjs";
import { attempt, report } from "./panel.mjs";

/** Whether Thunderbird's search finds the text of encrypted messages, and what that costs. */
export class SearchingPanel {
  async show() {
    const { allowed, rebuildDue } = await browser.smimeSearching.state();
    /** @param {Event} event */
    const change = event => attempt(() => this.#set(/** @type {HTMLInputElement} */ (event.target).checked));
    byId("search-choice").replaceChildren(
      element("label", { class: "choice" }, element("input", { type: "checkbox", id: "search-allowed", checked: allowed, change }), " ", text("searchingAllow")),
      element("p", { class: "mark warning" }, text("searchingWarning")),
      element("p", { class: "faint" }, text("searchingOlder")),
      element("div", { class: "buttons" }, button("searchingRebuild", () => attempt(() => this.#rebuild()), { id: "search-rebuild" })),
      rebuildDue ? element("p", { role: "note" }, text("searchingRebuildDue")) : ""
    );
  }

  /** @param {boolean} wanted */
  async #set(wanted) {
    const sure = !wanted || (await confirm(text("searchingAllowTitle"), [element("p", {}, text("searchingWarning"))], "searchingAllowYes"));
    if (sure) {
      await browser.smimeSearching.allow(wanted);
      report(text(wanted ? "searchingAllowed" : "searchingForbidden"));
    }
    if (!wanted) {
      // What is in the index already would stay there.
      await browser.smimeSearching.rebuild();
    }
    await this.show();
  }

  async #rebuild() {
    await browser.smimeSearching.rebuild();
    await this.show();
  }
}

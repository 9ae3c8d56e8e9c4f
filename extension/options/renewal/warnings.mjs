import { warningText } from "../../background/keys/expiry.mjs";
import { button, byId, element } from "../../shared/page.mjs";
import { text } from "../../shared/text.mjs";

/** Own certificates that end soon, with the next step. */
export class WarningsPanel {
  #host;

  /** @param {import("../panel.mjs").HostClient} host */
  constructor(host) {
    this.#host = host;
  }

  async show() {
    const { warnings } = await this.#host.request({ type: "keys.warnings" });
    byId("key-warnings").replaceChildren(
      ...warnings.map(warning =>
        element(
          "div",
          { class: "notice", "data-key": warning.key, "data-threshold": String(warning.threshold) },
          element("p", { class: `mark ${warning.threshold > 1 ? "warning" : "bad"}` }, warningText(warning)),
          element("p", {}, text("warningNext")),
          button("warningImport", () => byId("key-file").focus())
        )
      )
    );
  }
}

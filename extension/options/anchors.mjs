import { readableName } from "../shared/names.mjs";
import { button, byId, element } from "../shared/page.mjs";
import { codeText, text } from "../shared/text.mjs";
import { certificateCard, readable } from "./cards.mjs";
import { confirm } from "./dialogs.mjs";
import { attempt, onFile, report } from "./panel.mjs";

/** The authorities that the user trusts for mail, beside those that came with the product. */
export class AnchorsPanel {
  #host;
  #onChange;

  /**
   * @param {import("./panel.mjs").HostClient} host
   * @param {() => Promise<void>} onChange - Called when trust changed, on which all that is shown depends.
   */
  constructor(host, onChange) {
    this.#host = host;
    this.#onChange = onChange;
    onFile("anchor-file", (fileName, content) => this.#inspect(fileName, content));
  }

  async show() {
    const { anchors } = await this.#host.request({ type: "anchors.list" });
    const own = anchors.filter(one => one.source === "user");
    const list = byId("anchor-list");
    list.replaceChildren(...own.map(one => this.#card(one)));
    if (!own.length) {
      list.append(element("p", {}, text("anchorsNone")));
    }
    list.append(element("p", { class: "faint" }, text("anchorsOthers", { count: anchors.length - own.length })));
  }

  /** @param {import("../types/protocol.d.ts").Anchor} anchor */
  #card({ certificate, source, onlyFor }) {
    const scope = /** @type {[string, string][]} */ (onlyFor ? [["anchorsScope", text("anchorsOnlyFor", { address: onlyFor })]] : []);
    return certificateCard(
      certificate,
      [["cardOrigin", codeText("anchorSource", source)], ...scope],
      button("anchorsRemove", () => attempt(() => this.#remove(certificate)), { class: "remove" })
    );
  }

  /**
   * @param {string} fileName
   * @param {Uint8Array} content
   */
  async #inspect(fileName, content) {
    const { certificates } = await this.#host.request({ type: "anchors.inspect", fileName }, content);
    for (const inspected of certificates) {
      if (await offerAuthority(this.#host, inspected)) {
        await this.#onChange();
      }
    }
  }

  /** @param {import("../types/protocol.d.ts").CertificateSummary} certificate */
  async #remove({ sha256, subject }) {
    const question = element("p", {}, text("anchorsRemoveQuestion", { subject: readableName(subject) }));
    if (await confirm(text("anchorsRemove"), [question], "anchorsRemove")) {
      await this.#host.request({ type: "anchors.remove", sha256 });
      report(text("anchorsRemoved"));
      await this.#onChange();
    }
  }
}

/**
 * Trust is the user's decision alone: what is trusted for what, and the fingerprint to compare, are shown first.
 *
 * @param {import("./panel.mjs").HostClient} host
 * @param {import("../types/protocol.d.ts").InspectedAnchor} inspected
 * @returns {Promise<boolean>} Whether it is trusted now.
 */
export async function offerAuthority(host, { certificate, der, isAuthority }) {
  const subject = readableName(certificate.subject);
  const content = [
    element("p", {}, text("anchorsQuestion", { subject })),
    isAuthority ? "" : element("p", { class: "mark warning" }, text("anchorsNotAuthority")),
    element("p", {}, text("anchorsCompare")),
    element("p", { class: "fingerprint", id: "anchor-fingerprint" }, readable(certificate.sha256)),
  ];
  if (!(await confirm(text("anchorsAddTitle"), content, "anchorsTrust"))) {
    return false;
  }
  await host.request({ type: "anchors.add", certificate: der, sha256: certificate.sha256 });
  report(text("anchorsAdded", { subject }));
  return true;
}

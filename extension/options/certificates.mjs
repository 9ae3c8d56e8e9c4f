import { button, byId, element } from "../shared/page.mjs";
import { codeText, text, timeText } from "../shared/text.mjs";
import { certificateCard, chainText, titleOf } from "./cards.mjs";
import { confirm } from "./dialogs.mjs";
import { attempt, onFile, report } from "./panel.mjs";

const PAGE = 50;

/** Collected and imported certificates of correspondents. */
export class CertificatesPanel {
  #host;
  #onChange;
  #shown = 0;

  /**
   * @param {import("./panel.mjs").HostClient} host
   * @param {() => Promise<void>} onChange - Called when the certificates changed: other paths lead over them.
   */
  constructor(host, onChange) {
    this.#host = host;
    this.#onChange = onChange;
    onFile("certificate-file", (fileName, content) => this.#import(fileName, content));
    byId("certificate-search").addEventListener("input", () => attempt(() => this.show()));
  }

  async show() {
    this.#shown = 0;
    byId("certificate-list").replaceChildren();
    await this.#showMore();
  }

  async #showMore() {
    const search = /** @type {HTMLInputElement} */ (byId("certificate-search")).value.trim() || null;
    const offset = this.#shown;
    const { certificates, total } = await this.#host.request({ type: "certificates.list", search, offset, limit: PAGE });
    if (offset !== this.#shown) {
      return;
    }
    this.#shown += certificates.length;
    const list = byId("certificate-list");
    list.append(...certificates.map(one => this.#card(one)));
    if (!total) {
      list.replaceChildren(element("p", {}, text(search ? "certificatesNoneFound" : "certificatesNone")));
    }
    const more = this.#shown < total ? [button("certificatesMore", () => attempt(() => this.#showMore()))] : [];
    byId("certificate-more").replaceChildren(...more);
  }

  /** @param {import("../types/protocol.d.ts").CorrespondentCertificate} known */
  #card({ certificate, origin, firstSeen, lastSeen, sourceMessageId, chain }) {
    return certificateCard(
      certificate,
      [
        ["cardTrust", chainText(chain)],
        ["cardOrigin", codeText("origin", origin, { message: sourceMessageId })],
        ...(sourceMessageId ? [/** @type {[string, string]} */ (["cardMessage", sourceMessageId])] : []),
        ["cardSeen", text("cardSeenRange", { from: timeText(firstSeen), to: timeText(lastSeen) })],
      ],
      button("certificatesRemove", () => attempt(() => this.#remove(certificate)))
    );
  }

  /**
   * @param {string} fileName
   * @param {Uint8Array} content
   */
  async #import(fileName, content) {
    const { certificates } = await this.#host.request({ type: "certificates.import", fileName }, content);
    report(text("certificatesImported", { count: certificates.length }));
    await this.#onChange();
  }

  /** @param {import("../types/protocol.d.ts").CertificateSummary} certificate */
  async #remove(certificate) {
    const question = element("p", {}, text("certificatesRemoveQuestion", { name: titleOf(certificate) }));
    if (await confirm(text("certificatesRemove"), [question], "certificatesRemove")) {
      await this.#host.request({ type: "certificates.remove", sha256: certificate.sha256 });
      report(text("certificatesRemoved"));
      await this.#onChange();
    }
  }
}

import { readableName } from "../../shared/names.mjs";
import { button, byId, element } from "../../shared/page.mjs";
import { codeText, text } from "../../shared/text.mjs";
import { attempt, onFile, report } from "../panel.mjs";
import { goTo, placeIn } from "./focus.mjs";
import { ContactView } from "./view.mjs";
import { saveFile } from "../../shared/save.mjs";

/** @typedef {import("../../types/protocol.d.ts").Contact} Contact */

const PAGE = 50;

/** How long the user's typing must pause before it is searched for, in milliseconds. */
const PAUSE = 150;

/** Correspondents: a list that is searched and paged; each opens to its certificates and history. */
export class ContactsPanel {
  #host;
  #onChange;
  /** @type {?string} The last address shown. */
  #last = null;
  #search = 0;
  /** @type {Set<string>} Addresses that are open: they stay so when the list is shown anew. */
  #open = new Set();
  /** @type {?import("./focus.mjs").Place} Where the keyboard was before the list was shown anew. */
  #place = null;

  /**
   * @param {import("../panel.mjs").HostClient} host
   * @param {() => Promise<void>} onChange - Called when the certificates changed: other paths lead over them.
   */
  constructor(host, onChange) {
    this.#host = host;
    this.#onChange = onChange;
    onFile("certificate-file", (fileName, content) => this.#import(fileName, content));
    byId("certificate-search").addEventListener("input", () => this.#searchSoon());
    byId("certificate-buttons").append(
      button("workMenu_collect", () => attempt(() => browser.runtime.sendMessage({ type: "work.collect" })), { id: "certificate-collect" }),
      button("contactsExportAll", () => attempt(() => this.#exportAll()), { id: "certificate-export-all" })
    );
  }

  async show() {
    this.#last = null;
    await this.#showMore(true);
  }

  #searchSoon() {
    const search = ++this.#search;
    setTimeout(() => search === this.#search && attempt(() => this.show()), PAUSE);
  }

  /** @param {boolean} [anew] - Whether this is the first page. */
  async #showMore(anew = false) {
    const search = /** @type {HTMLInputElement} */ (byId("certificate-search")).value.trim() || null;
    const asked = ++this.#search;
    const { contacts, more, cut } = await this.#host.request({ type: "contacts.list", search, after: this.#last, limit: PAGE });
    if (asked !== this.#search) {
      return;
    }
    this.#last = contacts.at(-1)?.address ?? this.#last;
    const list = byId("certificate-list");
    this.#place = placeIn(list);
    list.replaceChildren(...(anew ? [] : list.children), ...contacts.map(one => this.#entry(one)));
    if (!list.children.length) {
      list.replaceChildren(element("p", {}, text(search ? "certificatesNoneFound" : "certificatesNone")));
    }
    byId("certificate-more").replaceChildren(
      ...(more ? [button("certificatesMore", () => attempt(() => this.#showMore()))] : []),
      ...(cut && !more ? [element("p", { class: "faint" }, text("contactsCut"))] : [])
    );
  }

  /** @param {Contact} contact */
  #entry({ address, state, certificates, changed, certificate }) {
    const body = element("div", { class: "contact-body" });
    const view = new ContactView(this.#host, address, body, this.#onChange);
    const name = certificate ? readableName(certificate.subject) : "";
    const details = /** @type {HTMLDetailsElement} */ (
      element(
        "details",
        { class: "card contact", "data-address": address },
        element(
          "summary",
          {},
          element("strong", { class: `mark ${state === "ready" ? "good" : "bad"}` }, address),
          " ",
          element("span", {}, name === address ? "" : name),
          " ",
          element("span", { class: "faint" }, codeText("contactState", state)),
          certificates > 1 && element("span", { class: "faint" }, ` · ${text("contactsSeveral", { count: certificates })}`),
          changed && element("span", { class: "mark warning changed" }, text("contactsChanged"))
        ),
        body
      )
    );
    details.addEventListener("toggle", () => this.#toggle(details, address, view));
    details.open = this.#open.has(address);
    return details;
  }

  /**
   * @param {HTMLDetailsElement} details
   * @param {string} address
   * @param {ContactView} view
   */
  #toggle(details, address, view) {
    if (details.open) {
      this.#open.add(address);
      attempt(async () => {
        await view.show();
        this.#goBack(details, address);
      });
    } else {
      this.#open.delete(address);
    }
  }

  /**
   * @param {HTMLElement} entry
   * @param {string} address
   */
  #goBack(entry, address) {
    if (this.#place?.address === address) {
      goTo(entry, this.#place);
      this.#place = null;
    }
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

  async #exportAll() {
    const { result, content } = await this.#host.download({ type: "certificates.export", form: "pem" });
    if (result.count) {
      await saveFile("correspondents.pem", content, "application/x-pem-file");
      report(text("contactsExported", { count: result.count }));
    } else {
      report(text("certificatesNone"));
    }
  }
}

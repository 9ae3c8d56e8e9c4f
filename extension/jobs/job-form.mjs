import { attempt, report } from "../options/panel.mjs";
import { button, element } from "../shared/page.mjs";
import { text, timeText } from "../shared/text.mjs";
import { foldersOf } from "./places.mjs";

/**
 * @typedef {import("../background/folders/job.mjs").Job} Job
 * @typedef {import("./places.mjs").Place} Place
 */

/** What the user decides before a job begins, and what he is told before. */
export class JobForm {
  #host;
  #job;
  #fields = element("div", {});
  #warning = element("div", { class: "danger", role: "note" });
  /** @type {Map<string, Place>} */
  #places = new Map();

  /**
   * @param {import("../shared/host-client.mjs").HostClient} host
   * @param {Job} job
   */
  constructor(host, job) {
    this.#host = host;
    this.#job = job;
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      attempt(() => this.#start());
    };
    this.root = /** @type {HTMLFormElement} */ (
      element(
        "form",
        { submit, change: () => this.#warn(), novalidate: true },
        element("p", {}, text(`workAbout_${job.options.kind}`)),
        this.#fields
      )
    );
    attempt(() => this.#build());
  }

  async #build() {
    const { kind } = this.#job.options;
    const { places, accounts } = await foldersOf();
    this.#places = new Map(places.map(place => [place.id, place]));
    const fields = kind === "collect" ? this.#collectFields(places, accounts) : await this.#rewriteFields(places, kind);
    this.#fields.append(...fields);
    this.root.append(
      element(
        "div",
        { class: "buttons" },
        element("button", { type: "submit", class: "primary" }, text("workStart")),
        button("workForget", () => attempt(() => browser.runtime.sendMessage({ type: "work.remove", id: this.#job.id })))
      )
    );
    this.#warn();
  }

  /**
   * @param {Place[]} places
   * @param {{ id: string, name: string }[]} accounts
   */
  #collectFields(places, accounts) {
    return this.#job.folders.length ? [] : [this.#sourceSelect(places, accounts)];
  }

  /**
   * @param {Place[]} places
   * @param {string} kind
   */
  async #rewriteFields(places, kind) {
    return kind === "reencrypt"
      ? [await this.#addressSelect(), this.#destinationSelect(places, true), originals()]
      : [this.#destinationSelect(places, false), originals(), this.#warning, understood()];
  }

  /**
   * @param {Place[]} places
   * @param {{ id: string, name: string }[]} accounts
   */
  #sourceSelect(places, accounts) {
    const all = accounts.map(({ id, name }) => element("option", { value: `account ${id}` }, text("workWholeAccount", { account: name })));
    return labelled("workSource", "source", [...all, ...places.map(placeOption)]);
  }

  /**
   * @param {Place[]} places
   * @param {boolean} inPlace - Whether the folder of each message is offered first.
   */
  #destinationSelect(places, inPlace) {
    const same = element("option", { value: "same" }, text("workSameFolder"));
    const none = element("option", { value: "" }, text("workChooseFolder"));
    const first = inPlace ? [same] : [none, same];
    return labelled("workDestination", "destination", [...first, ...places.map(placeOption)]);
  }

  async #addressSelect() {
    const [{ identities }, { keys }] = await Promise.all([this.#host.request({ type: "identities.list" }), this.#host.request({ type: "keys.list" })]);
    const byId = new Map(keys.map(key => [key.id, key]));
    const served = identities.flatMap(({ address, effectiveEncryptionKey }) => {
      const key = effectiveEncryptionKey ? byId.get(effectiveEncryptionKey) : undefined;
      return key ? [{ address, key }] : [];
    });
    if (!served.length) {
      report(text("workNoKey"), true);
    }
    return labelled(
      "workAddress",
      "address",
      served.map(({ address, key }) => element("option", { value: address }, text("workKeyUntil", { address, time: timeText(key.certificate.notAfter) })))
    );
  }

  /** What lies in the clear, where, and who can read it then. */
  #warn() {
    if (this.#job.options.kind === "decrypt") {
      const { destination = "" } = this.#values();
      const place = this.#places.get(destination);
      this.#warning.replaceChildren(
        element("p", {}, element("strong", {}, place?.local ? text("workClearLocal") : text("workClearServer", { account: place?.account ?? text("workThatAccount") }))),
        element("p", {}, text("workClearMore"))
      );
    }
  }

  /** @returns {Record<string, string>} */
  #values() {
    return Object.fromEntries([...new FormData(this.root)].map(([name, value]) => [name, String(value)]));
  }

  async #start() {
    const { kind } = this.#job.options;
    const { destination, originals: kept = "keep", address = "", source, understood: sure } = this.#values();
    if (kind !== "collect" && !destination) {
      this.#miss("workChooseFolder", "destination");
      return;
    }
    if (kind === "decrypt" && !sure) {
      this.#miss("workTick", "understood");
      return;
    }
    report("");
    await browser.runtime.sendMessage({
      type: "work.start",
      id: this.#job.id,
      options: { destination: destination === "same" ? "" : (destination ?? ""), originals: kept, address },
      ...(source ? await this.#chosen(source) : {}),
    });
  }

  /** @param {string} source - A folder, or a whole account. */
  async #chosen(source) {
    const account = /^account (.*)$/.exec(source)?.[1];
    const folders = [...this.#places.values()].filter(place => (account ? place.accountId === account : place.id === source));
    return { folders: folders.map(({ id, name }) => ({ id, name })), title: account ? (folders[0]?.account ?? "") : (folders[0]?.label ?? "") };
  }

  /**
   * @param {string} key - Of the text that says what is missing.
   * @param {string} name - Of its field.
   */
  #miss(key, name) {
    report(text(key), true);
    /** @type {?HTMLElement} */ (this.root.querySelector(`[name="${name}"]`))?.focus();
  }
}

/** @param {Place} place */
function placeOption({ id, label }) {
  return element("option", { value: id }, label);
}

/**
 * @param {string} key
 * @param {string} name
 * @param {HTMLElement[]} options
 */
function labelled(key, name, options) {
  return element("label", {}, text(key), element("select", { name }, options));
}

function originals() {
  const choice = (/** @type {string} */ value, /** @type {boolean} */ checked) =>
    element("label", { class: "choice" }, element("input", { type: "radio", name: "originals", value, checked }), " ", text(`workOriginals_${value}`));
  return element("fieldset", {}, element("legend", {}, text("workOriginals")), choice("keep", true), choice("trash", false));
}

/** The user has read what it means. */
function understood() {
  return element("label", { class: "choice" }, element("input", { type: "checkbox", name: "understood", required: true }), " ", text("workUnderstood"));
}

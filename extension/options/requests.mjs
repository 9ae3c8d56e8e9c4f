import { button, byId, element } from "../shared/page.mjs";
import { saveFile } from "../shared/save.mjs";
import { codeText, text, timeText } from "../shared/text.mjs";
import { confirm } from "./dialogs.mjs";
import { askForm, choice, field } from "./forms.mjs";
import { attempt, report } from "./panel.mjs";

/** @typedef {import("../types/protocol.d.ts").KeyRequest} KeyRequest */

/** What every mail program can use comes first. */
const ALGORITHMS = ["rsa3072", "rsa4096", "p256", "p384", "ed25519"];

/** Keys that are made here and wait for the certificate that an authority issues for them. */
export class RequestsPanel {
  #host;

  /** @param {import("./panel.mjs").HostClient} host */
  constructor(host) {
    this.#host = host;
    byId("key-ways").append(button("requestsNew", () => attempt(() => this.#create()), { id: "request-new" }));
  }

  async show() {
    const { requests } = await this.#host.request({ type: "requests.list" });
    byId("request-list").replaceChildren(...requests.map(one => this.#card(one)));
  }

  async #create() {
    const identities = (await browser.identities.list()).filter(({ email }) => email);
    const names = Object.fromEntries(identities.map(({ email = "", name = "" }) => [email, name]));
    const addresses = Object.keys(names);
    const answer = await askForm(
      text("requestsNew"),
      [
        element("p", {}, text("requestsExplanation")),
        choice("address", text("requestsAddress"), addresses.map(one => [one, one])),
        field("name", text("requestsName"), names[addresses[0]] ?? ""),
        choice("algorithm", text("requestsAlgorithm"), ALGORITHMS.map(one => [one, codeText("requestsAlgorithm", one)])),
      ],
      "requestsCreate",
      form => form.address.addEventListener("change", () => (form.name.value = names[form.address.value] ?? ""))
    );
    if (answer) {
      report(text("requestsWorking"));
      const request = await this.#host.request({ type: "keys.request", ...answer, name: answer.name.trim() || null });
      await this.show();
      await save(request);
      report(text("requestsSaved", { file: fileOf(request) }));
    }
  }

  /** @param {KeyRequest} request */
  #card(request) {
    const { address, algorithm, createdAt } = request;
    const facts = [
      ["cardKey", codeText("requestsAlgorithm", algorithm)],
      ["requestsSince", timeText(createdAt)],
    ];
    return element(
      "article",
      { class: "card", "data-request": request.request },
      element("h3", {}, text("requestsWaiting", { address })),
      element("p", { class: "faint" }, text("requestsNext")),
      element("dl", {}, facts.flatMap(([key, value]) => [element("dt", {}, text(key)), element("dd", {}, value)])),
      element(
        "div",
        { class: "buttons" },
        button("requestsSaveAgain", () => attempt(() => save(request))),
        button("requestsCancel", () => attempt(() => this.#cancel(request)))
      )
    );
  }

  /** @param {KeyRequest} request */
  async #cancel({ request, address }) {
    if (await confirm(text("requestsCancel"), [element("p", {}, text("requestsCancelQuestion", { address }))], "requestsCancelYes")) {
      await this.#host.request({ type: "requests.remove", request });
      report(text("requestsCancelled"));
      await this.show();
    }
  }
}

/** @param {KeyRequest} request */
function save(request) {
  return saveFile(fileOf(request), request.pem, "application/pkcs10");
}

/** @param {KeyRequest} request */
function fileOf({ address }) {
  return `${address.replace(/[^A-Za-z0-9@._-]/g, "_")}.csr`;
}

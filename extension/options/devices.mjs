import { Failure } from "../shared/failure.mjs";
import { visible } from "../shared/names.mjs";
import { button, byId, element } from "../shared/page.mjs";
import { codeText, text } from "../shared/text.mjs";
import { certificateCard } from "./cards.mjs";
import { confirm } from "./dialogs.mjs";
import { attempt, onFile, report } from "./panel.mjs";

/** @typedef {import("../types/protocol.d.ts").Token} Token */
/** @typedef {import("../types/protocol.d.ts").TokenModule} TokenModule */

/** Smart cards and other tokens, and the modules that reach them. */
export class DevicesPanel {
  #host;
  #onChange;
  /** @type {?import("../types/protocol.d.ts").TokenName} The token that a certificate file is being chosen for. */
  #fileFor = null;

  /**
   * @param {import("./panel.mjs").HostClient} host
   * @param {() => Promise<void>} onChange
   */
  constructor(host, onChange) {
    this.#host = host;
    this.#onChange = onChange;
    byId("module-form").addEventListener("submit", event => {
      event.preventDefault();
      attempt(() => this.#add(/** @type {HTMLInputElement} */ (byId("module-path")).value.trim()));
    });
    byId("device-buttons").append(button("devicesRefresh", () => attempt(() => this.show())));
    onFile("token-certificate-file", (fileName, content) => this.#useFile(fileName, content));
  }

  async show() {
    const [{ modules, suggestions }, { tokens }] = await Promise.all([
      this.#host.request({ type: "tokens.modules.list" }),
      this.#host.request({ type: "tokens.list" }),
    ]);
    byId("module-list").replaceChildren(...modules.map(one => this.#module(one)));
    byId("module-suggestions").replaceChildren(...suggestions.map(path => this.#suggestion(path)));
    byId("token-list").replaceChildren(...tokens.map(one => this.#token(one)));
    if (!modules.length) {
      byId("module-list").append(element("li", {}, text("devicesNoModules")));
    } else if (!tokens.length) {
      byId("token-list").append(element("p", {}, text("devicesNoTokens")));
    }
  }

  /** @param {TokenModule} module */
  #module({ path, description, version, problem }) {
    return element(
      "li",
      { class: "device-row" },
      element("span", {}, visible(description ? `${description} ${version}` : path)),
      description && element("span", { class: "faint path" }, visible(path)),
      problem && element("span", { class: "wrong" }, codeText("moduleProblem", problem)),
      button("devicesRemoveModule", () => attempt(() => this.#remove(path)), { "aria-label": `${text("devicesRemoveModule")} ${path}` })
    );
  }

  /** @param {string} path */
  #suggestion(path) {
    return element(
      "li",
      { class: "device-row" },
      element("span", { class: "path" }, visible(path)),
      button("devicesAddModule", () => attempt(() => this.#add(path)), { "aria-label": `${text("devicesAddModule")} ${path}` })
    );
  }

  /** @param {Token} token */
  #token({ name, reader, manufacturer, model, pin, hasPinPad, loggedIn, certificates }) {
    const label = visible(name.label || name.serial);
    const kind = visible([manufacturer, model].filter(Boolean).join(" "));
    const facts = /** @type {[string, string][]} */ ([
      ["deviceSerial", name.serial],
      ["deviceKind", kind],
      ["deviceReader", reader],
      ["devicePin", [codeText("pin", pin), hasPinPad && text("devicePinPad"), loggedIn && text("deviceLoggedIn")].filter(Boolean).join(" ")],
    ]);
    const cards = certificates.map(one => this.#certificate(name, one));
    return element(
      "section",
      { class: "token", "aria-label": label },
      element("h3", {}, label),
      element("dl", {}, facts.flatMap(([key, value]) => [element("dt", {}, text(key)), element("dd", {}, visible(value))])),
      cards.length ? cards : element("p", {}, text("devicesNoCertificates")),
      element(
        "div",
        { class: "buttons" },
        button("devicesUseFile", () => this.#chooseFile(name)),
        loggedIn && button("devicesLogOut", () => attempt(() => this.#logOut()), { class: "log-out" })
      )
    );
  }

  /**
   * @param {import("../types/protocol.d.ts").TokenName} token
   * @param {import("../types/protocol.d.ts").TokenCertificate} offered
   */
  #certificate(token, { certificate, inUse, canSign, canEncrypt }) {
    const uses = [canSign && text("keysCanSign"), canEncrypt && text("keysCanEncrypt")].filter(Boolean).join(", ");
    const action = inUse
      ? element("span", { class: "in-use" }, text("devicesInUse"))
      : button("devicesUse", () => attempt(() => this.#use(token, certificate.sha256)), { class: "primary" });
    return certificateCard(certificate, [["cardUses", uses]], action);
  }

  /** @param {string} path */
  async #add(path) {
    if (!path) {
      byId("module-path").focus();
      return;
    }
    const warning = [element("p", {}, text("devicesAddQuestion")), element("p", { class: "path" }, visible(path))];
    if (!(await confirm(text("devicesAddModule"), warning, "devicesAddYes"))) {
      return;
    }
    try {
      const module = await this.#host.request({ type: "tokens.modules.add", path });
      /** @type {HTMLInputElement} */ (byId("module-path")).value = "";
      report(text("devicesAdded", { name: module.description }));
    } catch (error) {
      const failure = Failure.from(error);
      if (failure.code !== "token-module-unusable") {
        throw failure;
      }
      report(`${text("failure_token_module_unusable", failure.parameters)} ${codeText("moduleProblem", String(failure.parameters.reason))}`, true);
      return;
    }
    await this.show();
  }

  /** @param {string} path */
  async #remove(path) {
    if (await confirm(text("devicesRemoveModule"), [element("p", {}, text("devicesRemoveQuestion"))], "devicesRemoveYes")) {
      await this.#host.request({ type: "tokens.modules.remove", path });
      report(text("devicesRemoved"));
      await this.show();
    }
  }

  /**
   * @param {import("../types/protocol.d.ts").TokenName} token
   * @param {string} sha256
   */
  async #use(token, sha256) {
    this.#used(await this.#host.request({ type: "tokens.use", token, sha256 }));
  }

  /** @param {import("../types/protocol.d.ts").TokenName} token */
  #chooseFile(token) {
    this.#fileFor = token;
    byId("token-certificate-file").click();
  }

  /**
   * @param {string} fileName
   * @param {Uint8Array} content
   */
  async #useFile(fileName, content) {
    this.#used(await this.#host.request({ type: "tokens.use-file", token: this.#fileFor, fileName }, content));
  }

  /** @param {import("../types/protocol.d.ts").KeysImported} used */
  async #used({ keys }) {
    report(text("devicesUsed", { addresses: keys.flatMap(key => key.certificate.addresses) }));
    await this.#onChange();
  }

  async #logOut() {
    await this.#host.request({ type: "tokens.log-out" });
    report(text("devicesLoggedOut"));
    await this.show();
  }
}

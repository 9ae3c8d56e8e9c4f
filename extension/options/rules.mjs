import { byId, element } from "../shared/page.mjs";
import { codeText, text, timeText } from "../shared/text.mjs";
import { attempt, report } from "./panel.mjs";

/** @typedef {import("../types/protocol.d.ts").RecipientRule} RecipientRule */

/** @type {import("../types/protocol.d.ts").EncryptionRule[]} */
const RULES = ["always", "ask", "never"];

const DEFAULT_MODE = "sending.encryptByDefault";
const SUGGEST = "sending.suggestEncryption";

/** When messages are encrypted without being asked to: the default, and rules for recipients and domains. */
export class RulesPanel {
  #host;
  #onPolicy;
  #subject = /** @type {HTMLInputElement} */ (byId("rule-subject"));
  #rule = /** @type {HTMLSelectElement} */ (byId("rule-kind"));

  /**
   * @param {import("./panel.mjs").HostClient} host
   * @param {() => Promise<unknown>} onPolicy - Called when a setting of the policy was changed here.
   */
  constructor(host, onPolicy) {
    this.#host = host;
    this.#onPolicy = onPolicy;
    this.#rule.append(...options(RULES.map(rule => [rule, codeText("rule", rule)]), "always"));
    byId("rule-form").addEventListener("submit", event => {
      event.preventDefault();
      attempt(() => this.#add());
    });
  }

  async show() {
    const [{ rules }, { entries }] = await Promise.all([
      this.#host.request({ type: "rules.list" }),
      this.#host.request({ type: "policy.list" }),
    ]);
    const mode = entries.find(({ name }) => name === DEFAULT_MODE);
    const suggest = entries.find(({ name }) => name === SUGGEST);
    byId("rule-defaults").replaceChildren(
      ...(mode ? [this.#modeSelect(mode)] : []),
      ...(suggest ? [this.#suggestBox(suggest)] : [])
    );
    byId("rule-list").replaceChildren(...(rules.length ? rules.map(one => this.#row(one)) : [element("p", {}, text("rulesNone"))]));
  }

  /** @param {import("../types/protocol.d.ts").PolicyEntry} entry */
  #modeSelect({ value, choices }) {
    /** @param {Event} event */
    const change = event => this.#setPolicy(DEFAULT_MODE, /** @type {HTMLSelectElement} */ (event.target).value);
    const modes = options(choices.map(one => [one, codeText("rulesMode", one)]), value);
    return element("label", { class: "choice" }, text("rulesMode"), " ", element("select", { name: "mode", change }, modes));
  }

  /** @param {import("../types/protocol.d.ts").PolicyEntry} entry */
  #suggestBox({ value }) {
    /** @param {Event} event */
    const change = event => this.#setPolicy(SUGGEST, String(/** @type {HTMLInputElement} */ (event.target).checked));
    const box = element("input", { type: "checkbox", name: "suggest", checked: value === "true", change });
    return element("label", { class: "choice" }, box, " ", text("rulesSuggest"));
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #setPolicy(name, value) {
    return attempt(async () => {
      await this.#host.request({ type: "policy.set", name, value });
      await this.#onPolicy();
      report(text("rulesSaved"));
    });
  }

  /** @param {RecipientRule} existing */
  #row({ subject, rule, changedAt }) {
    /** @param {Event} event */
    const change = event =>
      attempt(async () => {
        await this.#host.request({ type: "rules.set", subject, rule: /** @type {HTMLSelectElement} */ (event.target).value });
        report(text("rulesSavedFor", { subject }));
      });
    const kinds = options(RULES.map(one => [one, codeText("rule", one)]), rule);
    return element(
      "div",
      { class: "card rule", "data-subject": subject },
      element("strong", {}, subject),
      " ",
      element("select", { "aria-label": text("rulesFor", { subject }), change }, kinds),
      " ",
      element("span", { class: "faint" }, text("rulesSince", { time: timeText(changedAt) })),
      " ",
      element("button", { type: "button", "aria-label": text("rulesRemoveFor", { subject }), click: () => attempt(() => this.#remove(subject, rule)) }, text("rulesRemove"))
    );
  }

  async #add() {
    const { subject } = await this.#host.request({ type: "rules.set", subject: this.#subject.value, rule: this.#rule.value });
    this.#subject.value = "";
    await this.show();
    report(text("rulesSavedFor", { subject }));
  }

  /**
   * Removes a rule at once; a button brings it back.
   *
   * @param {string} subject
   * @param {string} rule
   */
  async #remove(subject, rule) {
    await this.#host.request({ type: "rules.remove", subject });
    await this.show();
    report(text("rulesRemoved", { subject }));
    const undo = () =>
      attempt(async () => {
        await this.#host.request({ type: "rules.set", subject, rule });
        await this.show();
        report(text("rulesSavedFor", { subject }));
      });
    const button = element("button", { type: "button", id: "rule-undo", click: undo }, text("rulesUndo"));
    byId("rule-list").prepend(element("p", {}, text("rulesRemoved", { subject }), " ", button));
    button.focus();
  }
}

/**
 * @param {[string, string][]} choices - Values with their texts.
 * @param {string} chosen
 */
function options(choices, chosen) {
  return choices.map(([value, label]) => element("option", { value, selected: value === chosen }, label));
}

import { Failure } from "../../shared/failure.mjs";
import { button, element } from "../../shared/page.mjs";
import { failureText, keyOf, text } from "../../shared/text.mjs";
import { controlFor, policyLabel, valueText } from "./controls.mjs";

/**
 * @typedef {import("../../types/protocol.d.ts").PolicyEntry} PolicyEntry
 * @typedef {import("./catalogue.mjs").Setting} Setting
 */

/** One setting: what it is, what it means, whether it differs from the default, and what was wrong with a value. */
export class PolicyRow {
  #setting;
  #entry;
  #change;
  #control;
  #words = element("span", {});
  #reset;
  #risk;
  #error;
  element;

  /**
   * @param {Setting} setting
   * @param {PolicyEntry} entry
   * @param {(value: ?string) => Promise<unknown>} change - Null is the default; rejects with the failure.
   */
  constructor(setting, entry, change) {
    const { name } = setting;
    this.#setting = setting;
    this.#entry = entry;
    this.#change = change;
    this.#control = controlFor(setting, entry, () => this.#take(this.#control.value()));
    this.#reset = button("policyReset", () => this.#toDefault(), { class: "reset", "aria-label": text("policyResetNamed", { name: this.label }) });
    this.#risk = element("p", { class: "mark warning risk" }, text(keyOf("policyRisk", name)));
    this.#error = element("p", { class: "wrong", role: "alert", id: `policy-error-${name}` });
    this.element = this.#build();
    this.show(entry);
  }

  get entry() {
    return this.#entry;
  }

  get changed() {
    return this.#entry.value !== this.#entry.default;
  }

  get label() {
    return policyLabel(this.#setting.name);
  }

  /** @param {PolicyEntry} entry - As it is now. The element stays, and with it the keyboard's place. */
  show(entry) {
    this.#entry = entry;
    this.#control.show(entry);
    this.#complain("");
    const value = valueText(this.#setting, entry, entry.default);
    this.#words.textContent = text(this.changed ? "policyChanged" : "policyIsDefault", { value });
    this.#reset.hidden = !this.changed;
    this.#risk.hidden = !this.#setting.risky?.(entry.value);
    this.element.classList.toggle("differs", this.changed);
  }

  /** @param {PolicyEntry} entry - As the host has it; what is being written here stays if it is no news. */
  refresh(entry) {
    if (entry.value !== this.#entry.value) {
      this.show(entry);
    }
  }

  #build() {
    const { name } = this.#setting;
    const about = text(keyOf("policyAbout", name));
    const { field, named, element: control } = this.#control;
    field.setAttribute("aria-describedby", `${about ? `policy-about-${name} ` : ""}policy-error-${name}`);
    return element(
      "div",
      { class: "policy", "data-policy": name },
      named ? null : element("label", { for: field.id }, this.label),
      control,
      this.#error,
      about && element("p", { class: "faint about", id: `policy-about-${name}` }, about),
      element("p", { class: "policy-state" }, this.#words, " ", this.#reset),
      this.#risk
    );
  }

  async #toDefault() {
    await this.#take(null);
    this.#control.field.focus();
  }

  /** @param {?string} value */
  async #take(value) {
    try {
      await this.#change(value);
    } catch (error) {
      this.#complain(this.#troubleText(Failure.from(error)));
    }
  }

  /** @param {Failure} failure */
  #troubleText(failure) {
    const { least, most } = this.#entry;
    if (failure.code !== "policy-value") {
      return failureText(failure);
    }
    return most === undefined ? text(keyOf("policySyntax", this.#setting.name)) || failureText(failure) : text("policyRange", { least, most });
  }

  /** @param {string} words - What is wrong with the value that was given; empty when nothing is. */
  #complain(words) {
    this.#error.textContent = words;
    this.#control.field.setAttribute("aria-invalid", String(Boolean(words)));
  }
}

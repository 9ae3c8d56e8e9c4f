import { byId, button, element } from "../../shared/page.mjs";
import { keyOf, text } from "../../shared/text.mjs";
import { attempt, report, reportWith } from "../panel.mjs";
import { groupsOf } from "./catalogue.mjs";
import { PolicyRow } from "./row.mjs";

/** @typedef {import("../../types/protocol.d.ts").PolicyEntry} PolicyEntry */

/** Everything that the policy knows, in words; each value can be changed, and led back to its default, and both undone. */
export class PolicyPanel {
  #host;
  #onChange;
  /** @type {Map<string, PolicyRow>} */
  #rows = new Map();

  /**
   * @param {import("../panel.mjs").HostClient} host
   * @param {() => Promise<unknown>} onChange - Called when a value changed: what is usable and trusted depends on it.
   */
  constructor(host, onChange) {
    this.#host = host;
    this.#onChange = onChange;
    byId("policy-buttons").append(button("policyResetAll", () => attempt(() => this.#resetAll()), { id: "policy-reset-all" }));
  }

  async show() {
    const { entries } = await this.#host.request({ type: "policy.list" });
    if (entries.length !== this.#rows.size) {
      this.#build(entries);
    }
    entries.forEach(entry => this.#rows.get(entry.name)?.refresh(entry));
    byId("policy-reset-all").toggleAttribute("disabled", !this.#changedRows().length);
  }

  /** @param {PolicyEntry[]} entries */
  #build(entries) {
    const byName = new Map(entries.map(entry => [entry.name, entry]));
    this.#rows = new Map();
    byId("policy-list").replaceChildren(
      ...groupsOf([...byName.keys()]).map(({ group, folded, settings }) => {
        const rows = settings.map(setting => {
          const row = new PolicyRow(setting, /** @type {PolicyEntry} */ (byName.get(setting.name)), value => this.#set(setting.name, value));
          this.#rows.set(setting.name, row);
          return row.element;
        });
        return groupElement(group, folded ?? false, rows);
      })
    );
  }

  /**
   * @param {string} name
   * @param {?string} value - Null is the default.
   */
  async #set(name, value) {
    const row = /** @type {PolicyRow} */ (this.#rows.get(name));
    const before = row.changed ? row.entry.value : null;
    if (value === row.entry.value) {
      return;
    }
    row.show(await this.#host.request({ type: "policy.set", name, value }));
    await this.#onChange();
    this.#offerUndo(text(value === null ? "policyResetDone" : "policySaved", { name: row.label }), [[name, before]]);
  }

  async #resetAll() {
    const before = this.#changedRows().map(({ entry: { name, value } }) => /** @type {[string, string]} */ ([name, value]));
    for (const [name] of before) {
      await this.#host.request({ type: "policy.set", name, value: null });
    }
    await this.#onChange();
    this.#offerUndo(text("policyResetAllDone", { count: before.length }), before);
  }

  /**
   * @param {string} done - What was done.
   * @param {[string, ?string][]} before - Names with their values before it; null is the default.
   */
  #offerUndo(done, before) {
    reportWith(done, "policyUndo", async () => {
      for (const [name, value] of before) {
        await this.#host.request({ type: "policy.set", name, value });
      }
      await this.#onChange();
      report(text("policyUndone"));
    });
  }

  #changedRows() {
    return [...this.#rows.values()].filter(({ changed }) => changed);
  }
}

/**
 * @param {string} group
 * @param {boolean} folded
 * @param {HTMLElement[]} rows
 */
function groupElement(group, folded, rows) {
  const title = text(keyOf("policyGroup", group));
  const about = text(keyOf("policyGroupAbout", group));
  const content = [about && element("p", { class: "faint" }, about), ...rows];
  return folded
    ? element("details", { class: "policy-group", "data-group": group }, element("summary", {}, title), content)
    : element("div", { class: "policy-group", role: "group", "aria-label": title, "data-group": group }, element("h3", {}, title), content);
}

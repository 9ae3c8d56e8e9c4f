import { element } from "../../shared/page.mjs";
import { codeText, text } from "../../shared/text.mjs";
import { attempt, report } from "../panel.mjs";

/** @typedef {import("../../types/protocol.d.ts").EncryptionRule} EncryptionRule */

/** @type {EncryptionRule[]} */
const RULES = ["always", "ask", "never"];

/**
 * The rule for one correspondent, to be chosen.
 *
 * @param {import("../panel.mjs").HostClient} host
 * @param {string} address
 * @param {EncryptionRule | null | undefined} inForce - Whatever it was made for: the address or its domain.
 * @param {() => Promise<unknown>} onChange
 * @returns {Promise<HTMLElement>}
 */
export async function ruleChoice(host, address, inForce, onChange) {
  const { rules } = await host.request({ type: "rules.list" });
  const own = rules.find(({ subject }) => subject === address.toLowerCase())?.rule ?? "";
  /** @param {Event} event */
  const change = event =>
    attempt(async () => {
      const rule = /** @type {HTMLSelectElement} */ (event.target).value;
      await (rule ? host.request({ type: "rules.set", subject: address, rule }) : host.request({ type: "rules.remove", subject: address }));
      await onChange();
      report(text("contactRuleSaved", { address }));
    });
  const options = [["", text("contactRuleNone")], ...RULES.map(one => [one, codeText("rule", one)])];
  return element(
    "div",
    { class: "contact-rule" },
    element(
      "label",
      { class: "choice" },
      text("contactRule"),
      " ",
      element("select", { name: "rule", change }, options.map(([value, label]) => element("option", { value, selected: value === own }, label)))
    ),
    !own && inForce ? element("p", { class: "faint" }, text("contactRuleInherited", { rule: codeText("rule", inForce) })) : null
  );
}

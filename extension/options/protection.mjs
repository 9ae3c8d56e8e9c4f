import { button, byId, element } from "../shared/page.mjs";
import { codeText, text } from "../shared/text.mjs";
import { attempt, report } from "./panel.mjs";

/** @typedef {import("../types/protocol.d.ts").ProtectionReport} ProtectionReport */

/** Minutes after which unlocked keys may be locked again; 0 is never. */
const MINUTES = [5, 15, 30, 60, 240, 0];

/** How the user's keys are protected, and their lock. */
export class ProtectionPanel {
  #host;
  #onPolicy;

  /**
   * @param {import("./panel.mjs").HostClient} host
   * @param {() => Promise<unknown>} onPolicy - Called when a setting of the policy was changed here.
   */
  constructor(host, onPolicy) {
    this.#host = host;
    this.#onPolicy = onPolicy;
  }

  async show() {
    this.#draw(await this.#host.request({ type: "protection.show" }));
  }

  /** @param {ProtectionReport} state */
  #draw(state) {
    const { kind, trouble } = state;
    byId("protection-state").replaceChildren(
      element("p", { id: "protection-kind" }, element("strong", {}, codeText("vault", kind)), " ", codeText("vaultAbout", kind)),
      ...(trouble ? [element("p", { class: "wrong", role: "alert" }, codeText("failure", `key-locked-${trouble}`))] : []),
      ...(state.asks ? this.#lock(state) : []),
      this.#choice(state)
    );
  }

  /** @param {ProtectionReport} state */
  #lock({ locked, lockAfterMinutes }) {
    const minutes = [...new Set([...MINUTES, lockAfterMinutes])];
    /** @param {Event} event */
    const change = event => this.#keepOpenFor(/** @type {HTMLSelectElement} */ (event.target).value);
    return [
      element("p", { id: "protection-lock" }, text(locked ? "protectionLocked" : "protectionUnlocked")),
      element(
        "label",
        { class: "choice" },
        text("protectionMinutes"),
        " ",
        element(
          "select",
          { id: "protection-minutes", change },
          minutes.map(one => element("option", { value: String(one), selected: one === lockAfterMinutes }, one ? text("protectionAfter", { minutes: one }) : text("protectionNever")))
        )
      ),
      element(
        "div",
        { class: "buttons" },
        locked
          ? button("protectionUnlock", () => this.#ask({ type: "protection.unlock" }, "protectionIsUnlocked"), { id: "protection-unlock" })
          : button("protectionLockNow", () => this.#ask({ type: "protection.lock" }, "protectionIsLocked"), { id: "protection-lock-now" }),
        button("protectionOther", () => this.#ask({ type: "protection.change", kind: "passphrase" }, "protectionChanged"), { id: "protection-other" })
      ),
    ];
  }

  /** @param {ProtectionReport} state */
  #choice({ kind, offers }) {
    const others = offers.filter(offer => offer.kind !== kind);
    /** @param {Event} event */
    const submit = event => {
      event.preventDefault();
      const chosen = /** @type {HTMLInputElement | null} */ (byId("protection-state").querySelector("input[name=vault]:checked"));
      return chosen && this.#ask({ type: "protection.change", kind: chosen.value }, "protectionChanged");
    };
    return element(
      "form",
      { submit },
      element(
        "fieldset",
        {},
        element("legend", {}, text("protectionChange")),
        others.map((offer, index) => choice(offer, index === 0))
      ),
      element("div", { class: "buttons" }, element("button", { type: "submit", id: "protection-change" }, text("protectionChangeButton")))
    );
  }

  /**
   * @param {{ type: "protection.change" | "protection.unlock" | "protection.lock", kind?: string }} request
   * @param {string} done - Key of what is said when it worked.
   */
  #ask(request, done) {
    return attempt(async () => {
      this.#draw(await this.#host.request(request));
      report(text(done));
    });
  }

  /** @param {string} minutes */
  #keepOpenFor(minutes) {
    return attempt(async () => {
      await this.#host.request({ type: "policy.set", name: "keys.lockAfterMinutes", value: minutes });
      await this.#onPolicy();
      report(text("protectionMinutesSaved"));
    });
  }
}

/**
 * @param {import("../types/protocol.d.ts").VaultOffer} offer
 * @param {boolean} first
 */
function choice({ kind, trouble }, first) {
  return element(
    "label",
    { class: "choice" },
    element("input", { type: "radio", name: "vault", value: kind, disabled: Boolean(trouble), checked: first && !trouble }),
    " ",
    codeText("vault", kind),
    element("span", { class: "faint" }, ` ${trouble ? codeText("vaultTrouble", trouble) : codeText("vaultAbout", kind)}`)
  );
}

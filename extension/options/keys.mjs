import { button, byId, element } from "../shared/page.mjs";
import { codeText, text, timeText } from "../shared/text.mjs";
import { certificateCard, chainText } from "./cards.mjs";
import { confirm } from "./dialogs.mjs";
import { importProfile } from "./profiles.mjs";
import { leavingActions, leavingFacts } from "./leaving.mjs";
import { attempt, onFile, report } from "./panel.mjs";
import { announce } from "./renewal/announce.mjs";

/** The user's own keys. */
export class KeysPanel {
  #host;
  #onChange;

  /**
   * @param {import("./panel.mjs").HostClient} host
   * @param {() => Promise<void>} onChange
   */
  constructor(host, onChange) {
    this.#host = host;
    this.#onChange = onChange;
    byId("key-ways").append(button("profilesImport", () => attempt(() => importProfile(host, onChange)), { id: "profile-import" }));
    onFile("key-file", (fileName, content) => this.#import(fileName, content));
  }

  async show() {
    const { keys } = await this.#host.request({ type: "keys.list" });
    const list = byId("key-list");
    list.replaceChildren(...keys.map(key => this.#card(key)));
    if (!keys.length) {
      list.append(element("p", {}, text("keysNone")));
    }
  }

  /**
   * @param {string} fileName
   * @param {Uint8Array} content
   */
  async #import(fileName, content) {
    const { keys, certificates, incomplete } = await this.#host.request({ type: "keys.import", fileName }, content);
    const done = text("keysImported", { count: keys.length, certificates, addresses: keys.flatMap(key => key.certificate.addresses) });
    await this.#onChange();
    report(incomplete.length ? `${done} ${text("keysIncomplete")}` : done, incomplete.length > 0);
  }

  /** @param {import("../types/protocol.d.ts").OwnKey} key */
  #card(key) {
    const uses = [key.canSign && text("keysCanSign"), key.canEncrypt && text("keysCanEncrypt")].filter(Boolean).join(", ");
    return certificateCard(
      key.certificate,
      [
        ["cardUses", uses],
        ["cardTrust", chainText(key.chain)],
        key.tokens.length ? ["cardToken", placeText(key)] : ["cardOrigin", codeText("keyOrigin", key.origin)],
        ["cardAdded", timeText(key.addedAt)],
        ...leavingFacts(key),
      ],
      ...(key.canSign ? [button("announceKey", () => attempt(() => announce(this.#host, key.certificate.addresses)), { class: "announce" })] : []),
      ...leavingActions(this.#host, key, this.#onChange),
      button("keysRemove", () => attempt(() => this.#remove(key)), { class: "remove" })
    );
  }

  /** @param {import("../types/protocol.d.ts").OwnKey} key */
  async #remove({ id, certificate }) {
    const warning = element("p", {}, text("keysRemoveQuestion", { addresses: certificate.addresses }));
    if (await confirm(text("keysRemove"), [warning], "keysRemoveYes")) {
      await this.#host.request({ type: "keys.remove", key: id });
      report(text("keysRemoved"));
      await this.#onChange();
    }
  }
}

/** @param {import("../types/protocol.d.ts").OwnKey} key */
function placeText({ tokens, inKeystore }) {
  return text(inKeystore ? "keysOnTokenToo" : "keysOnToken", { tokens });
}

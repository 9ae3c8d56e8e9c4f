import { button, byId, element } from "../shared/page.mjs";
import { saveFile } from "../shared/save.mjs";
import { codeText, text, timeText } from "../shared/text.mjs";
import { attempt, onFile, report } from "./panel.mjs";

/** The whole keystore as one file, and back. */
export class BackupPanel {
  #host;
  #onChange;

  /**
   * @param {import("./panel.mjs").HostClient} host
   * @param {() => Promise<void>} onChange
   */
  constructor(host, onChange) {
    this.#host = host;
    this.#onChange = onChange;
    byId("backup-buttons").append(button("backupWrite", () => attempt(() => this.#write()), { id: "backup-write" }));
    onFile("backup-file", (fileName, content) => this.#restore(fileName, content));
  }

  async #write() {
    const fileName = `smime-bridge-${new Date().toISOString().slice(0, 10)}.backup`;
    report(text("backupWriting"));
    const { result, content } = await this.#host.download({ type: "backup.write", fileName });
    await saveFile(fileName, content, "application/octet-stream");
    const { keys, leftOut, certificates } = result;
    report(text(leftOut ? "backupWrittenWithout" : "backupWritten", { file: fileName, keys, certificates, leftOut }));
  }

  /**
   * @param {string} fileName
   * @param {Uint8Array} content
   */
  async #restore(fileName, content) {
    report(text("backupRestoring"));
    const { createdAt, kinds } = await this.#host.request({ type: "backup.restore", fileName }, content);
    byId("backup-result").replaceChildren(
      element("p", {}, text("backupRestored", { time: timeText(createdAt) })),
      element("ul", {}, kinds.map(({ kind, added, present }) => element("li", { "data-kind": kind }, codeText("backupKind", kind, { added, present }))))
    );
    report(text("backupRestored", { time: timeText(createdAt) }));
    await this.#onChange();
  }
}

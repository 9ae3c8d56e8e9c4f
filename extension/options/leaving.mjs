import { button, element } from "../shared/page.mjs";
import { saveFile } from "../shared/save.mjs";
import { codeText, text, timeText } from "../shared/text.mjs";
import { confirm } from "./dialogs.mjs";
import { askForm, choice } from "./forms.mjs";
import { attempt, report } from "./panel.mjs";

/** @typedef {import("../types/protocol.d.ts").OwnKey} OwnKey */

/**
 * What a key's card says and offers about leaving the keystore.
 *
 * @param {import("./panel.mjs").HostClient} host
 * @param {OwnKey} key
 * @param {() => Promise<void>} onChange
 * @returns {HTMLElement[]}
 */
export function leavingActions(host, key, onChange) {
  return key.exportable
    ? [
        button("keysExport", () => attempt(() => exportKey(host, key, onChange)), { class: "export" }),
        button("keysKeep", () => attempt(() => keepKey(host, key, onChange)), { class: "keep" }),
      ]
    : [];
}

/**
 * @param {OwnKey} key
 * @returns {[string, string][]} Facts for its card: every time that it left, and whether it may.
 */
export function leavingFacts({ exportable, events }) {
  const left = events.filter(({ what }) => ["exported", "exported-compatible", "backed-up"].includes(what));
  return [
    .../** @type {[string, string][]} */ (left.slice(-3).map(({ what, at }) => ["cardLeft", codeText("keyEvent", what, { time: timeText(at) })])),
    .../** @type {[string, string][]} */ (exportable ? [] : [["cardLeft", text("keysKept")]]),
  ];
}

/**
 * @param {import("./panel.mjs").HostClient} host
 * @param {OwnKey} key
 * @param {() => Promise<void>} onChange
 */
async function exportKey(host, { id, certificate }, onChange) {
  const answer = await askForm(
    text("keysExport"),
    [
      element("p", {}, text("keysExportExplanation")),
      choice("form", text("keysExportForm"), [
        ["strong", text("keysExportStrong")],
        ["compatible", text("keysExportCompatible")],
      ]),
    ],
    "dialogContinue"
  );
  if (answer) {
    const fileName = `${(certificate.addresses[0] ?? "key").replace(/[^A-Za-z0-9@._-]/g, "_")}.p12`;
    const { content } = await host.download({ type: "keys.export", key: id, fileName, form: answer.form });
    await saveFile(fileName, content, "application/x-pkcs12");
    report(text("keysExported", { file: fileName }));
    await onChange();
  }
}

/**
 * @param {import("./panel.mjs").HostClient} host
 * @param {OwnKey} key
 * @param {() => Promise<void>} onChange
 */
async function keepKey(host, { id, certificate }, onChange) {
  const question = element("p", {}, text("keysKeepQuestion", { addresses: certificate.addresses }));
  if (await confirm(text("keysKeep"), [question], "keysKeepYes")) {
    await host.request({ type: "keys.keep", key: id });
    report(text("keysKept"));
    await onChange();
  }
}

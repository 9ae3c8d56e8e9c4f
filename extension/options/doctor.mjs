import { Failure } from "../shared/failure.mjs";
import { button, byId, element } from "../shared/page.mjs";
import { saveFile } from "../shared/save.mjs";
import { text } from "../shared/text.mjs";
import { diagnosisText, reportText } from "./diagnostics/report.mjs";
import { attempt, report } from "./panel.mjs";

/** @typedef {Pick<import("../types/protocol.d.ts").Probe, "name" | "status" | "code" | "parameters">} Found */

/** Runs the host's own checks, shows each answer, and makes a report of them that can be passed on. */
export class DoctorPanel {
  #host;

  /** @param {import("./panel.mjs").HostClient} host */
  constructor(host) {
    this.#host = host;
    byId("doctor-buttons").append(button("doctorRun", () => attempt(() => this.#run()), { id: "doctor-run" }));
  }

  async #run() {
    report(text("doctorRunning"));
    const probes = await this.#probes();
    byId("doctor-list").replaceChildren(
      ...probes.map(({ name, status, code, parameters }) =>
        element("li", { class: `mark ${status}`, "data-probe": name }, diagnosisText(code, parameters))
      )
    );
    showReport(reportText({ probes, settings: await this.#settings(), surroundings: await surroundings(), time: new Date() }));
    const trouble = probes.filter(probe => probe.status !== "good").length;
    report(text(trouble ? "doctorTrouble" : "doctorGood", { count: trouble }), trouble > 0);
  }

  /** @returns {Promise<Found[]>} Of a host that does not answer, why it does not. */
  async #probes() {
    try {
      return (await this.#host.request({ type: "doctor.run" })).probes;
    } catch (error) {
      const { code, parameters } = Failure.from(error);
      const told = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
      return [{ name: "host", status: "bad", code, parameters: told }];
    }
  }

  async #settings() {
    try {
      return (await this.#host.request({ type: "policy.list" })).entries;
    } catch {
      // What keeps it from answering is in the report already.
      return [];
    }
  }
}

async function surroundings() {
  const [{ name, version }, { os, arch }] = await Promise.all([browser.runtime.getBrowserInfo(), browser.runtime.getPlatformInfo()]);
  return `${text("extensionName")} ${browser.runtime.getManifest().version} · ${name} ${version} · ${os} ${arch} · ${browser.i18n.getUILanguage()}`;
}

/** @param {string} words */
function showReport(words) {
  const place = byId("doctor-report");
  place.replaceChildren(
    element("p", { class: "faint" }, text("diagnosticsAbout")),
    element(
      "div",
      { class: "buttons" },
      button("diagnosticsCopy", () => attempt(() => copy(words)), { id: "doctor-copy" }),
      button("diagnosticsSave", () => attempt(() => saveFile("smime-bridge-report.txt", words, "text/plain")), { id: "doctor-save" })
    ),
    element("details", {}, element("summary", {}, text("diagnosticsShow")), element("pre", { id: "doctor-text", tabindex: "0" }, words))
  );
  place.hidden = false;
}

/** @param {string} words */
async function copy(words) {
  await navigator.clipboard.writeText(words);
  report(text("diagnosticsCopied"));
}

import { button, byId, element } from "../shared/page.mjs";
import { codeText, keyOf, text } from "../shared/text.mjs";
import { attempt, report } from "./panel.mjs";

/** Runs the host's own checks and shows each answer. */
export class DoctorPanel {
  #host;

  /** @param {import("./panel.mjs").HostClient} host */
  constructor(host) {
    this.#host = host;
    byId("doctor-buttons").append(button("doctorRun", () => attempt(() => this.#run()), { id: "doctor-run" }));
  }

  async #run() {
    report(text("doctorRunning"));
    const { probes } = await this.#host.request({ type: "doctor.run" });
    byId("doctor-list").replaceChildren(
      ...probes.map(({ name, status, code, parameters }) =>
        element("li", { class: `mark ${status}`, "data-probe": name }, diagnosisText(code, parameters))
      )
    );
    const trouble = probes.filter(probe => probe.status !== "good").length;
    report(text(trouble ? "doctorTrouble" : "doctorGood", { count: trouble }), trouble > 0);
  }
}

/**
 * @param {string} code - Of a diagnosis, or of the failure that kept it from being made.
 * @param {Record<string, string>} parameters
 */
function diagnosisText(code, parameters) {
  return codeText(text(keyOf("probe", code)) ? "probe" : "failure", code, parameters);
}

import { Failure } from "../shared/failure.mjs";
import { button, byId, element } from "../shared/page.mjs";
import { failureText, text } from "../shared/text.mjs";

/** Failures that installing the program, or another version of it, mends. */
const NEEDS_INSTALLATION = new Set(["host-missing", "host-ended", "protocol-unsupported", "extension-unknown", "hello-expected"]);

/**
 * Says whether the host answers; if not, why, what to run, and a button to try again.
 *
 * @param {() => Promise<unknown>} again
 * @returns {Promise<boolean>} Whether it answers.
 */
export async function showHost(again) {
  const { version, failure } = await browser.runtime.sendMessage({ type: "welcome.host" });
  const state = byId("host-state");
  if (!failure) {
    state.replaceChildren(element("p", { class: "mark good" }, text("welcomeHostGood", { version })));
    return true;
  }
  const problem = new Failure(failure.code, failure.parameters);
  state.replaceChildren(
    element("p", { class: "mark bad", role: "alert" }, failureText(problem)),
    ...(NEEDS_INSTALLATION.has(problem.code) ? [element("p", {}, text("welcomeHostRun"), " ", element("code", {}, "installer/install.sh"))] : []),
    element("p", { class: "faint" }, text("welcomeHostMeanwhile")),
    element("div", { class: "buttons" }, button("welcomeHostAgain", again, { class: "primary", id: "host-again" }))
  );
  return false;
}

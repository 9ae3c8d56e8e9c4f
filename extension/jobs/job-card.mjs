import { attempt } from "../options/panel.mjs";
import { button, element } from "../shared/page.mjs";
import { failureText, text } from "../shared/text.mjs";
import { JobForm } from "./job-form.mjs";
import { notesOf, summaryOf } from "./summary.mjs";

/** @typedef {import("../background/folders/job.mjs").Job} Job */

/** One job: what it is about, how far it is, and what can be done with it now. */
export class JobCard {
  #host;
  #id;
  /** What is drawn: while it stays the same only the progress changes, so that focus stays where it is. */
  #drawn = "";
  #bar = /** @type {HTMLProgressElement} */ (element("progress", { "aria-label": text("workProgress") }));
  #far = element("p", { class: "far" });

  /**
   * @param {import("../shared/host-client.mjs").HostClient} host
   * @param {string} id
   */
  constructor(host, id) {
    this.#host = host;
    this.#id = id;
    this.root = element("section", { class: "job", id: `job-${id}`, "aria-labelledby": `title-${id}` });
  }

  focus() {
    this.root.scrollIntoView();
    /** @type {?HTMLElement} */ (this.root.querySelector("h2"))?.focus();
  }

  /** @param {Job} job */
  show(job) {
    const { state, reason, done, total } = job;
    const drawn = JSON.stringify([state, reason, job.title, state === "done" ? job.tally : null]);
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.root.dataset.state = state;
      this.root.replaceChildren(this.#heading(job), ...this.#body(job));
    }
    if (state === "searching") {
      this.#bar.removeAttribute("value");
    } else {
      this.#bar.max = Math.max(1, total);
      this.#bar.value = done;
    }
    this.#far.textContent = state === "searching" ? text("workSearching") : text("workFar", { done, total });
  }

  /** @param {Job} job */
  #heading({ title, options }) {
    return element("h2", { id: `title-${this.#id}`, tabindex: "-1" }, text(`workKind_${options.kind}`), title && `: ${title}`);
  }

  /**
   * @param {Job} job
   * @returns {(Node | string)[]}
   */
  #body(job) {
    switch (job.state) {
      case "new":
        return [new JobForm(this.#host, job).root];
      case "searching":
      case "running":
        return [this.#bar, this.#far, this.#buttons(this.#ask("workPause", "work.pause"), this.#ask("workCancel", "work.cancel"))];
      case "paused":
        return [
          this.#bar,
          this.#far,
          element("div", { class: "pause", role: "note" }, element("p", {}, job.reason ? failureText(job.reason) : text("workPaused"))),
          this.#buttons(this.#ask("workResume", "work.resume", "primary"), this.#ask("workCancel", "work.cancel")),
          ...notesOf(job),
        ];
      default:
        return [
          element("p", {}, text(job.state === "done" ? "workDone" : "workCancelled", { done: job.done, total: job.total })),
          ...summaryOf(job),
          ...notesOf(job),
          this.#buttons(this.#ask("workRemove", "work.remove")),
        ];
    }
  }

  /** @param {...HTMLElement} all */
  #buttons(...all) {
    return element("div", { class: "buttons" }, all);
  }

  /**
   * @param {string} key
   * @param {string} type
   * @param {string} [emphasis]
   */
  #ask(key, type, emphasis = "") {
    const asked = button(key, () => attempt(() => browser.runtime.sendMessage({ type, id: this.#id })), { class: emphasis, "data-action": type });
    // A message that is being worked on is finished first.
    asked.addEventListener("click", () => asked.setAttribute("disabled", ""));
    return asked;
  }
}

import { attempt } from "../options/panel.mjs";
import { HostClient } from "../shared/host-client.mjs";
import { byId, element, localise } from "../shared/page.mjs";
import { text } from "../shared/text.mjs";
import { JobCard } from "./job-card.mjs";

/** @typedef {import("../background/folders/job.mjs").Job} Job */

localise(document);
document.title = text("workTitle");

// Secrets that work needs are asked for by a window of their own.
const host = new HostClient(async () => null);
/** @type {Map<string, JobCard>} */
const cards = new Map();

/** @param {Job[]} jobs - The oldest first. */
function show(jobs) {
  const list = byId("jobs");
  for (const [id, card] of cards) {
    if (!jobs.some(job => job.id === id)) {
      card.root.remove();
      cards.delete(id);
    }
  }
  for (const job of jobs) {
    let card = cards.get(job.id);
    if (!card) {
      card = new JobCard(host, job.id);
      cards.set(job.id, card);
      list.prepend(card.root);
    }
    card.show(job);
  }
  list.querySelector("p.none")?.remove();
  if (!jobs.length) {
    list.append(element("p", { class: "none" }, text("workNone")));
  }
}

/** @param {string} id - Of the job that the user has just asked for. */
async function comeForward(id) {
  const tab = await browser.tabs.getCurrent();
  if (tab?.id !== undefined) {
    await browser.tabs.update(tab.id, { active: true });
  }
  cards.get(id)?.focus();
  return true;
}

browser.runtime.onMessage.addListener(({ type, id, jobs }) => {
  if (type === "work.changed" || type === "work.show") {
    show(jobs);
  }
  return type === "work.show" ? comeForward(id) : undefined;
});

await attempt(async () => show(/** @type {Job[]} */ (await browser.runtime.sendMessage({ type: "work.list" }))));
cards.get(location.hash.slice(1))?.focus();

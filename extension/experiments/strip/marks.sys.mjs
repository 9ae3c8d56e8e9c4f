import { IMAGES, PILL_MARK, SUBJECT_HINT, makeElement } from "./elements.sys.mjs";
import { recipientsOf } from "./recipients.sys.mjs";

/** @type {Record<string, string>} */
const STATE_IMAGES = { ready: "lock.svg", notice: "warning.svg", blocked: "error-circle.svg" };

/** The worst comes first: it is what a list of the address book is marked with. */
const ORDER = ["blocked", "notice", "ready"];

/**
 * Marks each recipient with their state: an image, its text, and the text for screen readers, never a colour alone.
 *
 * @param {any} window
 * @param {import("../../background/compose/face.mjs").Face["pills"]} states
 */
export function markPills(window, states) {
  const known = new Map(states.map(one => [one.address.toLowerCase(), one]));
  for (const pill of window.document.querySelectorAll("#recipientsContainer mail-address-pill")) {
    const told = recipientsOf(pill).map(one => known.get(one.address.toLowerCase())).filter(one => one !== undefined);
    const [worst] = told.sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
    if (worst) {
      markPill(window, pill, worst);
    } else {
      clearPill(pill);
    }
  }
}

/** @param {any} window */
export function clearMarks(window) {
  window.document.querySelectorAll("mail-address-pill[data-smime-state]").forEach(clearPill);
  window.document.getElementById(SUBJECT_HINT)?.remove();
}

/**
 * Says at the subject's field whether it is encrypted too.
 *
 * @param {any} window
 * @param {import("../../background/compose/face.mjs").Face["subject"]} subject
 */
export function showSubjectHint(window, subject) {
  const { document } = window;
  const field = document.getElementById("msgSubject");
  const hint = document.getElementById(SUBJECT_HINT) ?? makeHint(window);
  hint.hidden = !subject;
  if (!subject) {
    field.removeAttribute("aria-description");
    return;
  }
  hint.children[0].setAttribute("src", IMAGES + (subject.hidden ? "lock.svg" : "lock-disabled.svg"));
  hint.children[1].textContent = subject.text;
  hint.setAttribute("title", subject.title);
  hint.dataset.hidden = String(subject.hidden);
  field.setAttribute("aria-description", subject.text);
}

/** @param {any} window */
function makeHint(window) {
  const hint = makeElement(window, "span", { id: SUBJECT_HINT });
  hint.append(makeElement(window, "img", { alt: "" }), makeElement(window, "span"));
  window.document.getElementById("msgSubjectContainer").append(hint);
  return hint;
}

/**
 * @param {any} window
 * @param {any} pill
 * @param {{ state: string, title: string }} state
 */
function markPill(window, pill, { state, title }) {
  let mark = pill.querySelector(`.${PILL_MARK}`);
  if (!mark) {
    mark = makeElement(window, "img", { class: PILL_MARK });
    (pill.labelView ?? pill).prepend(mark);
  }
  mark.setAttribute("src", IMAGES + STATE_IMAGES[state]);
  mark.setAttribute("alt", title);
  mark.setAttribute("title", title);
  pill.setAttribute("data-smime-state", state);
  pill.setAttribute("aria-description", title);
}

/** @param {any} pill */
function clearPill(pill) {
  pill.removeAttribute("data-smime-state");
  pill.removeAttribute("aria-description");
  pill.querySelector(`.${PILL_MARK}`)?.remove();
}

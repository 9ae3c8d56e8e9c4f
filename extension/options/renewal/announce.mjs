import { byId, element } from "../../shared/page.mjs";
import { text } from "../../shared/text.mjs";
import { confirm } from "../dialogs.mjs";
import { attempt } from "../panel.mjs";

/** Most correspondents that the dialog lists at once; its search finds the others. */
const LISTED = 100;

/**
 * Lets the user choose correspondents and opens a signed message to them, each in Bcc, that brings the new certificate. Sending it is
 * the user's own step.
 *
 * @param {import("../panel.mjs").HostClient} host
 * @param {string[]} addresses - Own addresses of the new certificate.
 */
export async function announce(host, addresses) {
  /** @type {Set<string>} */
  const chosen = new Set();
  const list = element("div", { id: "announce-list", class: "choices" });
  const search = /** @type {HTMLInputElement} */ (element("input", { type: "search", id: "announce-search" }));
  const show = () => attempt(() => showContacts(host, search.value.trim() || null, list, chosen));
  search.addEventListener("input", show);
  await show();
  const content = [
    element("p", {}, text("announceHow")),
    element("label", { for: "announce-search" }, text("certificatesSearch")),
    search,
    allBox(list),
    list,
  ];
  if ((await confirm(text("announceTitle", { addresses }), content, "announceWrite")) && chosen.size) {
    await write(addresses, [...chosen].sort());
  }
}

/**
 * @param {import("../panel.mjs").HostClient} host
 * @param {?string} search
 * @param {HTMLElement} list
 * @param {Set<string>} chosen
 */
async function showContacts(host, search, list, chosen) {
  const { contacts } = await host.request({ type: "contacts.list", search, limit: LISTED });
  list.replaceChildren(
    ...contacts.map(({ address }) => {
      const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", value: address }));
      box.checked = chosen.has(address);
      box.addEventListener("change", () => (box.checked ? chosen.add(address) : chosen.delete(address)));
      return element("label", { class: "choice" }, box, " ", address);
    })
  );
  if (!contacts.length) {
    list.append(element("p", {}, text(search ? "certificatesNoneFound" : "certificatesNone")));
  }
}

/** @param {HTMLElement} list */
function allBox(list) {
  const all = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: "announce-all" }));
  all.addEventListener("change", () => {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input"))) {
      if (box.checked !== all.checked) {
        box.click();
      }
    }
  });
  return element("label", { class: "choice" }, all, " ", text("announceAll"));
}

/**
 * @param {string[]} addresses
 * @param {string[]} bcc
 */
async function write(addresses, bcc) {
  const identities = (await browser.accounts.list(false)).flatMap(account => account.identities);
  const own = identities.find(({ email }) => addresses.includes(email?.toLowerCase() ?? ""));
  const tab = await browser.compose.beginNew({
    ...(own ? { identityId: own.id } : {}),
    bcc,
    subject: text("announceSubject"),
    plainTextBody: text("announceBody", { addresses }),
    isPlainText: true,
  });
  await browser.runtime.sendMessage({ type: "compose.sign", tabId: tab.id });
  byId("status").textContent = text("announceReady");
}

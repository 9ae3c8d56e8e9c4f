import { askSecret } from "../options/dialogs.mjs";
import { attempt, onFile, report } from "../options/panel.mjs";
import { importProfile } from "../options/profiles.mjs";
import { HostClient } from "../shared/host-client.mjs";
import { button, byId, localise } from "../shared/page.mjs";
import { text } from "../shared/text.mjs";
import { AddressCard } from "./address-card.mjs";
import { showHost } from "./host-state.mjs";
import { needsCertificate, overview } from "../shared/overview.mjs";

localise(document);
document.title = text("welcomeTitle");

const host = new HostClient(askSecret);

/** What the page showed last; it is drawn anew only when this has changed, so that focus and answers stay where they are. */
let shown = "";

onFile("key-file", async (fileName, content) => {
  const { keys, certificates } = await host.request({ type: "keys.import", fileName }, content);
  report(text("keysImported", { count: keys.length, certificates, addresses: keys.flatMap(key => key.certificate.addresses) }));
  await show();
});

byId("other-ways").append(button("profilesImport", () => attempt(() => importProfile(host, show)), { id: "profile-import" }));

async function show() {
  const answers = await showHost(show);
  byId("accounts").hidden = byId("ways").hidden = !answers;
  if (answers) {
    await attempt(showAddresses);
  }
}

async function showAddresses() {
  const [accounts, { keys }, { requests }, { identities }] = await Promise.all([
    browser.accounts.list(false),
    host.request({ type: "keys.list" }),
    host.request({ type: "requests.list" }),
    host.request({ type: "identities.list" }),
  ]);
  const addresses = overview(/** @type {any} */ (accounts), keys, requests);
  const now = JSON.stringify([addresses, identities]);
  if (now === shown) {
    return;
  }
  shown = now;
  const signing = new Set(identities.filter(one => one.signByDefault).map(one => one.address.toLowerCase()));
  byId("address-list").replaceChildren(
    ...addresses.map(one => new AddressCard(host, one, signing.has(one.address.toLowerCase())).build()),
    addresses.length ? "" : text("welcomeNoAddress")
  );
  byId("ways").hidden = !addresses.some(needsCertificate);
}

// What was set up in another window shows when the user comes back.
window.addEventListener("focus", () => show());
await show();

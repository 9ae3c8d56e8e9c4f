import { HostClient } from "../shared/host-client.mjs";
import { localise } from "../shared/page.mjs";
import { text } from "../shared/text.mjs";
import { AnchorsPanel } from "./anchors.mjs";
import { BackupPanel } from "./backup.mjs";
import { ContactsPanel } from "./contacts/panel.mjs";
import { DevicesPanel } from "./devices.mjs";
import { askSecret } from "./dialogs.mjs";
import { DoctorPanel } from "./doctor.mjs";
import { IdentitiesPanel } from "./identities.mjs";
import { KeysPanel } from "./keys.mjs";
import { attempt } from "./panel.mjs";
import { PolicyPanel } from "./policy/panel.mjs";
import { ProtectionPanel } from "./protection.mjs";
import { WarningsPanel } from "./renewal/warnings.mjs";
import { RequestsPanel } from "./requests.mjs";
import { RulesPanel } from "./rules.mjs";
import { SearchingPanel } from "./searching.mjs";

localise(document);
document.title = text("extensionName");

const host = new HostClient(askSecret);
const keys = new KeysPanel(host, showAll);
const requests = new RequestsPanel(host);
const warnings = new WarningsPanel(host);
const devices = new DevicesPanel(host, showAll);
const protection = new ProtectionPanel(host, showPolicy);
const identities = new IdentitiesPanel(host);
const contacts = new ContactsPanel(host, showAll);
const rules = new RulesPanel(host, showPolicy);
const searching = new SearchingPanel();
const anchors = new AnchorsPanel(host, showAll);
const policy = new PolicyPanel(host, showAll);
new BackupPanel(host, showAll);
new DoctorPanel(host);

const panels = [
  keys,
  warnings,
  requests,
  devices,
  protection,
  identities,
  rules,
  contacts,
  anchors,
  policy,
  searching,
];

/** Some settings are shown where they matter, too. */
function showPolicy() {
  return policy.show();
}

async function showAll() {
  await attempt(() => Promise.all(panels.map(panel => panel.show())));
}

await showAll();

import { Host } from "./bridge/host.mjs";
import { CertificateMail } from "./certificates/certificate-mail.mjs";
import { CertificateOffers } from "./certificates/offers.mjs";
import { Answers } from "./compose/answers.mjs";
import { ComposeButtons } from "./compose/buttons.mjs";
import { ComposeChoices } from "./compose/choices.mjs";
import { ClearQuestion } from "./compose/clear.mjs";
import { CollectedMail } from "./compose/collected.mjs";
import { IdentityDefaults } from "./compose/defaults.mjs";
import { Drafts } from "./compose/drafts.mjs";
import { Edits } from "./compose/edits.mjs";
import { RecipientFixes } from "./compose/fixes.mjs";
import { SendingGate } from "./compose/gate.mjs";
import { Intake } from "./compose/intake.mjs";
import { MissingPanel } from "./compose/missing.mjs";
import { Parcels } from "./compose/parcels.mjs";
import { RecipientRules } from "./compose/rules.mjs";
import { Sending } from "./compose/sending.mjs";
import { RecipientStates } from "./compose/states.mjs";
import { ComposeWatch } from "./compose/watch.mjs";
import { Collector } from "./folders/collector.mjs";
import { FolderJobs } from "./folders/jobs.mjs";
import { FolderMenus } from "./folders/menus.mjs";
import { Rewriter } from "./folders/rewriter.mjs";
import { JobShelf } from "./folders/shelf.mjs";
import { ExpiryWatch } from "./keys/expiry.mjs";
import { KeyLock } from "./keys/key-lock.mjs";
import { PageGateway } from "./pages/gateway.mjs";
import { Panels } from "./pages/panels.mjs";
import { SecretWindow } from "./pages/secrets.mjs";
import { Welcome } from "./pages/welcome.mjs";
import { SealBadge } from "./read/badge.mjs";
import { VerdictDesk } from "./read/desk.mjs";
import { IndexReader } from "./read/indexing.mjs";
import { castsDoubt, markOf } from "./read/marks.mjs";
import { Openings } from "./read/openings.mjs";
import { ReadingSeam } from "./read/seam.mjs";

const secrets = new SecretWindow();
/** @type {KeyLock} */
const keyLock = new KeyLock(secrets, judgeAnew, () => badge.displayed());
const host = new Host((prompt, ended) => keyLock.ask(prompt, ended));
const defaults = new IdentityDefaults(host);
const openings = new Openings(
  host,
  (prompt, ended, messageId) => keyLock.askForReading(prompt, ended, messageId),
  (messageId, opening) => browser.smimeList.mark(messageId, markOf(opening))
);
const choices = new ComposeChoices(defaults, messageId => openings.wasEncrypted(messageId));
const buttons = new ComposeButtons(choices);
const states = new RecipientStates(host);
const rules = new RecipientRules(host);
const missing = new MissingPanel(choices, refreshCompose);
const clear = new ClearQuestion(choices, refreshCompose);
const watch = new ComposeWatch(states, choices, buttons, encryptionChanged, (tabId, attention, others) => missing.show(tabId, attention, { others }));
const answers = new Answers(choices, openings);
const intake = new Intake();
const parcels = new Parcels();
const gate = new SendingGate(rules, states, choices, clear);
const sending = new Sending(host, choices, defaults, missing, answers, gate, intake, parcels);
const drafts = new Drafts(host, choices, intake, parcels);
const edits = new Edits(openings, choices, drafts, answers, showChoices);
const seam = new ReadingSeam(openings);
const indexReader = new IndexReader(host);
const badge = new SealBadge(openings);
const certificateMail = new CertificateMail(host);
const offers = new CertificateOffers(certificateMail);
const welcome = new Welcome(host, certificateMail);
const expiry = new ExpiryWatch(host);
const fixes = new RecipientFixes(missing, states, new CollectedMail(openings), choices, showChoices);
const panels = new Panels(missing, clear, fixes, () => keyLock.unlock(host));
const desk = new VerdictDesk(host, openings, badge);
const jobs = new FolderJobs(host, new JobShelf(), new Rewriter(host), new Collector(openings), judgeAnew);
const folderMenus = new FolderMenus(jobs);
const gateway = new PageGateway(host, settingsChanged, keyLock);

/** Keys, trust or settings have changed: what is displayed is opened and judged again. */
async function judgeAnew() {
  openings.forget();
  await browser.smimeReading.forget();
  await browser.smimeReading.reload();
  await rules.remember();
  await watch.refreshAll();
}

/** @param {string} requestType - Of the page that has changed something. */
async function settingsChanged(requestType) {
  if (castsDoubt(requestType)) {
    await browser.smimeList.doubt();
  }
  await judgeAnew();
}

/** @param {number} tabId - Of a compose window whose encryption was, or may have been, switched. */
async function encryptionChanged(tabId) {
  await buttons.refresh(tabId);
  await answers.encryptionChanged(tabId);
  await drafts.encryptionChanged(tabId);
}

/** @param {number} tabId - Of a compose window in which encryption was switched. */
async function refreshCompose(tabId) {
  await Promise.all([encryptionChanged(tabId), watch.refresh(tabId)]);
}

/** @param {number} tabId - Of a compose window whose switches and recipients are to be shown as they are now. */
async function showChoices(tabId) {
  await buttons.refresh(tabId);
  await watch.refresh(tabId);
}

/** @param {number} tabId */
async function toggleSigning(tabId) {
  await buttons.toggleSigning(tabId);
  await watch.refresh(tabId);
}

/** @param {browser.tabs.Tab} tab */
async function showComposeButtons({ id, type }) {
  if (id !== undefined && type === "messageCompose") {
    await buttons.refresh(id);
    await watch.opened(id);
  }
}

// Listeners are registered at once and in one turn: an event page that was suspended is woken by them.
browser.smimeSending.onPrepare.addListener(message => sending.prepare(message));
browser.smimeSending.onProtect.addListener(details => sending.protect(details));
browser.smimeSending.onSave.addListener(message => drafts.prepare(message));
browser.smimeSending.onStore.addListener(details => drafts.store(details));
browser.smimeSending.onContent.addListener(piece => intake.take(piece));
browser.smimeSending.onTake.addListener(which => parcels.take(which));
browser.smimeSending.onCancel.addListener(details => {
  sending.cancel(details);
  drafts.cancel(details);
  intake.end(details.handle);
  parcels.drop(details.handle);
});
browser.smimeComposing.onEditing.addListener(details => edits.content(details));
browser.smimeComposing.onAttached.addListener(details => edits.attached(details));
browser.smimeComposing.onFilled.addListener(filled => edits.filled(filled));
browser.smimeComposing.onChosen.addListener(chosen => edits.chosen(chosen));
browser.smimeReading.onOpening.addListener(details => seam.answer(details));
browser.smimeSearching.onIndexing.addListener(details => indexReader.answer(details));
browser.smimeToolbar.onPressed.addListener(tabId => toggleSigning(tabId));
browser.smimeStrip.onChanged.addListener(({ tabId }) => watch.refresh(tabId));
browser.smimeStrip.onAction.addListener(({ tabId, action }) => watch.act(tabId, action));

browser.composeAction.onClicked.addListener(async tab => {
  const tabId = /** @type {number} */ (tab.id);
  await buttons.toggleEncryption(tabId);
  await refreshCompose(tabId);
});
browser.compose.onIdentityChanged.addListener(async (tab, identityId) => {
  await choices.changeIdentity(/** @type {number} */ (tab.id), identityId);
  await showComposeButtons(tab);
});
browser.tabs.onCreated.addListener(async tab => {
  await showComposeButtons(tab);
  if (tab.id !== undefined && tab.type === "messageCompose") {
    await answers.opened(tab.id);
  }
});
browser.tabs.onRemoved.addListener(tabId => {
  watch.forget(tabId);
  drafts.forget(tabId);
  return choices.forget(tabId);
});
browser.commands.onCommand.addListener(async (command, tab) => {
  if (command === "toggle-signing" && tab?.type === "messageCompose") {
    await toggleSigning(/** @type {number} */ (tab.id));
  }
  if (command === "toggle-lock") {
    await keyLock.toggle(host);
  }
});
browser.menus.onShown.addListener(async (info, tab) => {
  if (info.contexts.includes("compose_action") && tab?.id !== undefined) {
    await buttons.refreshMenu(tab.id);
  }
});
browser.menus.onClicked.addListener((info, tab) => folderMenus.clicked(info) ?? toggleSigning(/** @type {number} */ (tab?.id)));

browser.messageDisplay.onMessagesDisplayed.addListener(async (tab, displayed) => {
  await badge.display(/** @type {number} */ (tab.id), displayedIds(displayed));
  await offers.display(displayedIds(displayed));
});
// A folder of another kind, such as a saved search, has nothing to look through.
browser.mailTabs.onDisplayedFolderChanged.addListener((_tab, folder) => browser.smimeList.look(/** @type {any} */ (folder).id).catch(() => undefined));
browser.smimeNotices.onPressed.addListener(async (name, messageId) => {
  await offers.press(name, messageId);
  await expiry.open(name);
  await jobs.open(name);
});

browser.runtime.onConnect.addListener(port => gateway.accept(port));
browser.runtime.onMessage.addListener(question => panels.answer(question) ?? desk.answer(question) ?? offers.answer(question) ?? secrets.answer(question) ?? welcome.answer(question) ?? jobs.answer(question));
browser.windows.onRemoved.addListener(windowId => secrets.closed(windowId));
browser.runtime.onMessage.addListener(({ type, tabId }) => (type === "compose.sign" ? buttons.switchSigningOn(tabId) : undefined));
browser.alarms.onAlarm.addListener(alarm => expiry.ring(alarm));
browser.runtime.onInstalled.addListener(async details => {
  await buttons.createMenu();
  folderMenus.create();
  await welcome.installed(details);
});
browser.runtime.onStartup.addListener(async () => {
  await buttons.createMenu();
  folderMenus.create();
  await welcome.started();
});

showOpenTabs();
expiry.schedule();
rules.remember();

/** Windows that were open before the extension was. */
async function showOpenTabs() {
  for (const tab of await browser.tabs.query({})) {
    await showComposeButtons(tab);
    if (tab.id !== undefined && (tab.type === "mail" || tab.type === "messageDisplay")) {
      await badge.display(tab.id, displayedIds(await browser.messageDisplay.getDisplayedMessages(tab.id)));
    }
  }
}

/** @param {unknown} displayed - A list with its messages; the declarations still know the older form only. */
function displayedIds(displayed) {
  const { messages } = /** @type {{ messages: { id: number }[] }} */ (displayed);
  return messages.map(one => one.id);
}

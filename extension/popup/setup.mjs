import { Failure } from "../shared/failure.mjs";
import { HostClient } from "../shared/host-client.mjs";
import { readableName } from "../shared/names.mjs";
import { button, byId, element, localise } from "../shared/page.mjs";
import { failureText, text, timeText } from "../shared/text.mjs";
import { adopt, setSigning } from "./adoption.mjs";

const where = new URLSearchParams(location.search);
const messageId = Number(where.get("message"));
const partName = where.get("part") ?? "";
const fileName = where.get("file") ?? "";
/** The certificate for a key that was made here needs no passphrase, and nobody else knows its key. */
const isAnswer = where.get("kind") === "answer";

const passphrase = /** @type {HTMLInputElement} */ (byId("passphrase"));
/** @type {?((secret: string) => void)} The host's question that waits for the passphrase. */
let waiting = null;
/** @type {string[]} */
let own = [];

const host = new HostClient(askSecret);

/**
 * The passphrase that was typed already answers the first question; only a wrong one is asked for again.
 *
 * @param {import("../shared/host-client.mjs").PagePrompt} prompt
 * @returns {Promise<string>}
 */
function askSecret({ parameters }) {
  const wrong = parameters.reason === "wrong";
  if (!wrong && passphrase.value) {
    return Promise.resolve(passphrase.value);
  }
  say(text(wrong ? "promptWrong" : "setupPassphraseNeeded"));
  setBusy(false);
  passphrase.select();
  passphrase.focus();
  return new Promise(resolve => (waiting = resolve));
}

/** @param {string} message */
function say(message) {
  byId("status").textContent = message;
}

/** @param {boolean} busy */
function setBusy(busy) {
  for (const control of byId("form").querySelectorAll("input, button:not(#cancel)")) {
    control.toggleAttribute("disabled", busy);
  }
}

/** @param {{ trustedOnly: boolean }} how */
async function start(how) {
  say("");
  byId("doubt").hidden = true;
  setBusy(true);
  if (waiting) {
    waiting(passphrase.value);
    waiting = null;
    return;
  }
  try {
    const file = await browser.messages.getAttachmentFile(messageId, partName);
    const content = new Uint8Array(await file.arrayBuffer());
    const { keys, incomplete } = await host.request({ type: "keys.import", fileName, onlyFor: own, ...how }, content);
    await finish(keys, incomplete);
  } catch (error) {
    refuse(Failure.from(error));
  }
}

/** @param {Failure} failure */
function refuse(failure) {
  setBusy(false);
  if (failure.code !== "key-untrusted") {
    say(failureText(failure));
    return;
  }
  const { addresses, issuer } = failure.parameters;
  byId("doubt-text").textContent = text("setupUntrusted", { addresses, issuer: readableName(String(issuer)) });
  byId("doubt").hidden = false;
  showWays(
    button("setupAnyway", () => start({ trustedOnly: false }), { id: "anyway" }),
    button("setupNot", () => window.close(), { id: "cancel", class: "primary" })
  );
  byId("cancel").focus();
}

/**
 * @param {import("../types/protocol.d.ts").OwnKey[]} keys
 * @param {string[]} incomplete - Ids of those whose chain lacks an issuer.
 */
async function finish(keys, incomplete) {
  passphrase.value = "";
  const abilities = await adopt(host, keys, own);
  await browser.runtime.sendMessage({ type: "setup.done", messageId });
  byId("results").replaceChildren(
    ...abilities.map(showAbility),
    ...(incomplete.length ? [element("li", { class: "mark warning" }, text("keysIncomplete"))] : [])
  );
  byId("choices").replaceChildren(...abilities.filter(one => one.canSign && !one.signByDefault).map(showChoice));
  byId("close").replaceChildren(button("setupClose", () => window.close(), { class: "primary", id: "finished" }));
  byId("form").hidden = true;
  byId("done").hidden = false;
  byId("done").focus();
}

/** @param {import("./adoption.mjs").Ability} ability */
function showAbility({ address, canSign, canEncrypt }) {
  const key = canSign && canEncrypt ? "setupBoth" : canSign ? "setupSigns" : canEncrypt ? "setupDecrypts" : "setupOld";
  return element(
    "li",
    { class: `mark ${canSign || canEncrypt ? "good" : "warning"}`, "data-address": address },
    text(key, { address })
  );
}

/** @param {import("./adoption.mjs").Ability} ability */
function showChoice({ address }) {
  /** @param {Event} event */
  const change = async event => {
    try {
      await setSigning(host, address, /** @type {HTMLInputElement} */ (event.target).checked);
    } catch (error) {
      byId("choices").append(element("p", { class: "wrong" }, failureText(Failure.from(error))));
    }
  };
  return element("label", { class: "choice" }, element("input", { type: "checkbox", change }), " ", text("setupSignByDefault", { address }));
}

/** @param {...HTMLElement} buttons */
function showWays(...buttons) {
  byId("ways").replaceChildren(...buttons);
}

async function show() {
  localise(document);
  document.title = text("setupTitle");
  const [{ author, subject, date }, identities] = await Promise.all([browser.messages.get(messageId), browser.identities.list()]);
  own = identities.flatMap(({ email }) => (email ? [email] : []));
  byId("offer").textContent = text(isAnswer ? "setupAnswerExplanation" : "setupExplanation");
  byId("mail").replaceChildren(
    ...[
      ["setupFrom", author],
      ["setupSubject", subject],
      ["setupDate", timeText(new Date(/** @type {any} */ (date)).toISOString())],
      ["setupFile", fileName],
    ].flatMap(([key, value]) => [element("dt", {}, text(key)), element("dd", {}, text("plainValue", { value }))])
  );
  showWays(
    element("button", { type: "submit", class: "primary", id: "set-up" }, text("setupYes")),
    button("dialogCancel", () => window.close(), { id: "cancel" })
  );
  byId("form").addEventListener("submit", event => {
    event.preventDefault();
    start({ trustedOnly: !isAnswer });
  });
  document.addEventListener("keydown", event => event.key === "Escape" && window.close());
  byId("with-key").hidden = isAnswer;
  (isAnswer ? byId("set-up") : passphrase).focus();
}

await show();

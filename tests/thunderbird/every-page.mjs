import { ExtensionPage } from "./driver/extension-page.mjs";
import { hostCommand } from "./driver/host-command.mjs";
import { until } from "./driver/processes.mjs";
import { letter, pressOffer } from "./scenarios/12-certificate-mail.mjs";
import { header, plainPart } from "./world/letters.mjs";
import { sign } from "./world/openssl.mjs";
import { listProfile } from "./world/profiles.mjs";
import { deliverSigned, SIGNED_SUBJECT } from "./scenarios/02-signed-mail.mjs";

const CAROL = "carol@demo.example";
const BOB = "#certificate-list [data-address='bob@demo.example']";
const STRANGE = "From a stranger, to be looked at";
const KEY_MAIL = "Your certificate, to be looked at";

/**
 * A page of the add-on in a state that people see: how it is brought there, and how what was opened for it is closed.
 *
 * @typedef {object} Showing
 * @property {string} name
 * @property {(stage: import("./stage.mjs").Stage) => Promise<ExtensionPage>} open
 * @property {(stage: import("./stage.mjs").Stage, page: ExtensionPage) => Promise<unknown>} close
 * @property {(page: ExtensionPage) => Promise<unknown>} [reach] For the panel of a message, which may be loaded anew while it is open: brings it there.
 */

/** @type {Showing[]} All pages, and all dialogs of the options page. */
export const EVERY_PAGE = [
  { name: "options", open: openOptions, close: async () => {} },
  dialog("request a certificate", "#request-new"),
  { name: "options, take over from Thunderbird", open: openProfileDialog, close: dismiss },
  dialog("export a key", "#key-list .export"),
  dialog("keep a key in", "#key-list .keep"),
  dialog("remove a key", "#key-list .remove"),
  dialog("tell correspondents", "#key-list .announce"),
  dialog("compare a fingerprint", `${BOB} .compare`),
  dialog("stop trusting", "#anchor-list .remove"),
  fileDialog("passphrase of a file", "#key-file", ({ pfx }) => pfx),
  fileDialog("trust an authority", "#anchor-file", ({ issuer }) => issuer),
  { name: "options, add a module", open: openModuleDialog, close: dismiss },
  { name: "first steps", open: openFirstSteps, close: (stage) => stage.session.tidy() },
  panel("verdict", openVerdict, unfold),
  panel("verdict, trust an authority", openStranger, (page) => press(page, "[data-fix=trust-authority]")),
  panel("verdict, prove a message", openVerdict, (page) => press(page, "#proof")),
  { name: "missing certificates", open: openMissing, close: closeCompose },
  { name: "before it leaves unencrypted", open: openClear, close: closeClear },
  { name: "passphrase of the keys", open: openSecret, close: (_stage, page) => press(page, "#dialog-dismiss") },
  { name: "work over many messages", open: openWork, close: closeWork },
  { name: "set up a mailed certificate", open: openSetup, close: (_stage, page) => press(page, "#cancel") },
];

/**
 * @param {string} name
 * @param {string} selector Of the button that opens it.
 * @returns {Showing}
 */
function dialog(name, selector) {
  return {
    name: `options, ${name}`,
    async open(stage) {
      const page = await openOptions(stage);
      await press(page, selector);
      return opened(page);
    },
    close: dismiss,
  };
}

/**
 * @param {string} name
 * @param {string} input
 * @param {(alice: import("./world/people.mjs").Person) => string} file
 * @returns {Showing}
 */
function fileDialog(name, input, file) {
  return {
    name: `options, ${name}`,
    async open(stage) {
      const page = await openOptions(stage);
      await page.chooseFile(input, file(stage.person("alice")));
      return opened(page);
    },
    close: dismiss,
  };
}

/**
 * @param {string} name
 * @param {(stage: import("./stage.mjs").Stage) => Promise<ExtensionPage>} show
 * @param {(page: ExtensionPage) => Promise<unknown>} reach
 * @returns {Showing}
 */
function panel(name, show, reach) {
  return {
    name,
    async open(stage) {
      const page = await show(stage);
      await reach(page);
      return page;
    },
    close: (stage) => stage.session.closePanels(),
    reach,
  };
}

/** @param {ExtensionPage} page */
async function opened(page) {
  await until("the dialog", () => page.read(() => document.querySelector("dialog[open] h2") !== null || null));
  return page;
}

/**
 * The options page with everything unfolded.
 *
 * @param {import("./stage.mjs").Stage} stage
 */
async function openOptions(stage) {
  const page = await stage.session.options();
  await until("the sections are filled", () =>
    page.read((css) => [css, "#key-list .card", "#anchor-list .card", "#policy-list .policy"].every((one) => document.querySelector(one)) || null, BOB),
  );
  await press(page, "#doctor-run");
  await page.read(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  await until("what is unfolded is filled", () =>
    page.read((css) => (document.querySelector(`${css} .timeline`) && document.querySelector("#doctor-list li")) !== null || null, BOB),
  );
  await page.read(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  return page;
}

/** @param {import("./stage.mjs").Stage} stage */
async function openProfileDialog(stage) {
  const page = await openOptions(stage);
  const unlist = listProfile(stage.world);
  await press(page, "#profile-import");
  await opened(page);
  unlist();
  return page;
}

/** @param {import("./stage.mjs").Stage} stage */
async function openModuleDialog(stage) {
  const page = await openOptions(stage);
  await page.read(() => {
    /** @type {HTMLInputElement} */ (document.querySelector("#module-path")).value = "/usr/lib/not-a-module.so";
    /** @type {HTMLFormElement} */ (document.querySelector("#module-form")).requestSubmit();
  });
  return opened(page);
}

/** @param {import("./stage.mjs").Stage} stage */
async function openFirstSteps(stage) {
  const options = await stage.session.options();
  await press(options, "#first-steps");
  const page = await new ExtensionPage(stage.thunderbird, "welcome/welcome.html").ready();
  await press(page, ".card .test");
  await until("the outcome of the test", async () => (await page.text(".card .outcome ul")) || null);
  // The other ways are shown while an address lacks a certificate.
  await page.read(() => (/** @type {HTMLElement} */ (document.querySelector("#ways")).hidden = false));
  return page;
}

/** @param {import("./stage.mjs").Stage} stage */
async function openVerdict(stage) {
  if (!stage.world.maildir("alice").withSubject(SIGNED_SUBJECT).length) {
    await deliverSigned(stage.world);
  }
  await stage.mail.openMessage({ subject: SIGNED_SUBJECT });
  return stage.session.verdictPanel();
}

/** @param {ExtensionPage} page */
async function unfold(page) {
  await page.read(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
}

/**
 * The panel of a message whose authority nobody here knows.
 *
 * @param {import("./stage.mjs").Stage} stage
 */
async function openStranger(stage) {
  if (!stage.world.maildir("alice").withSubject(STRANGE).length) {
    await stage.world.deliver("eve", ["alice"], header({ from: "eve", subject: STRANGE }) + (await sign(plainPart("From afar."), stage.person("eve"))));
  }
  await stage.mail.openMessage({ subject: STRANGE });
  await stage.mail.badgeSays("unverified");
  return stage.session.verdictPanel();
}

/** @type {import("./driver/compose-window.mjs").ComposeWindow} */
let compose;

/** @param {import("./stage.mjs").Stage} stage */
async function openMissing(stage) {
  compose = await stage.session.write();
  await compose.write({ to: [CAROL], subject: "To be looked at" });
  await compose.encrypt();
  await compose.clickSend();
  const page = await new ExtensionPage(stage.thunderbird, "popup/missing.html").ready();
  await press(page, "#unencrypted");
  return page;
}

/**
 * @param {import("./stage.mjs").Stage} _stage
 * @param {ExtensionPage} page
 */
async function closeCompose(_stage, page) {
  await press(page, "#back");
  await page.closes();
  await compose.discard();
}

/** @param {import("./stage.mjs").Stage} stage */
async function openClear(stage) {
  await hostCommand(stage, "rules", "set", CAROL, "ask");
  compose = await stage.session.write();
  await compose.write({ to: [CAROL], subject: "To be looked at" });
  await compose.clickSend();
  const page = await new ExtensionPage(stage.thunderbird, "popup/clear.html").ready();
  await until("its buttons", () => page.read(() => document.querySelector("#back") !== null || null));
  return page;
}

/**
 * @param {import("./stage.mjs").Stage} stage
 * @param {ExtensionPage} page
 */
async function closeClear(stage, page) {
  await closeCompose(stage, page);
  await hostCommand(stage, "rules", "remove", CAROL);
}

/** @param {import("./stage.mjs").Stage} stage */
async function openSecret(stage) {
  const options = await stage.session.options();
  await press(options, "#protection-state input[value=passphrase]");
  await press(options, "#protection-change");
  const page = await new ExtensionPage(stage.thunderbird, "popup/secret.html").ready();
  await until("its question", () => page.read(() => document.querySelector("#secret") !== null || null));
  return page;
}

/** @param {import("./stage.mjs").Stage} stage */
async function openWork(stage) {
  const options = await stage.session.options();
  await press(options, "#certificate-collect");
  const page = await new ExtensionPage(stage.thunderbird, "jobs/work.html").ready();
  await until("the question what to collect from", () => page.read(() => document.querySelector(".job select") !== null || null));
  return page;
}

/**
 * @param {import("./stage.mjs").Stage} stage
 * @param {ExtensionPage} page
 */
async function closeWork(stage, page) {
  await press(page, ".job .buttons button:last-child");
  await until("it is forgotten", () => page.read(() => document.querySelector(".job") === null || null));
  await stage.session.tidy();
}

/** @param {import("./stage.mjs").Stage} stage */
async function openSetup(stage) {
  if (!stage.world.maildir("alice").withSubject(KEY_MAIL).length) {
    await stage.world.deliver("mallory", ["alice"], letter("mallory", KEY_MAIL, "key.p12", stage.person("mallory").pfx, "application/pkcs12"));
  }
  await stage.mail.openMessage({ subject: KEY_MAIL });
  return pressOffer(stage);
}

/**
 * Presses a button without the mouse, which is not what is looked at here.
 *
 * @param {ExtensionPage} page
 * @param {string} selector
 */
async function press(page, selector) {
  await until(`${selector} in ${page.path}`, () =>
    page.read((css) => {
      const button = /** @type {any} */ (document.querySelector(css));
      // After the answer: the button may close its own page, and nobody would answer then.
      setTimeout(() => button?.click());
      return button !== null || null;
    }, selector),
  );
}

/**
 * @param {import("./stage.mjs").Stage} _stage
 * @param {ExtensionPage} page
 */
async function dismiss(_stage, page) {
  await press(page, "#dialog-dismiss");
}

import { ExtensionPage } from "./extension-page.mjs";
import { ADDON_ID } from "./profile.mjs";
import { until } from "./processes.mjs";

const BADGE = `${ADDON_ID.toLowerCase().replace(/[^a-z0-9_-]/g, "_")}-messageDisplayAction-toolbarbutton`;

/**
 * Opens a message file as Thunderbird does from the command line or by File > Open.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} file
 * @param {"tab"|"window"} place
 */
export async function openFile(stage, file, place) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome(
    (path, inWindow) => {
      const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
      const target = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
      target.initWithPath(path);
      Services.prefs.setIntPref("mail.openMessageBehavior", inWindow ? 0 : 2);
      MailUtils.openEMLFile(window, target, Services.io.newFileURI(target));
      Services.prefs.clearUserPref("mail.openMessageBehavior");
    },
    file,
    place === "window",
  );
}

/**
 * Opens the first attachment, by a double click as a person does.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function openAttachment(stage) {
  await stage.thunderbird.read("message", async (pane) => {
    Services.prefs.setIntPref("mail.openMessageBehavior", 0);
    await pane.currentAttachments[0].open(pane.browsingContext);
    Services.prefs.clearUserPref("mail.openMessageBehavior");
  });
}

/** Runs in the main window: the about:message document that came last, in a window of its own or in a tab. */
const NEWEST = `
  for (const one of Services.wm.getEnumerator("mail:messageWindow")) {
    return one.messageBrowser.contentWindow;
  }
  return window.gTabmail.currentAboutMessage;`;

/**
 * Waits for a text and a badge in the message that was opened last.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} icon
 * @param {string} words
 * @returns {Promise<string>} The badge's label.
 */
export async function view(stage, icon, words) {
  await stage.thunderbird.behindScenes();
  return until(`"${words}" with the badge ${icon}`, async () => {
    const { text, image, label } = await stage.thunderbird.chrome(
      (newest, id) => {
        const pane = new Function("window", newest)(window);
        const button = pane?.document.getElementById(id);
        return {
          text: pane?.getMessagePaneBrowser?.()?.contentDocument?.body?.innerText ?? "",
          image: /[\w-]+\.svg/.exec(button?.style.cssText ?? "")?.[0] ?? "",
          label: button?.getAttribute("label") ?? "",
        };
      },
      NEWEST,
      BADGE,
    );
    if (!text.includes(words) || image !== `seal-${icon}.svg`) {
      throw new Error(`it is ${JSON.stringify({ text: text.slice(0, 100), image, label })}`);
    }
    return label;
  });
}

/**
 * Opens the panel of the message that was opened last.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} look
 * @returns {Promise<string>} Its headline.
 */
export async function panelIn(stage, look) {
  // A panel that opens while its window still moves is closed again by Thunderbird: the click is then repeated.
  const panel = new ExtensionPage(stage.thunderbird, "popup/verdict.html");
  await until("the panel is open", async () => {
    await stage.thunderbird.behindScenes();
    // With the mouse: a panel of a window that was never clicked is closed at once.
    const place = await stage.thunderbird.chrome(
      (newest, id) => {
        const about = new Function("window", newest)(window);
        const box = about.document.getElementById(id).getBoundingClientRect();
        const scale = about.devicePixelRatio;
        return { x: (about.mozInnerScreenX + box.x + box.width / 2) * scale, y: (about.mozInnerScreenY + box.y + box.height / 2) * scale };
      },
      NEWEST,
      BADGE,
    );
    await stage.thunderbird.pointer.click(place);
    return panel.ready(6_000);
  });
  await until(`the panel looks ${look}`, async () => ((await panel.read(() => document.querySelector("#verdict header")?.className)) === look ? true : null));
  const headline = await panel.text("h1");
  await stage.session.closePanels();
  return headline;
}

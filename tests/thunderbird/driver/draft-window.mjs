import { ComposeWindow } from "./compose-window.mjs";
import { until } from "./processes.mjs";

/** A picture of 2x1 pixels. */
export const PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4zwAE/wEHAAH/4iOeWQAAAABJRU5ErkJggg==";

/**
 * All that a compose window holds, as Thunderbird would put it into a message.
 *
 * @typedef {object} Letter
 * @property {string} subject
 * @property {string} text
 * @property {boolean} html
 * @property {string[]} markup - Text of what is bold.
 * @property {string[]} pictures - Beginnings of the addresses of its pictures.
 * @property {Record<string, string>} recipients - By kind.
 * @property {{ name: string, content: string }[]} attachments
 * @property {string} priority
 * @property {boolean} receipt
 * @property {string} identity
 * @property {string[]} switches - What the add-on's buttons show.
 */

/**
 * @param {ComposeWindow} compose
 * @returns {Promise<Letter>}
 */
export async function letterIn(compose) {
  await compose.focus();
  return compose.thunderbird.chrome(async () => {
    const fields = window.GetComposeDetails();
    const { NetUtil } = ChromeUtils.importESModule("resource://gre/modules/NetUtil.sys.mjs");
    const fetched = (/** @type {string} */ uri) =>
      new Promise((resolve, reject) =>
        NetUtil.asyncFetch({ uri, loadUsingSystemPrincipal: true }, (/** @type {any} */ stream, /** @type {number} */ status) =>
          Components.isSuccessCode(status) ? resolve(NetUtil.readInputStreamToString(stream, stream.available())) : reject(new Error(`status ${status}`)),
        ),
      );
    const read = async (/** @type {string} */ url) => {
      if (url.startsWith("file:")) {
        return IOUtils.readUTF8(Services.io.newURI(url).QueryInterface(Ci.nsIFileURL).file.path);
      }
      // What still lies in another message is fetched when the message is put together.
      return url.startsWith("blob:") ? fetched(url) : "";
    };
    const body = /** @type {any} */ (document.getElementById("messageEditor")).contentDocument.body;
    const items = [.../** @type {any} */ (document.getElementById("attachmentBucket")).itemChildren];
    return {
      subject: fields.subject,
      text: body.innerText.trim(),
      html: window.gMsgCompose.composeHTML,
      markup: [...body.querySelectorAll("b")].map((one) => one.textContent),
      pictures: [...body.querySelectorAll("img")].map((one) => `${one.src.slice(0, 5)} ${one.naturalWidth}x${one.naturalHeight}`),
      recipients: { to: fields.to, cc: fields.cc, bcc: fields.bcc, replyTo: fields.replyTo },
      attachments: await Promise.all(items.map(async ({ attachment }) => ({ name: attachment.name, content: await read(attachment.url) }))),
      priority: fields.priority,
      receipt: fields.returnReceipt,
      identity: window.gCurrentIdentity.key,
      switches: [...document.querySelectorAll("[id$=composeAction-toolbarbutton], #smime-bridge-sign-button")].map(
        (one) => /[\w-]+(?=\.svg)/.exec(/** @type {any} */ (one).style.cssText)?.[0] ?? "",
      ),
    };
  });
}

/**
 * Gives a window what the mouse would need long for: markup, a picture, an attachment, and fields out of sight.
 *
 * @param {ComposeWindow} compose
 * @param {{ file: string, cc: string, replyTo: string }} rest
 */
export async function enrich(compose, rest) {
  await compose.focus();
  await compose.thunderbird.chrome(async ({ file, cc, replyTo, picture }) => {
    const editor = window.GetCurrentEditor();
    editor.endOfDocument();
    editor.insertHTML(`<b>bold words</b> and a picture <img src="data:image/png;base64,${picture}" alt="dot">`);
    window.CompFields2Recipients({ cc, replyTo });
    window.gMsgCompose.compFields.priority = "High";
    window.gMsgCompose.compFields.returnReceipt = true;
    const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
    attachment.url = `file://${file}`;
    attachment.name = file.split("/").at(-1);
    await window.AddAttachments([attachment]);
  }, { ...rest, picture: PICTURE });
}

/**
 * Attaches a text that is in no file.
 *
 * @param {ComposeWindow} compose
 * @param {string} name
 * @param {string} content
 */
export async function attachText(compose, name, content) {
  await compose.focus();
  await compose.thunderbird.chrome(async (title, words) => {
    const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
    attachment.url = URL.createObjectURL(new Blob([words], { type: "text/plain" }));
    attachment.name = title;
    attachment.contentType = "text/plain";
    await window.AddAttachments([attachment]);
  }, name, content);
}

/**
 * What Thunderbird does by itself every few minutes.
 *
 * @param {ComposeWindow} compose
 */
export async function autoSave(compose) {
  await compose.focus();
  await compose.thunderbird.chrome(async () => {
    window.gContentChanged = true;
    window.clearTimeout(window.gAutoSaveTimeout);
    await window.AutoSave();
  });
  await until("the automatic saving is over", () => compose.thunderbird.chrome(() => !window.gSaveOperationInProgress || null));
}

/**
 * Opens a message that is shown with one of Thunderbird's commands.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} command - For example "cmd_editDraftMsg".
 */
export async function openWith(stage, command) {
  return ComposeWindow.after(stage.thunderbird, async () => {
    await stage.thunderbird.toMain();
    await stage.thunderbird.chrome((name) => void setTimeout(() => window.goDoCommand(name)), command);
  });
}

/**
 * Waits until the add-on has filled a window.
 *
 * @param {ComposeWindow} compose
 */
export async function filled(compose) {
  await compose.focus();
  await until("the window is filled", () => compose.thunderbird.chrome(() => (window.smimeBridgeUnfilled === false && !window.gWindowLocked) || null));
  return compose;
}

/**
 * @param {ComposeWindow} compose
 * @returns {Promise<string[]>} Texts of the bars below the text.
 */
export async function bars(compose) {
  await compose.focus();
  return compose.thunderbird.chrome(() =>
    window.gComposeNotification.allNotifications.map((/** @type {any} */ one) => one.messageText.textContent.replace(/\s+/g, " ").trim()),
  );
}

/**
 * Clicks a button of a bar.
 *
 * @param {ComposeWindow} compose
 * @param {string} label
 */
export async function clickBar(compose, label) {
  await compose.focus();
  const point = await until(`the button "${label}"`, () =>
    compose.thunderbird.chrome((words) => {
      const buttons = window.gComposeNotification.allNotifications.flatMap((/** @type {any} */ one) => [...one.buttonContainer.querySelectorAll("button")]);
      const button = buttons.find((/** @type {any} */ one) => (one.getAttribute("label") ?? one.textContent).includes(words));
      const box = button?.getBoundingClientRect();
      return box?.width ? { x: window.mozInnerScreenX + box.x + box.width / 2, y: window.mozInnerScreenY + box.y + box.height / 2 } : null;
    }, label),
  );
  await compose.thunderbird.pointer.click(point);
}


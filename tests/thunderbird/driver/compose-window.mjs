import { ADDON_ID } from "./profile.mjs";
import { until } from "./processes.mjs";

/**
 * What a button of the toolbar says.
 *
 * @typedef {{label: string, title: string, icon: string}} Control
 */

/** A window in which a message is written. */
export class ComposeWindow {
  /**
   * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
   * @param {string} handle
   */
  constructor(thunderbird, handle) {
    this.thunderbird = thunderbird;
    this.handle = handle;
  }

  /**
   * Opens a new message by a click on the button above the folders.
   *
   * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
   */
  static async open(thunderbird) {
    return ComposeWindow.after(thunderbird, async () => {
      await thunderbird.toMain();
      await thunderbird.click("list", "#folderPaneWriteMessage");
    });
  }

  /**
   * The compose window that something opens.
   *
   * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
   * @param {() => Promise<void>} act
   */
  static async after(thunderbird, act) {
    const before = await thunderbird.windows();
    await act();
    const handle = await until("a compose window", () => thunderbird.windowOfType("msgcompose", before));
    const compose = new ComposeWindow(thunderbird, handle);
    await compose.focus();
    await until("the editor is ready", () => thunderbird.chrome(() => window.composeEditorReady || null));
    return compose;
  }

  async focus() {
    await this.thunderbird.switchTo(this.handle);
  }

  /** @returns {Promise<boolean>} */
  async isOpen() {
    return (await this.thunderbird.windows()).includes(this.handle);
  }

  /**
   * Writes addresses, subject and text with the keyboard.
   *
   * @param {{to?: string[], bcc?: string[], subject?: string, text?: string}} message
   */
  async write({ to = [], bcc = [], subject, text }) {
    await this.focus();
    await this.#addresses("#toAddrInput", to);
    if (bcc.length) {
      await this.thunderbird.click("window", "#addr_bccShowAddressRowButton");
      await this.#addresses("#bccAddrInput", bcc);
    }
    if (subject) {
      await this.thunderbird.click("window", "#msgSubject");
      await this.thunderbird.pointer.type(subject);
      await until("the subject is written", () =>
        this.thunderbird.chrome((wanted) => /** @type {any} */ (document.getElementById("msgSubject")).value === wanted || null, subject),
      );
    }
    if (text) {
      await this.thunderbird.click("window", "#messageEditor");
      await this.thunderbird.pointer.type(text);
      await until("the text is written", async () => ((await this.text()).includes(text.split("\n")[0]) ? true : null));
    }
  }

  /**
   * @param {string} selector
   * @param {string[]} addresses
   */
  async #addresses(selector, addresses) {
    for (const address of addresses) {
      await this.thunderbird.click("window", selector);
      await this.thunderbird.pointer.type(`${address},`);
    }
    await until("the addresses are taken", async () => {
      const taken = await this.recipients();
      return addresses.every((address) => taken.some((one) => one.includes(address))) || null;
    });
  }

  /** @returns {Promise<string[]>} The addresses as the window shows them. */
  recipients() {
    return this.thunderbird.chrome(() => [...document.querySelectorAll("mail-address-pill")].map((pill) => /** @type {any} */ (pill).fullAddress));
  }

  /** @returns {Promise<string>} */
  subject() {
    return this.thunderbird.chrome(() => /** @type {any} */ (document.getElementById("msgSubject")).value);
  }

  /** @returns {Promise<string>} */
  text() {
    return this.thunderbird.read("editor", (view) => view.document.body.innerText);
  }

  /** The one click on the add-on's button. */
  async clickEncrypt() {
    await this.#buttonsRest();
    await this.thunderbird.click("window", `#${ENCRYPT}`);
  }

  /** Waits for both buttons: the second comes beside the first when the window has been looked at, and both move. */
  async #buttonsRest() {
    await until("the signing button is there", () => this.thunderbird.chrome((id) => Boolean(document.getElementById(id)?.getAttribute("label")) || null, SIGN));
  }

  /** @returns {Promise<Control>} What the add-on's button says. */
  encryptButton() {
    return this.#control(ENCRYPT);
  }

  /** @param {Control} before */
  encryptButtonChangesFrom(before) {
    return this.#changes(ENCRYPT, before);
  }

  /** Turns encryption on by a click, if it is off. */
  async encrypt() {
    await this.#turnOn(ENCRYPT, "encrypt-on");
  }

  /** @returns {Promise<boolean>} Whether the message will be signed. */
  async signs() {
    return (await this.#control(SIGN)).icon.includes("sign-on");
  }

  /** Turns signing on by a click, if it is off. */
  async sign() {
    await this.#turnOn(SIGN, "sign-on");
  }

  /**
   * @param {string} id
   * @param {string} icon
   */
  async #turnOn(id, icon) {
    const before = await until(`the button ${id}`, async () => {
      const control = await this.#control(id);
      return control.label ? control : null;
    });
    if (!before.icon.includes(icon)) {
      await this.#buttonsRest();
      await this.thunderbird.click("window", `#${id}`);
      const after = await this.#changes(id, before);
      if (!after.icon.includes(icon)) {
        throw new Error(`after the click the button is ${JSON.stringify(after)}`);
      }
    }
  }

  /**
   * @param {string} id
   * @param {Control} before
   */
  #changes(id, before) {
    return until(`the button ${id} changes`, async () => {
      const now = await this.#control(id);
      return now.label !== before.label && now.title !== before.title && now.icon !== before.icon ? now : null;
    });
  }

  /**
   * @param {string} id
   * @returns {Promise<Control>}
   */
  #control(id) {
    return this.thunderbird.chrome((name) => {
      const button = document.getElementById(name);
      return {
        label: button?.getAttribute("label") ?? "",
        title: button?.getAttribute("tooltiptext") ?? "",
        icon: /[\w-]+\.svg/.exec(button?.style.cssText ?? "")?.[0] ?? "",
      };
    }, id);
  }

  async clickSend() {
    await this.focus();
    await this.thunderbird.click("window", "#button-send");
  }

  /** File > Send Later, by its key. */
  async sendLater() {
    await this.focus();
    await this.thunderbird.click("window", "#messageEditor");
    await this.thunderbird.pointer.press("ctrl+shift+Return");
  }

  /** @param {number} [timeout] */
  async closes(timeout = 60_000) {
    await until("the compose window closes", async () => !(await this.isOpen()) || null, { timeout });
    await this.thunderbird.toMain();
  }

  /** Closes the window and drops what is in it. */
  async discard() {
    if (!(await this.isOpen())) {
      return;
    }
    await this.focus();
    await this.thunderbird.chrome(() => {
      window.gContentChanged = false;
      window.gMsgCompose.bodyModified = false;
      setTimeout(() => window.close());
    });
    await this.closes();
  }
}

const ENCRYPT = `${ADDON_ID.toLowerCase().replace(/[^a-z0-9_-]/g, "_")}-composeAction-toolbarbutton`;
const SIGN = "smime-bridge-sign-button";

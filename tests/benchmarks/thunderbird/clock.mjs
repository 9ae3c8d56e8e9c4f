import { ADDON_ID } from "../../thunderbird/driver/profile.mjs";
import { pause, until } from "../../thunderbird/driver/processes.mjs";
import { ComposeWindow } from "../../thunderbird/driver/compose-window.mjs";

const ENCRYPT = `${ADDON_ID.toLowerCase().replace(/[^a-z0-9_-]/g, "_")}-composeAction-toolbarbutton`;
const SIGN = "smime-bridge-sign-button";
const SETTLING = 1500;

/** Times inside Thunderbird, taken there: what the driver's own connection costs is not part of them. */
export class Clock {
  /** @param {import("../../thunderbird/driver/session.mjs").Session} session */
  constructor(session) {
    this.session = session;
    this.thunderbird = session.thunderbird;
  }

  /**
   * Selects a message in the list, as a click does, and waits until its text is painted.
   *
   * @param {string} subject
   * @param {string} words The text's last words.
   * @returns {Promise<number>} Milliseconds.
   */
  async open(subject, words) {
    await this.thunderbird.toMain();
    return this.thunderbird.chrome(
      async (wanted, last) => {
        const pane = window.gTabmail.currentAbout3Pane;
        const view = pane.gDBView;
        const index = Array.from({ length: view.rowCount }, (_, row) => row).find((row) => view.getMsgHdrAt(row).mime2DecodedSubject === wanted);
        const shows = () =>
          window.gTabmail.currentAboutMessage?.getMessagePaneBrowser()?.contentDocument?.body?.textContent.includes(last) ?? false;
        const start = performance.now();
        pane.threadTree.selectedIndex = index;
        while (!shows()) {
          if (performance.now() - start > 300_000) {
            throw new Error(`${wanted} is not shown`);
          }
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        await new Promise((resolve) => requestAnimationFrame(resolve));
        return performance.now() - start;
      },
      subject,
      words,
    );
  }

  /**
   * Writes a letter of 10 KB to Bob and sends it by the button.
   *
   * @param {{isProtected: boolean, address: string, arrivals: number[]}} how `arrivals` gets a time for every message that
   *   the SMTP server has taken.
   * @returns {Promise<number>} Milliseconds from the click to that time.
   */
  async send({ isProtected, address, arrivals }) {
    const compose = await ComposeWindow.after(this.thunderbird, () => this.#write(address));
    // A user writes meanwhile: what the add-on does when the window opens, and after each choice, is not part of the click.
    await pause(SETTLING);
    await this.#turn(ENCRYPT, "encrypt-on", isProtected);
    await this.#turn(SIGN, "sign-on", isProtected);
    await pause(SETTLING);
    const before = arrivals.length;
    const clicked = await this.thunderbird.chrome(() => {
      setTimeout(() => /** @type {any} */ (document.getElementById("button-send")).click());
      return Date.now();
    });
    await until("the SMTP server has the message", () => arrivals.length > before || null, { timeout: 120_000 });
    await compose.closes(120_000);
    return arrivals[before] - clicked;
  }

  /** @param {string} address */
  async #write(address) {
    await this.thunderbird.toMain();
    await this.thunderbird.chrome((to) => {
      const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
      const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
      fields.to = to;
      fields.subject = `Letter ${Date.now()}`;
      fields.body = "The quick brown fox jumps over the lazy dog.\r\n".repeat(215);
      const params = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(Ci.nsIMsgComposeParams);
      params.type = Ci.nsIMsgCompType.New;
      params.format = Ci.nsIMsgCompFormat.PlainText;
      params.composeFields = fields;
      params.identity = MailServices.accounts.defaultAccount.defaultIdentity;
      MailServices.compose.OpenComposeWindowWithParams(null, params);
    }, address);
  }

  /**
   * Clicks a button of the compose window until it says what is wanted.
   *
   * @param {string} id
   * @param {string} icon What its picture is called when it is on.
   * @param {boolean} wanted
   */
  async #turn(id, icon, wanted) {
    await until(`${id} is ${wanted ? "on" : "off"}`, async () => {
      const isOn = await this.thunderbird.chrome(
        (name, picture) => document.getElementById(name)?.style.cssText.includes(picture) ?? null,
        id,
        icon,
      );
      if (isOn === wanted) {
        return true;
      }
      if (isOn !== null) {
        await this.thunderbird.click("window", `#${id}`);
        await pause(SETTLING);
      }
      return null;
    });
  }

  /** @returns {Promise<{main: number, extension: number}>} Resident memory of Thunderbird's processes in megabytes, after tidying up. */
  async memory() {
    await this.thunderbird.toMain();
    return this.thunderbird.chrome(async () => {
      for (let round = 0; round < 3; round++) {
        Services.obs.notifyObservers(null, "memory-pressure", "heap-minimize");
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      const { memory, children } = await ChromeUtils.requestProcInfo();
      const extension = children.filter((/** @type {any} */ one) => one.type === "extension");
      return { main: memory / 1e6, extension: extension.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.memory, 0) / 1e6 };
    });
  }

  /** @returns {Promise<number>} Milliseconds from the start of the process to the window. */
  async start() {
    return this.thunderbird.chrome(() => {
      const info = Services.startup.getStartupInfo();
      return info.firstPaint - info.process;
    });
  }
}

import { ADDON_ID } from "../../thunderbird/driver/profile.mjs";
import { pause, until } from "../../thunderbird/driver/processes.mjs";
import { ComposeWindow } from "../../thunderbird/driver/compose-window.mjs";

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
    if (isProtected) {
      await compose.encrypt();
      await compose.sign();
      await this.#recipientsAreChecked();
    }
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

  // A user has written meanwhile: what the add-on does when the window opens is not part of the click.
  async #recipientsAreChecked() {
    await pause(1500);
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

  /** @returns {Promise<{painted: number, addon: number|null}>} Milliseconds from the start of the process to the window, and to the running add-on. */
  async start() {
    return this.thunderbird.chrome((id) => {
      const info = Services.startup.getStartupInfo();
      const policy = WebExtensionPolicy.getByID(id);
      return { painted: info.firstPaint - info.process, addon: policy ? Date.now() - info.process : null };
    }, ADDON_ID);
  }
}

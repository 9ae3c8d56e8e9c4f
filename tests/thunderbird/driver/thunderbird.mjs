import { freePorts } from "./ports.mjs";
import { photograph, photographStill } from "./display.mjs";
import { Marionette, MarionetteError } from "./marionette.mjs";
import { environmentOf } from "../world/registration.mjs";
import { Pointer } from "./pointer.mjs";
import { Resident, until } from "./processes.mjs";

/**
 * A document of Thunderbird's user interface: the window itself, the folder and message list, the message's headers, the
 * message's own document, the editor of a compose window.
 *
 * @typedef {"window"|"list"|"message"|"body"|"editor"} Place
 */
const PLACES = {
  window: "window",
  list: "gTabmail.currentAbout3Pane",
  message: "gTabmail.currentAboutMessage",
  body: "gTabmail.currentAboutMessage.getMessagePaneBrowser().contentWindow",
  editor: 'document.getElementById("messageEditor").contentWindow',
};

/** A running Thunderbird with a profile of its own, driven through Marionette. */
export class Thunderbird {
  /**
   * @param {object} settings
   * @param {string} [settings.program]
   * @param {string} settings.profile
   * @param {string} settings.home HOME of the process.
   * @param {string} settings.temporary TMPDIR of the process.
   * @param {string} settings.display An X display; empty for the one of the caller's environment.
   * @param {string} settings.log
   * @param {string[]} [settings.prefix] A command that starts Thunderbird, for example a tracer.
   */
  constructor({ program = "thunderbird", profile, home, temporary, display, log, prefix = [] }) {
    this.program = program;
    this.profile = profile;
    this.display = display;
    this.log = log;
    this.pointer = new Pointer(display);
    this.env = {
      ...environmentOf({ home, temporary }),
      ...(display ? { DISPLAY: display } : {}),
      MOZ_CRASHREPORTER_DISABLE: "1",
      MOZ_DISABLE_AUTO_SAFE_MODE: "1",
      DBUS_SESSION_BUS_ADDRESS: "disabled:",
      LANG: "C.UTF-8",
    };
    this.prefix = prefix;
  }

  async start() {
    const [port] = await freePorts(1);
    const [command, ...args] = [
      ...this.prefix, this.program, "--profile", this.profile, "--no-remote", "--marionette", "--remote-allow-system-access",
    ];
    this.process = new Resident(command, args, {
      log: this.log,
      env: { ...this.env, MOZ_MARIONETTE_PREF_STATE_ACROSS_RESTARTS: JSON.stringify({ "marionette.port": port }) },
    });
    this.marionette = await Marionette.connect(port, () => this.process?.running ?? false);
    await this.send("Marionette:SetContext", { value: "chrome" });
    await this.send("WebDriver:SetTimeouts", { script: 120_000, implicit: 0, pageLoad: 120_000 });
    this.mainWindow = await until("Thunderbird's main window", async () => this.windowOfType("mail:3pane"), { timeout: 120_000 });
    await this.switchTo(this.mainWindow);
    await until("the folder pane is ready", () =>
      this.chrome(() => window.gTabmail?.tabInfo[0]?.chromeBrowser?.contentDocument.readyState === "complete" || null),
    );
    return this;
  }

  /**
   * @param {string} command
   * @param {object} [parameters]
   */
  send(command, parameters) {
    if (!this.marionette) {
      throw new Error("Thunderbird is not running");
    }
    return this.marionette.send(command, parameters);
  }

  /**
   * Runs a function with full rights in the current window of Thunderbird's user interface.
   *
   * @template T
   * @param {(...args: any[]) => T} body Is sent as text: it sees its arguments and the window, nothing of this process.
   * @param {...any} args
   * @returns {Promise<Awaited<T>>}
   */
  async chrome(body, ...args) {
    const script = `const done = arguments[arguments.length - 1];
      (async () => (${body})(...[...arguments].slice(0, -1)))().then(
        (value) => done({ value: value === undefined ? null : value }),
        (error) => done({ error: String(error) + "\\n" + (error?.stack ?? "") }));`;
    const answer = await this.send("WebDriver:ExecuteAsyncScript", { script, args, sandbox: "system", newSandbox: false });
    if (answer.error) {
      throw new Error(answer.error);
    }
    return answer.value;
  }

  /** @returns {Promise<string[]>} Handles of all windows. */
  windows() {
    return this.send("WebDriver:GetWindowHandles");
  }

  /**
   * @param {string} handle
   * @param {{focus?: boolean}} [options] Whether the window comes to the front.
   */
  async switchTo(handle, { focus = true } = {}) {
    await this.send("WebDriver:SwitchToWindow", { handle, focus });
  }

  async toMain() {
    if (this.mainWindow) {
      await this.switchTo(this.mainWindow);
    }
  }

  /** Makes the main window the current one without bringing it to the front. */
  async behindScenes() {
    if (this.mainWindow) {
      await this.switchTo(this.mainWindow, { focus: false });
    }
  }

  /**
   * The handle of the newest window for which a question is answered with yes, or null. Makes it the current one.
   *
   * @param {(...args: any[]) => boolean} question Runs in the window.
   * @param {{except?: string[], args?: any[]}} [options] `except` are handles that do not count.
   * @returns {Promise<string|null>}
   */
  async windowWhere(question, { except = [], args = [] } = {}) {
    for (const handle of (await this.windows()).reverse()) {
      if (!except.includes(handle)) {
        await this.switchTo(handle, { focus: false });
        if (await this.chrome(question, ...args)) {
          return handle;
        }
      }
    }
    return null;
  }

  /**
   * @param {string} type The windowtype attribute.
   * @param {string[]} [except] Handles that do not count.
   */
  windowOfType(type, except = []) {
    return this.windowWhere((wanted) => document.documentElement.getAttribute("windowtype") === wanted, { except, args: [type] });
  }

  /** Clicks Cancel in the current window, a dialog. */
  async clickCancel() {
    const point = await until("the button Cancel", () =>
      this.chrome(() => {
        const button = /** @type {any} */ (document.querySelector("dialog")).getButton("cancel");
        const { x, y, width, height } = button.getBoundingClientRect();
        return width ? { x: window.mozInnerScreenX + x + width / 2, y: window.mozInnerScreenY + y + height / 2 } : null;
      }),
    );
    await this.pointer.click(point);
  }

  /**
   * Waits for an element and says where on the screen its middle is.
   *
   * @param {Place} place
   * @param {string} selector
   * @param {{containing?: string, timeout?: number}} [options] Of several elements the first visible one whose text
   *   contains this.
   * @returns {Promise<{x: number, y: number}>}
   */
  pointAt(place, selector, { containing = "", timeout = 60_000 } = {}) {
    return until(
      `${selector} ${containing} (${place})`,
      () =>
        this.chrome(
          (root, css, words) => {
            const documentThere = new Function(`return ${root}`)().document;
            for (const element of documentThere.querySelectorAll(css)) {
              const box = element.getBoundingClientRect();
              if (box.width && box.height && (element.textContent + element.getAttribute("label")).includes(words)) {
                element.scrollIntoViewIfNeeded?.();
                const { x, y, width, height } = element.getBoundingClientRect();
                const view = documentThere.defaultView;
                const scale = view.devicePixelRatio;
                return { x: (view.mozInnerScreenX + x + width / 2) * scale, y: (view.mozInnerScreenY + y + height / 2) * scale };
              }
            }
            return null;
          },
          PLACES[place],
          selector,
          containing,
        ),
      { timeout },
    );
  }

  /**
   * A click of the mouse on the middle of an element of the current window.
   *
   * @param {Place} place
   * @param {string} selector
   * @param {{containing?: string, button?: number, times?: number}} [options]
   */
  async click(place, selector, { containing, ...how } = {}) {
    await this.pointer.click(await this.pointAt(place, selector, { containing }), how);
  }

  /**
   * Waits for a modal question or message.
   *
   * @param {number} [timeout]
   * @returns {Promise<string>} Its text.
   */
  alertText(timeout = 60_000) {
    return until("an alert", () => this.send("WebDriver:GetAlertText"), { timeout });
  }

  async acceptAlert() {
    await this.send("WebDriver:AcceptAlert");
  }

  async dismissAlert() {
    await this.send("WebDriver:DismissAlert");
  }

  /** @param {string} file */
  async photograph(file) {
    await photograph(this.display, file);
  }

  /**
   * A picture of a part of the screen, once nothing moves there.
   *
   * @param {string} file
   * @param {string} area As ImageMagick writes it: "800x600+0+0".
   * @param {string} [resting] The part of it that has to stand still.
   */
  async photographStill(file, area, resting) {
    await photographStill(this.display, file, area, resting);
  }

  /**
   * Runs a function in one of the documents of the current window.
   *
   * @template T
   * @param {Place} place
   * @param {(view: any, ...args: any[]) => T} body Gets the document's window.
   * @param {...any} args
   * @returns {Promise<Awaited<T>>}
   */
  read(place, body, ...args) {
    return this.chrome(
      (root, text, ...rest) => new Function(`return (${text})`)()(new Function(`return ${root}`)(), ...rest),
      PLACES[place],
      String(body),
      ...args,
    );
  }

  /** Lets go of Thunderbird, which goes on running. */
  async release() {
    await this.send("WebDriver:DeleteSession");
    this.marionette?.close();
  }

  /** Asks Thunderbird to quit and ends the process if it does not. */
  async quit() {
    if (!this.process?.running) {
      return;
    }
    try {
      await this.send("Marionette:Quit", { flags: ["eForceQuit"] });
    } catch (error) {
      if (error instanceof MarionetteError && error.kind === "unexpected alert open") {
        await this.acceptAlert();
      }
    }
    this.marionette?.close();
    if (!(await this.process.endsWithin(30_000))) {
      await this.process.stop();
    }
  }
}

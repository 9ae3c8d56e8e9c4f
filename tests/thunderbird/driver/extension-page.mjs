import { ADDON_ID } from "./profile.mjs";
import { until } from "./processes.mjs";

/** Finds the browser element that shows a page of the add-on, in whatever window, tab, panel or frame it is. */
export const LOCATE = `
  const base = WebExtensionPolicy.getByID(id)?.extension.baseURI.spec ?? "none";
  function* browsersIn(view) {
    for (const browser of view.document.querySelectorAll("browser")) {
      yield browser;
      if (!browser.isRemoteBrowser && browser.contentWindow) {
        yield* browsersIn(browser.contentWindow);
      }
    }
  }
  return [...Services.wm.getEnumerator(null)].reverse().flatMap((view) => [...browsersIn(view)]).find(
    ({ currentURI }) => currentURI?.spec.startsWith(base) && currentURI.filePath.endsWith(path));`;

/**
 * A page of the add-on (options tab, popup, panel). Such pages live in another process, out of Marionette's reach: what they
 * show is read by a script in their frame, and the clicks and keys come from the X server.
 */
export class ExtensionPage {
  /**
   * @param {import("./thunderbird.mjs").Thunderbird} thunderbird
   * @param {string} path The end of the page's address, for example "options/options.html".
   * @param {string} [addon] Whose page it is.
   */
  constructor(thunderbird, path, addon = ADDON_ID) {
    this.thunderbird = thunderbird;
    this.path = path;
    this.addon = addon;
  }

  /** Waits until the page is loaded. */
  async ready(timeout = 60_000) {
    await until(`the page ${this.path}`, () => this.read(() => document.readyState === "complete" || null), { timeout });
    return this;
  }

  /** @returns {Promise<boolean>} */
  async isOpen() {
    await this.thunderbird.behindScenes();
    return this.thunderbird.chrome(
      (locate, id, path) => Boolean(new Function("id", "path", locate)(id, path)),
      LOCATE,
      this.addon,
      this.path,
    );
  }

  /**
   * Runs a script with full rights in the page's process; `content` is the page's window.
   *
   * @param {string} script The body of an async function; what it returns comes back.
   * @returns {Promise<any>}
   */
  async #inFrame(script) {
    await this.thunderbird.behindScenes();
    const { value, error } = await this.thunderbird.chrome(
      async (locate, id, path, text) => {
        const browser = new Function("id", "path", locate)(id, path);
        if (!browser) {
          throw new Error("not open");
        }
        const manager = browser.messageManager;
        const topic = `smime-bridge-test:${Math.random()}`;
        const answer = new Promise((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`no answer from ${path}`)), 90_000);
          manager.addMessageListener(topic, function listener(/** @type {any} */ message) {
            clearTimeout(timer);
            manager.removeMessageListener(topic, listener);
            resolve(message.data);
          });
        });
        const whole = `(async () => { ${text} })().then(
          (value) => sendAsyncMessage(${JSON.stringify(topic)}, { value }),
          (error) => sendAsyncMessage(${JSON.stringify(topic)}, { error: String(error) }));`;
        manager.loadFrameScript(`data:application/javascript;charset=utf-8,${encodeURIComponent(whole)}`, false);
        return answer;
      },
      LOCATE,
      this.addon,
      this.path,
      script,
    );
    if (error) {
      throw new Error(error);
    }
    return value;
  }

  /**
   * Runs a function in the page, with the page's own rights.
   *
   * @template T
   * @param {(...args: any[]) => T} body
   * @param {...any} args
   * @returns {Promise<Awaited<T>>}
   */
  async read(body, ...args) {
    const call = `(async () => JSON.stringify((await (${body})(...${JSON.stringify(args)})) ?? null))()`;
    const json = await this.#inFrame(`
      const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false, wantComponents: false });
      return Cu.evalInSandbox(${JSON.stringify(call)}, sandbox);`);
    return JSON.parse(json);
  }

  /**
   * Runs the text of a script in the page, with the page's own rights. What it makes a member of the window stays there.
   *
   * @param {string} source
   */
  async load(source) {
    await this.#inFrame(`
      const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false, wantComponents: false });
      Cu.evalInSandbox(${JSON.stringify(source)}, sandbox);`);
  }

  /**
   * @param {string} [selector]
   * @returns {Promise<string>} The visible text.
   */
  text(selector = "body") {
    return this.read((css) => document.querySelector(css)?.innerText ?? "", selector);
  }

  /**
   * A click of the mouse on the middle of an element. In a panel the event is made as WebDriver makes it (the page sees a
   * trusted event), because a panel closes on X input when there is no window manager; elsewhere it comes from the X server.
   *
   * @param {string} selector
   * @param {{containing?: string}} [options] Of several elements the first whose text contains this.
   */
  async click(selector, { containing = "" } = {}) {
    const { x, y, screenX, screenY } = await this.#restingPoint(selector, containing);
    if (!(await this.#isPanel())) {
      await this.thunderbird.pointer.click({ x: screenX, y: screenY });
      return;
    }
    await this.#inFrame(`
      const { x, y } = ${JSON.stringify({ x, y })};
      for (const type of ["mousemove", "mousedown", "mouseup"]) {
        const clickCount = type === "mousemove" ? 0 : 1;
        if (content.synthesizeMouseEvent) {
          content.synthesizeMouseEvent(type, x, y, { button: 0, clickCount }, { isDOMEventSynthesized: false });
        } else {
          // Older lines have it elsewhere.
          content.windowUtils.sendMouseEvent(type, x, y, 0, clickCount, 0, false, 0, 1, false, false);
        }
      }`);
  }

  /** @returns {Promise<boolean>} */
  #isPanel() {
    return this.thunderbird.chrome(
      (locate, id, path) => Boolean(new Function("id", "path", locate)(id, path)?.closest("panel")),
      LOCATE,
      this.addon,
      this.path,
    );
  }

  /**
   * Where an element is once it has stopped moving: panels open with a movement.
   *
   * @param {string} selector
   * @param {string} containing
   */
  async #restingPoint(selector, containing) {
    let last = { screenX: -1, screenY: -1 };
    return until(`${selector} ${containing} in ${this.path}`, async () => {
      const point = await this.#pointAt(selector, containing);
      const rests = point !== null && point.screenX === last.screenX && point.screenY === last.screenY;
      last = point ?? last;
      return rests ? point : null;
    });
  }

  /**
   * @param {string} selector
   * @param {string} containing
   * @returns {Promise<{x: number, y: number, screenX: number, screenY: number}|null>} In the page and on the screen; null when there is nothing to click on.
   */
  #pointAt(selector, containing) {
    return this.read(
      (css, words) => {
        const element = [...document.querySelectorAll(css)].find((one) => one.textContent.includes(words));
        if (!element || element.disabled) {
          return null;
        }
        element.scrollIntoView({ block: "center", behavior: "instant" });
        const box = element.getBoundingClientRect();
        const [x, y, scale] = [box.x + box.width / 2, box.y + box.height / 2, window.devicePixelRatio];
        return box.width && box.height
          ? { x, y, screenX: (window.mozInnerScreenX + x) * scale, screenY: (window.mozInnerScreenY + y) * scale }
          : null;
      },
      selector,
      containing,
    );
  }

  /**
   * Clicks into a field and types.
   *
   * @param {string} selector
   * @param {string} text
   */
  async type(selector, text) {
    await this.click(selector);
    await this.thunderbird.pointer.type(text);
    await until(`${selector} has taken the text`, () =>
      this.read((css, value) => document.querySelector(css).value === value || null, selector, text),
    );
  }

  /**
   * Chooses a file as if it had been picked in the system's file dialog, which no test can see.
   *
   * @param {string} selector
   * @param {string} file
   */
  async chooseFile(selector, file) {
    await this.#inFrame(`
      const input = content.document.querySelector(${JSON.stringify(selector)});
      input.mozSetFileArray([await File.createFromFileName(${JSON.stringify(file)})]);
      for (const type of ["input", "change"]) {
        input.dispatchEvent(new content.Event(type, { bubbles: true }));
      }`);
  }

  /**
   * Types a secret into the page's dialog and submits it with the Return key.
   *
   * @param {string} secret
   */
  async answerSecret(secret) {
    await until("the question for a secret", () => this.read(() => document.querySelector("dialog[open] #secret") !== null || null));
    await this.type("#secret", secret);
    await this.thunderbird.pointer.press("Return");
  }

  /** Waits until the page is gone. */
  async closes() {
    await until(`${this.path} closes`, async () => !(await this.isOpen()) || null);
  }
}

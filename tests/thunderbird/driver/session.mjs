import { ComposeWindow } from "./compose-window.mjs";
import { ExtensionPage } from "./extension-page.mjs";
import { MailWindow } from "./mail-window.mjs";
import { until } from "./processes.mjs";
import { ADDON_ID } from "./profile.mjs";
import { Thunderbird } from "./thunderbird.mjs";
import { MAIL_PASSWORD } from "../world/world.mjs";

/** One run of Thunderbird in a world: the process, its windows, and the add-on's pages. */
export class Session {
  /**
   * @param {import("../world/world.mjs").World} world
   * @param {{display: string, log: string, prefix?: string[]}} settings
   */
  constructor(world, settings) {
    this.world = world;
    this.thunderbird = new Thunderbird({
      program: world.thunderbird, profile: world.profile, home: world.home, temporary: world.temporary, ...settings,
    });
    this.mail = new MailWindow(this.thunderbird);
  }

  /** @param {{user: string}} [owner] Whose password is stored; not needed when the profile has run before. */
  async start(owner) {
    await this.thunderbird.start();
    if (owner) {
      await this.mail.storePassword(owner.user, MAIL_PASSWORD);
    }
    await this.mail.fetchMail();
    return this;
  }

  /** Waits until the add-on has started. */
  async addonReady() {
    await until("the add-on has started", () =>
      this.thunderbird.chrome((id) => {
        const policy = WebExtensionPolicy.getByID(id);
        return (policy?.active && policy.extension.backgroundState === "running") || null;
      }, ADDON_ID),
    );
  }

  /**
   * The page that opens by itself after the installation, because an address has no certificate yet. It is closed again.
   *
   * @param {string} picture File for a picture of it.
   */
  async firstSteps(picture) {
    const page = await new ExtensionPage(this.thunderbird, "welcome/welcome.html").ready();
    await until("the page of first steps names an address", async () => (await page.text(".card h3")) || null);
    await this.thunderbird.photograph(picture);
    await this.tidy();
  }

  async write() {
    await this.mail.showList();
    return ComposeWindow.open(this.thunderbird);
  }

  /**
   * The add-on's options page, opened as Thunderbird's Add-ons Manager opens it.
   *
   * @returns {Promise<ExtensionPage>}
   */
  async options() {
    await this.thunderbird.toMain();
    await this.#closeTabs();
    await this.thunderbird.chrome((id) => {
      const { extension } = WebExtensionPolicy.getByID(id);
      window.switchToTabHavingURI(extension.manifest.options_ui.page, true, { triggeringPrincipal: extension.principal });
    }, ADDON_ID);
    return new ExtensionPage(this.thunderbird, "options/options.html").ready();
  }

  /** @returns {Promise<ExtensionPage>} The panel that explains the verdict, opened by a click on the badge. */
  async verdictPanel() {
    await this.mail.clickBadge();
    const panel = await new ExtensionPage(this.thunderbird, "popup/verdict.html").ready();
    await until("the panel says something", async () => (await panel.text("h1")) || null);
    return panel;
  }

  async closePanels() {
    await this.thunderbird.behindScenes();
    await this.thunderbird.chrome(() => document.querySelectorAll("panel").forEach((panel) => /** @type {any} */ (panel).hidePopup()));
  }

  /** Closes all that a failed test may have left: questions, compose windows, panels, tabs. */
  async tidy() {
    const { thunderbird } = this;
    for (let attempt = 0; attempt < 3; attempt++) {
      await thunderbird.dismissAlert().catch(() => {});
    }
    for (const handle of await thunderbird.windows()) {
      if (handle === thunderbird.mainWindow) {
        continue;
      }
      await thunderbird.switchTo(handle);
      if (await thunderbird.chrome(() => document.documentElement.getAttribute("windowtype") === "msgcompose")) {
        await new ComposeWindow(thunderbird, handle).discard();
      } else {
        await thunderbird.chrome(() => void setTimeout(() => window.close()));
      }
    }
    await thunderbird.toMain();
    await thunderbird.chrome(() => {
      for (const panel of document.querySelectorAll("panel")) {
        /** @type {any} */ (panel).hidePopup();
      }
    });
    await this.#closeTabs();
  }

  /** Closes all tabs but the first. */
  async #closeTabs() {
    await this.thunderbird.chrome(() => {
      while (window.gTabmail.tabInfo.length > 1) {
        window.gTabmail.closeTab(window.gTabmail.tabInfo.at(-1), true);
      }
    });
  }

  async end() {
    await this.thunderbird.quit();
  }
}

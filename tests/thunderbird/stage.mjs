import { mkdirSync, writeFileSync } from "node:fs";

/**
 * What the scenarios play on: the world, the running Thunderbird, and a folder for what they leave behind.
 *
 * @typedef {object} Scenario
 * @property {string} title
 * @property {[string, (stage: Stage) => Promise<string>][]} tests Each has a name and returns what it observed.
 */

export class Stage {
  /**
   * @param {object} settings
   * @param {import("./world/world.mjs").World} settings.world
   * @param {string} settings.display
   * @param {string} settings.out
   * @param {string} settings.host The executable under test.
   * @param {boolean} [settings.isOlder] Whether Thunderbird is an older line than the installed one, which may lack something.
   */
  constructor({ world, display, out, host, isOlder = false }) {
    this.world = world;
    this.display = display;
    this.out = out;
    this.host = host;
    this.isOlder = isOlder;
    /** @type {import("./driver/session.mjs").Session} */
    this.session = /** @type {any} */ (null);
    this.label = "0";
    mkdirSync(`${out}/screenshots`, { recursive: true });
    mkdirSync(`${out}/messages`, { recursive: true });
  }

  get mail() {
    return this.session.mail;
  }

  get thunderbird() {
    return this.session.thunderbird;
  }

  /** @param {string} name */
  person(name) {
    return this.world.people.get(name);
  }

  /**
   * Keeps a picture of the screen under the number of the test.
   *
   * @param {string} name
   */
  async photograph(name) {
    await this.thunderbird.photograph(`${this.out}/screenshots/${this.label}-${slug(name)}.png`);
  }

  /**
   * Keeps a message.
   *
   * @param {string} name
   * @param {Buffer|string} source
   */
  keep(name, source) {
    writeFileSync(`${this.out}/messages/${this.label}-${slug(name)}.eml`, source);
  }
}

/** @param {string} text */
export function slug(text) {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
}

import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { run } from "../driver/processes.mjs";
import { environmentOf } from "./registration.mjs";

/** A smart card made of software: a token of SoftHSM's in the world's home, which every program of that home sees. */
export class Card {
  /**
   * @param {import("./world.mjs").World} world
   * @param {{label: string, pin: string}} settings
   */
  constructor(world, { label, pin }) {
    this.label = label;
    this.pin = pin;
    this.env = environmentOf(world);
    this.folder = `${world.home}/card`;
    this.settings = `${world.home}/.config/softhsm2/softhsm2.conf`;
  }

  async make() {
    mkdirSync(this.folder, { recursive: true });
    mkdirSync(dirname(this.settings), { recursive: true });
    writeFileSync(this.settings, `directories.tokendir = ${this.folder}\nobjectstore.backend = file\nlog.level = ERROR\n`);
    await this.#run("softhsm2-util", "--init-token", "--free", "--label", this.label, "--pin", this.pin, "--so-pin", "12345678");
    return this;
  }

  /**
   * Puts somebody's key and certificate on it.
   *
   * @param {import("./people.mjs").Person} person
   */
  async put({ key, certificate }) {
    await run("openssl", ["pkey", "-in", key, "-out", `${this.folder}.key`]);
    await this.#run("softhsm2-util", "--import", `${this.folder}.key`, "--token", this.label, "--label", "key", "--id", "01", "--pin", this.pin);
    await run("openssl", ["x509", "-in", certificate, "-outform", "DER", "-out", `${this.folder}.der`]);
    await this.#run(
      "pkcs11-tool", "--module", Card.module(), "--token-label", this.label, "--login", "--pin", this.pin,
      "--write-object", `${this.folder}.der`, "--type", "cert", "--id", "01", "--label", "certificate",
    );
  }

  /** SoftHSM sees tokens as folders. */
  pullOut() {
    renameSync(this.folder, `${this.folder}-away`);
    mkdirSync(this.folder);
  }

  plugIn() {
    renameSync(this.folder, `${this.folder}-empty`);
    renameSync(`${this.folder}-away`, this.folder);
  }

  /** @returns {string} */
  static module() {
    const places = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"];
    const found = places.find((place) => existsSync(place));
    if (!found) {
      throw new Error("libsofthsm2.so is needed; it comes with the package softhsm2");
    }
    return found;
  }

  /**
   * @param {string} program
   * @param {...string} args
   */
  async #run(program, ...args) {
    const env = { ...this.env };
    delete env.SOFTHSM2_CONF;
    await run(program, args, { env });
  }
}

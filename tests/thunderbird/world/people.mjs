import { mkdirSync, writeFileSync } from "node:fs";
import { run } from "../driver/processes.mjs";

export const DOMAIN = "demo.example";
export const PASSPHRASE = "open sesame 2026";

/** @typedef {{name: string, address: string, key: string, certificate: string, pfx: string, issuer: string}} Person */

/**
 * Certificates of the throw-away world, made by openssl: a demonstration CA that Alice, Bob and Mallory have theirs from, and
 * a CA that nobody knows, which Eve has hers from. Carol, Dora and Gina have a mailbox but no certificate that Alice knows. The
 * mailbox "home" is another one of Alice's.
 */
export class People {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
    this.authority = `${folder}/demo-ca.pem`;
    /** @type {Record<string, Person>} */
    this.all = {};
  }

  static mailboxes = ["alice", "bob", "carol", "dora", "eve", "mallory", "home"];

  async make() {
    mkdirSync(this.folder, { recursive: true, mode: 0o755 });
    await this.#authority("demo-ca", "Demonstration CA");
    await this.#authority("unknown-ca", "CA that nobody knows");
    await Promise.all([
      this.#person("alice", "Alice Example", "demo-ca"),
      this.#person("bob", "Bob Example", "demo-ca"),
      this.#person("dora", "Dora Example", "demo-ca"),
      this.#person("mallory", "Mallory Example", "demo-ca"),
      this.#person("eve", "Eve Example", "unknown-ca"),
    ]);
    return this;
  }

  /**
   * @param {string} name
   * @returns {Person}
   */
  get(name) {
    return this.all[name];
  }

  /**
   * @param {string} file
   * @param {string} commonName
   */
  async #authority(file, commonName) {
    await run("openssl", [
      "req", "-x509", "-newkey", "rsa:3072", "-noenc", "-days", "3650", "-sha256",
      "-subj", `/O=S\\/MIME Bridge demonstration/CN=${commonName}`,
      "-addext", "basicConstraints=critical,CA:TRUE",
      "-addext", "keyUsage=critical,keyCertSign,cRLSign",
      "-addext", "subjectKeyIdentifier=hash",
      "-keyout", `${this.folder}/${file}.key`, "-out", `${this.folder}/${file}.pem`,
    ]);
  }

  /**
   * @param {string} id
   * @param {string} name
   * @param {string} issuer
   */
  async #person(id, name, issuer) {
    this.all[id] = await issue({ folder: this.folder, id, file: id, name, issuer });
  }
}

/**
 * Another certificate for somebody, with a key of its own, as a renewal brings it.
 *
 * @param {People} people
 * @param {string} id
 * @param {{issuer?: string, file?: string}} [options]
 */
export function issueAgain(people, id, { issuer = "demo-ca", file = `${id}-again` } = {}) {
  return issue({ folder: people.folder, id, file, name: people.get(id).name, issuer });
}

/**
 * A certificate of the demonstration CA for an address of nobody in this world.
 *
 * @param {People} people
 * @param {{id: string, name: string, file: string, days: number}} details `id` is the address' local part.
 */
export function issueFor(people, details) {
  return issue({ folder: people.folder, issuer: "demo-ca", ...details });
}

/**
 * @param {{folder: string, id: string, file: string, name: string, issuer: string, days?: number}} settings
 * @returns {Promise<Person>}
 */
async function issue({ folder, id, file: fileName, name, issuer, days = 825 }) {
  const address = `${id}@${DOMAIN}`;
  const file = `${folder}/${fileName}`;
  await run("openssl", [
    "req", "-new", "-newkey", "rsa:2048", "-noenc", "-subj", `/CN=${name}`, "-keyout", `${file}.key`, "-out", `${file}.csr`,
  ]);
  writeFileSync(
    `${file}.ext`,
    `basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=emailProtection
subjectAltName=email:${address}
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
`,
  );
  await run("openssl", [
    "x509", "-req", "-in", `${file}.csr`, "-CA", `${folder}/${issuer}.pem`, "-CAkey", `${folder}/${issuer}.key`,
    "-set_serial", `0x${Buffer.from(fileName).toString("hex")}`, "-days", `${days}`, "-sha256", "-extfile", `${file}.ext`,
    "-out", `${file}.pem`,
  ]);
  await run("openssl", [
    "pkcs12", "-export", "-inkey", `${file}.key`, "-in", `${file}.pem`, "-certfile", `${folder}/${issuer}.pem`,
    "-name", name, "-passout", `pass:${PASSPHRASE}`, "-out", `${file}.pfx`,
  ]);
  return {
    name, address, key: `${file}.key`, certificate: `${file}.pem`, pfx: `${file}.pfx`, issuer: `${folder}/${issuer}.pem`,
  };
}

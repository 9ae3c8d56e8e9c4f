import { writeFileSync } from "node:fs";
import { run } from "../driver/processes.mjs";

/** @typedef {import("./people.mjs").Person} Person */

/**
 * A certificate that its owner signed, as openssl makes it when nobody says more: it says that it may issue others.
 *
 * @param {import("./people.mjs").People} people
 * @param {string} id Local part of the address.
 * @param {string} name
 * @returns {Promise<Person>}
 */
export async function selfSigned(people, id, name) {
  const file = `${people.folder}/${id}-self`;
  const address = `${id}@demo.example`;
  await run("openssl", [
    "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "400", "-subj", `/CN=${name}`, "-addext", `subjectAltName=email:${address}`,
    "-keyout", `${file}.key`, "-out", `${file}.pem`,
  ]);
  return { name, address, key: `${file}.key`, certificate: `${file}.pem`, pfx: "", issuer: `${file}.pem` };
}

/**
 * A certificate of the demonstration CA with further extensions.
 *
 * @param {import("./people.mjs").People} people
 * @param {string} id Local part of the address.
 * @param {{file: string, extensions: string[]}} details
 * @returns {Promise<Person>}
 */
export async function withExtensions(people, id, { file: fileName, extensions }) {
  const file = `${people.folder}/${fileName}`;
  const { name, address } = people.get(id);
  await run("openssl", ["req", "-new", "-newkey", "rsa:2048", "-noenc", "-subj", `/CN=${name}`, "-keyout", `${file}.key`, "-out", `${file}.csr`]);
  writeFileSync(`${file}.ext`, [
    "basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature", "extendedKeyUsage=emailProtection", `subjectAltName=email:${address}`,
    "subjectKeyIdentifier=hash", "authorityKeyIdentifier=keyid", ...extensions, "",
  ].join("\n"));
  await run("openssl", [
    "x509", "-req", "-in", `${file}.csr`, "-CA", people.authority, "-CAkey", people.authority.replace(/\.pem$/, ".key"),
    "-set_serial", `0x${Buffer.from(fileName).toString("hex")}`, "-days", "300", "-sha256", "-extfile", `${file}.ext`, "-out", `${file}.pem`,
  ]);
  return { name, address, key: `${file}.key`, certificate: `${file}.pem`, pfx: "", issuer: people.authority };
}

/**
 * @param {string} certificate File.
 * @returns {Promise<string>} SHA-256 fingerprint as openssl writes it, without its colons.
 */
export async function fingerprintOf(certificate) {
  const { stdout } = await run("openssl", ["x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"]);
  return stdout.toString().trim().split("=")[1].replaceAll(":", "");
}

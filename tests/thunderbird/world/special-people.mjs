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
  const { name, address } = people.get(id);
  const file = await issue(people, people.authority.replace(/\.pem$/, ""), fileName, name, [
    "basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature", "extendedKeyUsage=emailProtection", `subjectAltName=email:${address}`, ...extensions,
  ]);
  return { name, address, key: `${file}.key`, certificate: `${file}.pem`, pfx: "", issuer: people.authority };
}

/**
 * A certificate that a subordinate authority issued, which is named by an address and not sent along.
 *
 * @param {import("./people.mjs").People} people
 * @param {string} id Local part of the address.
 * @param {string} url Where the authority's certificate is to be had.
 * @returns {Promise<{person: Person, authority: string}>} `authority` is the file of its certificate.
 */
export async function underSubordinate(people, id, url) {
  const { name, address } = people.get(id);
  const authority = await issue(people, people.authority.replace(/\.pem$/, ""), "subordinate", "Subordinate CA", [
    "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign",
  ]);
  const file = await issue(people, authority, `${id}-below`, name, [
    "basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature", "extendedKeyUsage=emailProtection", `subjectAltName=email:${address}`,
    `authorityInfoAccess=caIssuers;URI:${url}`,
  ]);
  return { person: { name, address, key: `${file}.key`, certificate: `${file}.pem`, pfx: "", issuer: `${file}.pem` }, authority: `${authority}.pem` };
}

/**
 * @param {import("./people.mjs").People} people
 * @param {string} issuer Its files without their endings.
 * @param {string} fileName
 * @param {string} commonName
 * @param {string[]} extensions
 * @returns {Promise<string>} The new files without their endings.
 */
async function issue(people, issuer, fileName, commonName, extensions) {
  const file = `${people.folder}/${fileName}`;
  await run("openssl", ["req", "-new", "-newkey", "rsa:2048", "-noenc", "-subj", `/CN=${commonName}`, "-keyout", `${file}.key`, "-out", `${file}.csr`]);
  writeFileSync(`${file}.ext`, [...extensions, "subjectKeyIdentifier=hash", "authorityKeyIdentifier=keyid", ""].join("\n"));
  await run("openssl", [
    "x509", "-req", "-in", `${file}.csr`, "-CA", `${issuer}.pem`, "-CAkey", `${issuer}.key`,
    "-set_serial", `0x${Buffer.from(fileName).toString("hex")}`, "-days", "300", "-sha256", "-extfile", `${file}.ext`, "-out", `${file}.pem`,
  ]);
  return file;
}

/**
 * @param {string} certificate File.
 * @returns {Promise<string>} SHA-256 fingerprint as openssl writes it, without its colons.
 */
export async function fingerprintOf(certificate) {
  const { stdout } = await run("openssl", ["x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"]);
  return stdout.toString().trim().split("=")[1].replaceAll(":", "");
}

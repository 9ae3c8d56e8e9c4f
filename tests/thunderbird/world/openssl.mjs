import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { run } from "../driver/processes.mjs";

/** The counterpart that proves the formats: messages signed, encrypted, decrypted and verified by openssl. */

/** @typedef {import("./people.mjs").Person} Person */

/**
 * Signs a MIME entity.
 *
 * @param {string} entity With LF or CRLF.
 * @param {Person} signer
 * @param {{opaque?: boolean}} [options]
 * @returns {Promise<string>} A MIME entity with CRLF.
 */
export async function sign(entity, signer, { opaque = false } = {}) {
  const { stdout } = await run(
    "openssl",
    [
      "cms", "-sign", "-signer", signer.certificate, "-inkey", signer.key, "-md", "sha256",
      ...(signer.issuer === signer.certificate ? [] : ["-certfile", signer.issuer]),
      ...(opaque ? ["-nodetach"] : []),
    ],
    { input: entity },
  );
  return crlf(stdout.toString());
}

/**
 * Encrypts a MIME entity.
 *
 * @param {string} entity
 * @param {Person[]} recipients
 * @returns {Promise<string>} A MIME entity with CRLF.
 */
export async function encrypt(entity, recipients) {
  const { stdout } = await run(
    "openssl",
    ["cms", "-encrypt", "-aes-256-cbc", ...recipients.map((person) => person.certificate)],
    { input: entity },
  );
  return crlf(stdout.toString());
}

/**
 * Decrypts a message as one of its recipients; throws when openssl cannot.
 *
 * @param {Buffer|string} message
 * @param {Person} recipient
 * @returns {Promise<string>} The inner MIME entity.
 */
export async function decrypt(message, recipient) {
  const { stdout } = await run(
    "openssl",
    ["cms", "-decrypt", "-inform", "SMIME", "-recip", recipient.certificate, "-inkey", recipient.key],
    { input: message },
  );
  return stdout.toString();
}

/**
 * Verifies a signed MIME entity against an authority; throws when openssl does not find it good.
 *
 * @param {string} entity
 * @param {string} authority
 * @returns {Promise<{content: string, addresses: string[], serial: string}>} The content, and the addresses and serial number of the
 *   signer's certificate.
 */
export async function verify(entity, authority) {
  const { stdout } = await run(
    "openssl",
    ["cms", "-verify", "-inform", "SMIME", "-CAfile", authority, "-purpose", "smimesign"],
    { input: entity },
  );
  return { content: stdout.toString(), ...(await signerOf(entity)) };
}

/** @param {string} entity */
async function signerOf(entity) {
  const folder = mkdtempSync(`${tmpdir()}/smime-bridge-signer-`);
  try {
    await run("openssl", ["cms", "-verify", "-inform", "SMIME", "-noverify", "-signer", `${folder}/signer.pem`], { input: entity });
    const { stdout } = await run("openssl", ["x509", "-in", `${folder}/signer.pem`, "-noout", "-serial", "-email"]);
    const [serial, ...addresses] = stdout.toString().trim().split("\n");
    return { addresses, serial: serial.replace("serial=", "") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The serial numbers of the certificates that an encrypted message is encrypted to.
 *
 * @param {Buffer|string} message
 * @returns {Promise<string[]>} Hex.
 */
export async function recipientSerials(message) {
  const { stdout } = await run("openssl", ["cms", "-cmsout", "-print", "-noout", "-inform", "SMIME"], { input: message });
  return [...stdout.toString().matchAll(/serialNumber: (0x[0-9A-Fa-f]+|\d+)/g)].map((match) => BigInt(match[1]).toString(16));
}

/** @param {string} text */
export function crlf(text) {
  return text.replace(/\r?\n/g, "\r\n");
}

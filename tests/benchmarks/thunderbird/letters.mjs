import { randomBytes } from "node:crypto";
import { DOMAIN } from "../../thunderbird/world/people.mjs";
import { crlf, encrypt, sign } from "../../thunderbird/world/openssl.mjs";

/** The last words of every letter: when they are there, the text is there. */
export const LAST_WORDS = "These are the last words of";

/**
 * Letters from Bob to Alice, unprotected and signed and encrypted by turns.
 *
 * @param {import("../../thunderbird/world/world.mjs").World} world
 * @param {{count: number, bytes: number, label: string}} wanted Pairs of them, their size, and what begins their subjects.
 * @returns {Promise<{subject: string, isProtected: boolean, message: string}[]>}
 */
export async function letters(world, { count, bytes, label }) {
  const made = [];
  for (let index = 0; index < count; index++) {
    for (const isProtected of [false, true]) {
      const subject = `${label} ${isProtected ? "protected" : "plain"} ${index}`;
      const content = entity(subject, bytes);
      const body = isProtected ? await encrypt(await sign(content, world.people.get("bob")), [world.people.get("alice")]) : content;
      made.push({ subject, isProtected, message: header(subject) + body });
    }
  }
  return made;
}

/**
 * A text of up to 10 KB; what is more goes into an attachment.
 *
 * @param {string} subject
 * @param {number} bytes
 */
function entity(subject, bytes) {
  const line = "The quick brown fox jumps over the lazy dog, and again it does so.\n";
  const text = `${line.repeat(Math.floor(Math.min(bytes, 10_000) / line.length))}${LAST_WORDS} ${subject}.\n`;
  const plain = `Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n\n${text}`;
  if (bytes <= 20_000) {
    return crlf(plain);
  }
  const file = randomBytes(Math.floor((bytes * 57) / 78)).toString("base64").replace(/.{76}/g, "$&\n");
  return crlf(`Content-Type: multipart/mixed; boundary="outermost"

--outermost
${plain}
--outermost
Content-Type: application/octet-stream; name="data.bin"
Content-Disposition: attachment; filename="data.bin"
Content-Transfer-Encoding: base64

${file}
--outermost--
`);
}

/** @param {string} subject */
function header(subject) {
  return crlf(`From: Bob Example <bob@${DOMAIN}>
To: alice@${DOMAIN}
Subject: ${subject}
Date: ${new Date().toUTCString().replace("GMT", "+0000")}
Message-ID: <${randomBytes(8).toString("hex")}@${DOMAIN}>
MIME-Version: 1.0
`);
}

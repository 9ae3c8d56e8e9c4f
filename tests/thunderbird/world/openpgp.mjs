import { randomBytes } from "node:crypto";
import { crlf } from "./openssl.mjs";

/** A well-formed OpenPGP/MIME message (RFC 3156) that is encrypted to a key which nobody has. */
export function openPgpMail() {
  const armoured = armour(Buffer.concat([sessionKeyPacket(), encryptedDataPacket()]));
  return crlf(`Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="pgp"

--pgp
Content-Type: application/pgp-encrypted

Version: 1

--pgp
Content-Type: application/octet-stream; name="encrypted.asc"

${armoured}
--pgp--
`);
}

/** RFC 4880 section 5.1: version 3, key id, RSA, one integer of 2048 bits. */
function sessionKeyPacket() {
  const integer = randomBytes(256);
  integer[0] |= 0x80;
  return packet(1, Buffer.concat([Buffer.from([3]), randomBytes(8), Buffer.from([1, 0x08, 0x00]), integer]));
}

/** Section 5.13: version 1 and data that only the session key would open. */
function encryptedDataPacket() {
  return packet(18, Buffer.concat([Buffer.from([1]), randomBytes(180)]));
}

/**
 * Section 4.2.2, lengths of up to 8383 octets.
 *
 * @param {number} tag
 * @param {Buffer} body
 */
function packet(tag, body) {
  const length = body.length < 192 ? [body.length] : [((body.length - 192) >> 8) + 192, (body.length - 192) & 0xff];
  return Buffer.concat([Buffer.from([0xc0 | tag, ...length]), body]);
}

/** @param {Buffer} data */
function armour(data) {
  const lines = data.toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return `-----BEGIN PGP MESSAGE-----\n\n${lines}\n=${checksum(data)}\n-----END PGP MESSAGE-----\n`;
}

/**
 * The CRC-24 of section 6.1.
 *
 * @param {Buffer} data
 */
function checksum(data) {
  let crc = 0xb704ce;
  for (const octet of data) {
    crc ^= octet << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if (crc & 0x1000000) {
        crc ^= 0x1864cfb;
      }
    }
  }
  return Buffer.from([(crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff]).toString("base64");
}

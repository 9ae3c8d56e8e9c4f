import assert from "node:assert/strict";
import { test } from "node:test";
import { displayForm } from "../../extension/background/read/display-form.mjs";

const LARGE = 300_000;

/** @param {number} size */
const base64 = size => Buffer.alloc(size, 7).toString("base64").replace(/.{76}/g, "$&\r\n");

/**
 * @param {string} type
 * @param {string} body
 * @param {string} [more]
 */
const part = (type, body, more = "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n filename=\"a\"\r\n") =>
  `Content-Type: ${type}\r\n${more}\r\n${body}`;

/**
 * @param {string} boundary
 * @param {...string} parts
 */
const multipart = (boundary, ...parts) =>
  `Content-Type: multipart/mixed;\r\n boundary="${boundary}"\r\n\r\npreamble\r\n${parts.map(one => `--${boundary}\r\n${one}\r\n`).join("")}--${boundary}--\r\n`;

const TEXT = part("text/plain", "--not a boundary\r\nHello", "");

/** @param {string} mime */
function form(mime) {
  const made = displayForm(new TextEncoder().encode(mime));
  return made && { text: new TextDecoder("latin1").decode(made.mime), sizes: made.sizes };
}

test("a large attachment gets a stand-in that tells its true size, and everything else stays as it is", () => {
  const small = part("application/pdf", base64(90));
  const made = form(multipart("b", TEXT, part("application/octet-stream", base64(LARGE)), small, part("image/png", base64(LARGE + 1))));
  assert.deepEqual(made?.sizes, { 999: LARGE, 1002: LARGE + 1 });
  assert.ok((made?.text.length ?? 0) < 6000);
  assert.equal(made?.text, multipart("b", TEXT, part("application/octet-stream", standIn(999)), small, part("image/png", standIn(1002))));
});

/** @param {number} size */
const standIn = size => "AAAA".repeat(size / 3).replace(/.{76}(?=.)/g, "$&\r\n");

test("attachments are found in nested multiparts, also with bare line feeds", () => {
  const mime = multipart("outer", multipart("inner", TEXT, part("video/mp4", base64(LARGE))), TEXT);
  assert.deepEqual(form(mime)?.sizes, { 999: LARGE });
  assert.deepEqual(form(mime.replaceAll("\r\n", "\n"))?.sizes, { 999: LARGE });
});

test("what is shown or looked into is left whole", () => {
  const inline = "Content-Transfer-Encoding: base64\r\nContent-Disposition: inline\r\n";
  assert.equal(form(multipart("b", TEXT, part("image/png", base64(LARGE), inline))), null);
  for (const type of ["text/html", "message/rfc822", "application/pkcs7-mime", "application/pgp-keys", "application/ms-tnef", "text/calendar"]) {
    assert.equal(form(multipart("b", TEXT, part(type, base64(LARGE)))), null, type);
  }
  assert.equal(form(TEXT), null);
  assert.equal(form("no header at all"), null);
});

test("an attachment that is not in base64 keeps its length", () => {
  const body = `${"x".repeat(75)}\r\n`.repeat(5000);
  const made = form(multipart("b", TEXT, part("application/octet-stream", body.slice(0, -2), "Content-Disposition: attachment\r\n")));
  assert.deepEqual(made?.sizes, { 999: body.length - 2 });
});

test("a message that is nothing but an attachment gets a stand-in too", () => {
  assert.deepEqual(form(part("application/zip", base64(LARGE)))?.sizes, { 999: LARGE });
});

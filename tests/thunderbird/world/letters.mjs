import { crlf } from "./openssl.mjs";
import { DOMAIN } from "./people.mjs";

/**
 * The header of a message from one of the people to Alice or others.
 *
 * @param {{from: string, to?: string, subject: string, name?: string}} letter `from` and `to` are local parts.
 */
export function header({ from, to = "alice", subject, name }) {
  const shown = name ?? `${from[0].toUpperCase()}${from.slice(1)} Example`;
  return crlf(`From: ${shown} <${from}@${DOMAIN}>
To: ${to}@${DOMAIN}
Subject: ${subject}
Date: ${new Date().toUTCString().replace("GMT", "+0000")}
Message-ID: <${Math.random().toString(36).slice(2)}.${Date.now()}@${DOMAIN}>
`);
}

/** @param {string} text */
export function plainPart(text) {
  return crlf(`Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 7bit\n\n${text}\n`);
}

/**
 * HTML and an attachment.
 *
 * @param {string} html
 * @param {{name: string, content: string}} attachment
 */
export function htmlWithAttachment(html, { name, content }) {
  return crlf(`Content-Type: multipart/mixed; boundary="outermost"

--outermost
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 7bit

<html><body>${html}</body></html>
--outermost
Content-Type: text/plain; charset=utf-8; name="${name}"
Content-Disposition: attachment; filename="${name}"
Content-Transfer-Encoding: base64

${Buffer.from(content).toString("base64")}
--outermost--
`);
}

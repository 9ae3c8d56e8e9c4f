/**
 * @param {string} text
 * @returns {string} ASCII only: libmime takes bytes.
 */
function escapeHtml(text) {
  return text.replace(/[&<>"]|[^\x20-\x7e]/gu, one => `&#${one.codePointAt(0)};`);
}

/**
 * A MIME entity that shows a text in place of the content.
 *
 * @param {string} title
 * @param {string} [detail]
 */
export function pageOf(title, detail = "") {
  const explanation = detail ? `<p>${escapeHtml(detail)}</p>` : "";
  const html = `<html><body><p class="smime-bridge-notice"><b>${escapeHtml(title)}</b></p>${explanation}</body></html>`;
  return `Content-Type: text/html; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${html}\r\n`;
}

/**
 * A MIME entity that stands for content which a compose window gets later.
 *
 * @param {string} token
 * @param {boolean} plain - Whether a window for plain text is wanted.
 */
export function placeholder(token, plain) {
  const type = plain ? "text/plain" : "text/html";
  const body = plain ? token : `<html><body><p>${token}</p></body></html>`;
  return `Content-Type: ${type}; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${body}\r\n`;
}

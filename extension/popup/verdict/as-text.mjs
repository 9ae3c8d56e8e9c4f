import { visible } from "../../shared/names.mjs";
import { text, timeText } from "../../shared/text.mjs";

/** @type {Record<import("../explain.mjs").Mark, string>} */
const SIGNS = { good: "✓", warning: "?", bad: "✗", info: "·" };

/**
 * The verdict as a text that can be mailed or filed: which message, when it was judged, and all that the panel says, details included.
 *
 * @param {import("../explain.mjs").Explanation} explanation
 * @param {{ subject: string, author: string, date: ?string, messageId: string }} message
 * @param {Date} [now]
 */
export function asText({ headline, sentence, sections }, { subject, author, date, messageId }, now = new Date()) {
  const about = [
    [text("verdictTextSubject"), visible(subject)],
    [text("verdictTextFrom"), visible(author)],
    [text("verdictTextDate"), timeText(date)],
    ["Message-ID", visible(messageId)],
    [text("verdictTextJudged"), timeText(now.toISOString())],
  ];
  const lines = [headline, sentence, "", ...about.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`)];
  for (const { title, rows, details } of sections) {
    lines.push("", title, ...rows.map(row => `  ${SIGNS[row.mark]} ${row.text}`), ...details.map(([name, value]) => `    ${name}: ${value}`));
  }
  return `${lines.join("\n")}\n`;
}

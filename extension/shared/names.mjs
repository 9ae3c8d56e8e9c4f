const LONGEST = 80;

/** Types of attributes that can stand in for a name, the most telling first. */
const NAMING = ["OU", "E", "EMAILADDRESS", "1.2.840.113549.1.9.1", "UID", "SERIALNUMBER"];

/**
 * @param {string} value - Chosen by whoever made a certificate or a message.
 * @returns {string} Without characters that cannot be seen or that change the direction of the text around them.
 */
export function visible(value) {
  return value.replace(/\s/gu, " ").replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu, "");
}

/**
 * @param {?string | undefined} distinguishedName - As RFC 4514 writes it, in the order of the certificate.
 * @param {{ organization?: boolean }} [options] - Whether an organisation that the name itself does not tell is put behind it.
 * @returns {string} The name as people read it; empty when there is none.
 */
export function readableName(distinguishedName, { organization = true } = {}) {
  const attributes = attributesOf(distinguishedName ?? "");
  /** @param {string} type */
  const last = type => tidy(attributes.findLast(([one, value]) => one === type && tidy(value))?.[1] ?? "");
  const firm = last("O");
  const person = [last("GIVENNAME"), last("SURNAME")].filter(Boolean).join(" ");
  const name = last("CN") || last("PSEUDONYM") || person || NAMING.map(last).find(Boolean);
  if (!name) {
    return firm || tidy(distinguishedName ?? "");
  }
  return organization && firm && !name.toLowerCase().includes(firm.toLowerCase()) ? `${name} (${firm})` : name;
}

/** @param {string} value */
function tidy(value) {
  const characters = [...visible(value).replace(/\s+/gu, " ").trim()];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : characters.join("");
}

/**
 * @param {string} distinguishedName
 * @returns {[string, string][]} Types, in capitals, with values as they were before they were written down.
 */
function attributesOf(distinguishedName) {
  const parts = distinguishedName.match(/(?:\\.|"(?:\\.|[^"\\])*"|[^\\,;+])+/gsu) ?? [];
  return parts.flatMap(part => {
    const [, type, value] = /^\s*([\w.-]+)\s*=(.*)$/su.exec(part) ?? [];
    return type && !value.trimStart().startsWith("#") ? [/** @type {[string, string]} */ ([type.toUpperCase(), unescaped(value)])] : [];
  });
}

/** @param {string} value - With `\,` for a comma and `\C3\A4` for bytes of UTF-8; or in quotation marks. */
function unescaped(value) {
  const bare = /^\s*"(.*)"\s*$/su.exec(value)?.[1] ?? value;
  return bare
    .replace(/(?:\\[0-9A-Fa-f]{2})+/g, bytes => new TextDecoder().decode(Uint8Array.from(bytes.slice(1).split("\\"), one => parseInt(one, 16))))
    .replace(/\\(.)/gsu, "$1");
}

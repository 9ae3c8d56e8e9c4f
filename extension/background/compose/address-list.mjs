/**
 * Splits the value of an address field (RFC 5322 section 3.4) at its commas. Quoted names and comments may contain commas;
 * a group gives its members.
 *
 * @param {string} value - Unfolded; what is written in it stays as it is.
 * @returns {string[]}
 */
export function addressesIn(value) {
  const found = [];
  let start = 0;
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < value.length; at++) {
    const one = value[at];
    if (one === "\\" && (quoted || depth)) {
      at++;
    } else if (one === '"' && !depth) {
      quoted = !quoted;
    } else if (!quoted && "(<".includes(one)) {
      depth++;
    } else if (!quoted && ")>".includes(one)) {
      depth = Math.max(0, depth - 1);
    } else if (!quoted && !depth && one === ":") {
      start = at + 1;
    } else if (!quoted && !depth && ",;".includes(one)) {
      found.push(value.slice(start, at));
      start = at + 1;
    }
  }
  found.push(value.slice(start));
  return found.filter(one => one.trim());
}

/**
 * @param {string} recipient - `Name <address>` or an address.
 * @returns {string} The address in lower case.
 */
export function bareAddress(recipient) {
  return (/<([^<>]+)>\s*$/.exec(recipient)?.[1] ?? recipient.replace(/\([^()]*\)/g, "")).trim().toLowerCase();
}

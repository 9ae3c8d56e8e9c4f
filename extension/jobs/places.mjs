/**
 * A folder that messages can be put into or looked for in.
 *
 * @typedef {object} Place
 * @property {string} id
 * @property {string} name
 * @property {string} label - With its account and the folders that it lies in.
 * @property {string} account - Its name.
 * @property {string} accountId
 * @property {boolean} local - On this computer alone.
 */

/** @returns {Promise<{ places: Place[], accounts: { id: string, name: string }[] }>} In the order of the accounts. */
export async function foldersOf() {
  const accounts = /** @type {any[]} */ (await browser.accounts.list(false)).filter(({ type }) => ["imap", "pop3", "none", "local"].includes(type));
  const places = [];
  for (const { id: accountId, name: account, type } of accounts) {
    const folders = /** @type {any[]} */ (await browser.folders.query(/** @type {any} */ ({ accountId, isRoot: false, isVirtual: false, canAddMessages: true })));
    places.push(...folders.map(({ id, name, path }) => ({ id, name, label: `${account} – ${readable(path)}`, account, accountId, local: type !== "imap" })));
  }
  return { places, accounts: accounts.map(({ id, name }) => ({ id, name })) };
}

/** @param {string} path */
function readable(path) {
  return path.replace(/^\//, "").replaceAll("/", " / ");
}

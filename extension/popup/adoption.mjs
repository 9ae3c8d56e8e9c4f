/**
 * @typedef {import("../types/protocol.d.ts").OwnKey} OwnKey
 * @typedef {import("../types/protocol.d.ts").Identity} Identity
 * @typedef {Pick<import("../shared/host-client.mjs").HostClient, "request">} Asker
 */

/**
 * What an address can do now with the keys that came.
 *
 * @typedef {object} Ability
 * @property {string} address
 * @property {boolean} canSign
 * @property {boolean} canEncrypt
 * @property {boolean} signByDefault
 */

/**
 * Makes newly imported keys those of the user's addresses that they name.
 *
 * @param {Asker} host
 * @param {OwnKey[]} keys
 * @param {string[]} own - The addresses of the user's identities.
 * @returns {Promise<Ability[]>}
 */
export async function adopt(host, keys, own) {
  const { identities } = await host.request({ type: "identities.list" });
  const abilities = [];
  for (const address of own) {
    const named = keys.filter(key => key.certificate.addresses.some(one => same(one, address)));
    if (named.length) {
      abilities.push(await adoptFor(host, address, named, identities.find(one => same(one.address, address))));
    }
  }
  return abilities;
}

/**
 * @param {Asker} host
 * @param {string} address
 * @param {OwnKey[]} keys - That name it.
 * @param {Identity | undefined} known
 * @returns {Promise<Ability>}
 */
async function adoptFor(host, address, keys, known) {
  const signs = keys.find(key => key.canSign);
  const decrypts = keys.find(key => key.canEncrypt);
  const settings = settingsOf(known, address);
  if (signs || decrypts) {
    settings.signingKey = signs?.id ?? settings.signingKey;
    settings.encryptionKey = decrypts?.id ?? settings.encryptionKey;
    await host.request({ type: "identities.set", address, settings });
  }
  return { address, canSign: Boolean(signs), canEncrypt: Boolean(decrypts), signByDefault: settings.signByDefault };
}

/**
 * @param {Asker} host
 * @param {string} address
 * @param {boolean} signByDefault
 */
export async function setSigning(host, address, signByDefault) {
  const { identities } = await host.request({ type: "identities.list" });
  const settings = settingsOf(identities.find(one => same(one.address, address)), address);
  await host.request({ type: "identities.set", address, settings: { ...settings, signByDefault } });
}

/**
 * @param {Identity | undefined} known
 * @param {string} address
 */
function settingsOf(known, address) {
  const { signByDefault = false, encryptByDefault = false, includeCertificates = true, form = "clear", signingKey, encryptionKey } = known ?? {};
  return { address: known?.address ?? address, signByDefault, encryptByDefault, includeCertificates, form, signingKey, encryptionKey };
}

/**
 * @param {string} one
 * @param {string} other
 */
function same(one, other) {
  return one.toLowerCase() === other.toLowerCase();
}

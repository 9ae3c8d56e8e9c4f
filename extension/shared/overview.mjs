/**
 * @typedef {import("../types/protocol.d.ts").OwnKey} OwnKey
 * @typedef {"ready" | "signs" | "decrypts" | "old" | "waiting" | "none"} AddressState
 */

/**
 * One address of an account and how far it is.
 *
 * @typedef {object} AddressOverview
 * @property {string} address
 * @property {string} accountId
 * @property {string} identityId
 * @property {AddressState} state
 * @property {?OwnKey} key - The one that the state rests on.
 */

/**
 * Which of the user's addresses have a certificate, and which still need one.
 *
 * @param {{ id: string, type: string, identities: { id: string, email: string }[] }[]} accounts
 * @param {OwnKey[]} keys
 * @param {{ address: string }[]} requests - Keys that wait for their certificate.
 * @returns {AddressOverview[]} Each address once, in the accounts' order.
 */
export function overview(accounts, keys, requests) {
  /** @type {Map<string, AddressOverview>} */
  const found = new Map();
  for (const { id: accountId, identities } of accounts) {
    for (const { id: identityId, email: address } of identities) {
      const lower = address.toLowerCase();
      if (address && !found.has(lower)) {
        found.set(lower, { address, accountId, identityId, ...stateOf(lower, keys, requests) });
      }
    }
  }
  return [...found.values()];
}

/** @param {AddressOverview} one */
export function needsCertificate({ state }) {
  return state === "none" || state === "old" || state === "waiting";
}

/**
 * @param {string} address - In lower case.
 * @param {OwnKey[]} keys
 * @param {{ address: string }[]} requests
 * @returns {{ state: AddressState, key: ?OwnKey }}
 */
function stateOf(address, keys, requests) {
  const own = keys.filter(({ certificate }) => certificate.addresses.some(one => one.toLowerCase() === address));
  const [signing, encrypting] = [own.find(key => key.canSign), own.find(key => key.canEncrypt)];
  if (signing && encrypting) {
    return { state: "ready", key: signing };
  }
  if (signing || encrypting) {
    return { state: signing ? "signs" : "decrypts", key: signing ?? encrypting ?? null };
  }
  if (requests.some(request => request.address.toLowerCase() === address)) {
    return { state: "waiting", key: null };
  }
  return own.length ? { state: "old", key: own[0] } : { state: "none", key: null };
}

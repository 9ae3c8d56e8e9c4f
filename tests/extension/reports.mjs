/**
 * A report for tests: nothing protected, unless changed.
 *
 * @param {Record<string, any>} [change]
 * @returns {any}
 */
export function report(change = {}) {
  return {
    seal: "none",
    encryption: { status: "none", authenticated: false },
    signature: { status: "none" },
    signers: [],
    headers: { protected: {}, outer: {}, differences: [] },
    layers: [],
    learned: [],
    findings: [],
    ...change,
  };
}

/**
 * @param {Record<string, any>} [change]
 * @returns {any}
 */
export function signer(change = {}) {
  return {
    status: "valid", digest: "intact", chain: "valid", addressMatch: "match", address: "bob@b.example", addresses: ["bob@b.example"],
    subject: "C=DE, CN=Bob Example", issuer: "CN=Demo CA", serial: "0a", sha256: "ab", algorithm: "RSA", path: [],
    revocation: "not-checked", findings: [], ...change,
  };
}

export const DECRYPTED = { status: "decrypted", authenticated: true, content: "AES-256-GCM", keyManagement: "RSAES-OAEP" };

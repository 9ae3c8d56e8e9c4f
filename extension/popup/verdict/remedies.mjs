/**
 * @typedef {import("../../types/protocol.d.ts").SignerReport} SignerReport
 * @typedef {import("../../types/protocol.d.ts").InspectedAnchor} InspectedAnchor
 */

/**
 * What can be done about a row of the panel. The host says what would help; `compare-known` is the panel's own: the certificate is
 * known and valid, and the person can be asked whether the change is theirs.
 *
 * @typedef {object} Remedy
 * @property {import("../../types/protocol.d.ts").FixKind | "compare-known"} kind
 * @property {string} address - The sender's.
 * @property {?InspectedAnchor} certificate - What would be trusted.
 * @property {string} sha256 - The fingerprint to compare.
 * @property {boolean} needsNetwork - It takes a look-up that the settings forbid.
 */

/** Where a remedy stands: at the row about revocation, or at the one about the path. */
const OF_REVOCATION = new Set(["check-revocation"]);

/**
 * @param {SignerReport} signer
 * @param {"path" | "revocation"} row
 * @returns {Remedy[]}
 */
export function remediesFor(signer, row) {
  return (signer.fixes ?? [])
    .filter(({ kind }) => OF_REVOCATION.has(kind) === (row === "revocation"))
    .map(({ kind, certificate, needsNetwork }) => ({
      kind,
      address: signer.address ?? "",
      certificate: certificate ?? null,
      sha256: certificate?.certificate.sha256 ?? "",
      needsNetwork: needsNetwork === true,
    }));
}

/**
 * @param {string} address
 * @param {string} sha256
 * @returns {Remedy}
 */
export function comparison(address, sha256) {
  return { kind: "compare-known", address, certificate: null, sha256, needsNetwork: false };
}

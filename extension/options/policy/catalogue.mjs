/**
 * How the policy's names are shown. What they are, their values and defaults, is the host's to say; a name that is not here, from a
 * newer host, is shown under itself at the end.
 *
 * @typedef {object} Setting
 * @property {string} name
 * @property {string[]} [words] - The value is a list of some of these.
 * @property {"bytes" | "minutes"} [unit] - Of a number.
 * @property {(value: string) => boolean} [risky] - Whether a value makes something weaker than people expect.
 */

/** @typedef {{ group: string, folded?: boolean, settings: Setting[] }} Group */

const isOn = (/** @type {string} */ value) => value === "true";
const isOff = (/** @type {string} */ value) => value === "false" || value === "off";

/** @type {Group[]} */
export const GROUPS = [
  {
    group: "sending",
    settings: [
      { name: "sending.encryptByDefault" },
      { name: "sending.suggestEncryption" },
      { name: "sending.headerProtection", risky: isOff },
      { name: "encryption.algorithm", risky: value => value !== "auto" },
    ],
  },
  {
    group: "reading",
    settings: [
      { name: "harvest.enabled" },
      { name: "signatures.requireAddressMatch", risky: isOff },
      { name: "signatures.acceptSubjectAddress" },
      { name: "signatures.acceptSha1", risky: isOn },
      { name: "signatures.minimumRsaBits", risky: value => Number(value) < 2048 },
      { name: "signatures.acceptDsa", risky: isOn },
      { name: "decryption.acceptLegacy", risky: isOn },
    ],
  },
  {
    group: "trust",
    settings: [
      { name: "revocation.mode", risky: isOff },
      { name: "revocation.sources", words: ["crl", "ocsp", "offline"] },
      { name: "network.enabled" },
      { name: "trust.systemAnchors" },
    ],
  },
  { group: "keys", settings: [{ name: "keys.lockAfterMinutes", unit: "minutes", risky: value => value === "0" }] },
  {
    group: "policies",
    folded: true,
    settings: [
      { name: "trust.initialPolicies" },
      { name: "trust.requireExplicitPolicy" },
      { name: "trust.inhibitPolicyMapping" },
      { name: "trust.inhibitAnyPolicy" },
    ],
  },
  {
    group: "limits",
    folded: true,
    settings: [
      { name: "limits.messageBytes", unit: "bytes" },
      { name: "limits.authenticatedBytes", unit: "bytes" },
      { name: "limits.heldBytes", unit: "bytes" },
      { name: "limits.decompressedBytes", unit: "bytes" },
      { name: "limits.decompressionRatio" },
      { name: "limits.mimeDepth" },
      { name: "limits.mimeParts" },
      { name: "limits.cryptographicLayers" },
      { name: "limits.signers" },
      { name: "limits.certificates" },
      { name: "limits.recipients" },
      { name: "limits.rsaBits" },
      { name: "limits.signatureEffort" },
      { name: "limits.pathBuildingSteps" },
      { name: "limits.berDepth" },
      { name: "limits.berElementBytes", unit: "bytes" },
    ],
  },
];

/**
 * @param {string[]} names - All that the host has.
 * @returns {Group[]} With a last one for what is not known here.
 */
export function groupsOf(names) {
  const known = new Set(GROUPS.flatMap(({ settings }) => settings.map(({ name }) => name)));
  const others = names.filter(name => !known.has(name)).map(name => ({ name }));
  const here = GROUPS.map(group => ({ ...group, settings: group.settings.filter(({ name }) => names.includes(name)) }));
  return [...here, { group: "others", folded: true, settings: others }].filter(({ settings }) => settings.length);
}

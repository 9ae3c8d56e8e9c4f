import { readableName, visible } from "../shared/names.mjs";
import { element } from "../shared/page.mjs";
import { codeText, text, timeText } from "../shared/text.mjs";

/** @typedef {import("../types/protocol.d.ts").CertificateSummary} CertificateSummary */

/**
 * @param {string} sha256 - Hex.
 * @returns {string} In groups of four, for comparing by eye or voice.
 */
export function readable(sha256) {
  return (sha256.match(/.{1,4}/g) ?? []).join(" ").toUpperCase();
}

/**
 * @param {CertificateSummary} certificate
 * @param {[string, string][]} facts - Further keys of texts with values.
 * @param {...HTMLElement} actions
 */
export function certificateCard(certificate, facts, ...actions) {
  const own = /** @type {[string, string][]} */ ([
    ["cardSubject", readableName(certificate.subject)],
    ["cardIssuer", readableName(certificate.issuer)],
    ["cardValidity", text("cardValidityRange", { from: timeText(certificate.notBefore), to: timeText(certificate.notAfter) })],
    ["cardKey", text("cardKeyKind", { algorithm: certificate.keyAlgorithm, bits: certificate.keyBits })],
  ]);
  const fingerprint = element("dd", { class: "fingerprint" }, readable(certificate.sha256));
  return element(
    "article",
    { class: "card", "data-sha256": certificate.sha256 },
    element("h3", {}, titleOf(certificate)),
    element("dl", {}, rows([...facts, ...own]), element("dt", {}, text("cardFingerprint")), fingerprint),
    element(
      "details",
      {},
      element("summary", {}, text("verdictDetails")),
      element(
        "dl",
        {},
        rows([
          ["verdictSubject", certificate.subject],
          ["cardIssuer", certificate.issuer],
          ["verdictSerial", certificate.serial],
        ])
      )
    ),
    element("div", { class: "buttons" }, actions)
  );
}

/** @param {[string, string][]} facts */
function rows(facts) {
  return facts.flatMap(([key, value]) => [element("dt", {}, text(key)), element("dd", {}, visible(value))]);
}

/**
 * @param {CertificateSummary} certificate
 * @returns {string} What people know it by.
 */
export function titleOf({ addresses, subject }) {
  return visible(addresses.join(", ")) || readableName(subject);
}

/** @param {import("../types/protocol.d.ts").ChainStatus} chain */
export function chainText(chain) {
  return codeText("trust", chain);
}

import { Failure } from "../../shared/failure.mjs";
import { codeText, failureText, keyOf, text } from "../../shared/text.mjs";

/** @typedef {import("../../types/protocol.d.ts").Probe} Probe */

/**
 * What a report is made of.
 *
 * @typedef {object} Findings
 * @property {Pick<Probe, "name" | "status" | "code" | "parameters">[]} probes
 * @property {{ name: string, value: string, default: string }[]} settings - Of the policy.
 * @property {string} surroundings - Versions and system.
 * @property {Date} time
 */

const ADDRESS = /([^\s@<>"'(),;:]+)@([^\s@<>"'(),;:]+)/gu;
const USER_FOLDER = /(?:\/(?:home|Users)\/|\\Users\\)(?:[^/\\\n]{1,64}(?=[/\\])|[^/\\\s)]+)/g;

/**
 * A report that can be passed on. It is made of codes, their texts and what the program measured: no key, no passphrase, no content of
 * mail can get into it. Addresses are shortened to their first letter and domain, and folders with the user's name to `~`.
 *
 * @param {Findings} findings
 * @returns {string}
 */
export function reportText({ probes, settings, surroundings, time }) {
  const changed = settings.filter(one => one.value !== one.default).map(({ name, value }) => `${name}=${value}`);
  const lines = [
    text("diagnosticsHeadline", { time: time.toISOString() }),
    surroundings,
    changed.length ? text("diagnosticsSettings", { settings: changed }) : text("diagnosticsNoSettings"),
    "",
    ...probes.map(({ name, status, code, parameters }) => `[${status}] ${name}, ${code}: ${diagnosisText(code, parameters)}`),
    "",
  ];
  return withoutNames(lines.join("\n"));
}

/**
 * @param {string} code - Of a diagnosis, or of the failure that kept it from being made.
 * @param {Record<string, string>} parameters
 */
export function diagnosisText(code, parameters) {
  return text(keyOf("probe", code)) ? codeText("probe", code, named(parameters)) : failureText(new Failure(code, parameters));
}

/**
 * @param {Record<string, string>} parameters
 * @returns {Record<string, string>} With words of the host as they are called here.
 */
function named(parameters) {
  const { vault, reason } = parameters;
  return {
    ...parameters,
    ...(vault ? { vault: bare(codeText("vault", vault)) } : {}),
    ...(reason ? { reason: bare(codeText("moduleProblem", reason)) } : {}),
  };
}

/** @param {string} sentence - To be put into another one. */
function bare(sentence) {
  return sentence.replace(/\.$/, "");
}

/**
 * @param {string} words
 * @returns {string} The words without names of people, as far as they can be told.
 */
export function withoutNames(words) {
  return words.replace(USER_FOLDER, "~").replace(ADDRESS, (_whole, person, domain) => `${[...person][0]}…@${domain}`);
}

/**
 * Codes of failures that arise on this side of the native-messaging pipe; all others come from the host.
 * Append-only; every code has a text in every locale.
 */
export const CLIENT_FAILURES = Object.freeze([
  "host-missing",
  "host-ended",
  "host-unreadable",
  "message-gone",
  "message-partial",
  "protection-conflict",
  "bcc-deferred",
  "newsgroup-encrypted",
  "recipients-none",
  "rule-ask",
  "separate-deferred",
  "work-interrupted",
  "copy-refused",
  "copy-differs",
  "folder-gone",
  "trash-missing",
]);

/** A refusal with a stable code; the text for people is looked up by it. */
export class Failure extends Error {
  /**
   * @param {string} code
   * @param {Record<string, unknown>} [parameters]
   */
  constructor(code, parameters = {}) {
    super(code);
    this.name = "Failure";
    this.code = code;
    this.parameters = parameters;
  }

  /**
   * @param {unknown} error
   * @returns {Failure} The error itself when it is one, else a failure that says no more than that something broke: what an engine
   *   says about it, in its own language, is for the console.
   */
  static from(error) {
    if (error instanceof Failure) {
      return error;
    }
    globalThis.reportError?.(error);
    return new Failure("internal", { incident: error instanceof Error ? error.name : typeof error });
  }
}

import { looksProtected, readSource } from "./source.mjs";

/** Reads encrypted messages for the search index, which asks only where the user allowed it. Nobody is asked for a secret for that. */
export class IndexReader {
  #host;

  /** @param {Pick<import("../bridge/host.mjs").Host, "request">} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * @param {{ messageId: number }} details
   * @returns {Promise<{ mime?: Uint8Array<ArrayBuffer> }>} Nothing for a message that is not encrypted, or stays closed.
   */
  async answer({ messageId }) {
    const source = await readSource(messageId).catch(() => null);
    if (!source || !looksProtected(source)) {
      return {};
    }
    const request = { type: "message.open", kind: "message", harvest: false };
    const { result, content } = await this.#host.request(request, { content: source, onPrompt: async () => null });
    return result.report.encryption.status === "decrypted" && content ? { mime: content } : {};
  }
}

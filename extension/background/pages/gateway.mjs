import { Failure } from "../../shared/failure.mjs";

/** What pages may ask of the host. Messages are protected and opened by the seams alone. */
const ALLOWED = new Set([
  "keys.list", "keys.inspect", "keys.import", "keys.remove", "keys.warnings", "keys.request", "keys.export", "keys.keep",
  "requests.list", "requests.remove",
  "tokens.list", "tokens.use", "tokens.use-file", "tokens.log-out", "tokens.modules.list", "tokens.modules.add", "tokens.modules.remove",
  "backup.write", "backup.restore", "profiles.list", "profiles.import",
  "identities.list", "identities.set", "identities.test",
  "contacts.list", "contacts.show",
  "certificates.import", "certificates.remove", "certificates.restore", "certificates.acknowledge",
  "certificates.compare", "certificates.trust", "certificates.export",
  "anchors.list", "anchors.inspect", "anchors.add", "anchors.remove",
  "policy.list", "policy.set",
  "recipients.certificates", "recipients.choose", "recipients.same-mailbox",
  "rules.list", "rules.set", "rules.remove",
  "protection.show", "protection.change", "protection.unlock", "protection.lock",
  "doctor.run",
]);

/** Prompts that belong to the file a page has sent: the page asks them. The lock of the keys has one window for everybody. */
const OF_FILES = new Set(["pkcs12-passphrase", "export-passphrase-new", "backup-passphrase-new", "backup-passphrase", "profile-password"]);

/** After these, what was said about messages and identities before may no longer be true. */
const CHANGES = /\.(import|remove|restore|choose|acknowledge|compare|trust|set|add|use|use-file|change|unlock|lock|same-mailbox)$/;

/** Connects the extension's pages with the host, prompts for secrets included. */
export class PageGateway {
  #host;
  #onChange;
  #lock;

  /**
   * @param {import("../bridge/host.mjs").Host} host
   * @param {(requestType: string) => Promise<unknown>} onChange - Keys, trust or settings have changed, by a request of this type.
   * @param {Pick<import("../keys/key-lock.mjs").KeyLock, "ask" | "locked">} lock - Asks for what no page asks for.
   */
  constructor(host, onChange, lock) {
    this.#host = host;
    this.#onChange = onChange;
    this.#lock = lock;
  }

  /** @param {browser.runtime.Port} port - From a page of this extension. */
  accept(port) {
    /** @type {Map<string, (secret: ?string) => void>} */
    const prompts = new Map();
    port.onMessage.addListener(message => {
      const details = /** @type {any} */ (message);
      if (details.type === "answer") {
        prompts.get(details.prompt)?.(details.secret);
        prompts.delete(details.prompt);
      } else {
        this.#serve(port, details, prompts);
      }
    });
    port.onDisconnect.addListener(() => prompts.forEach(dismiss => dismiss(null)));
  }

  /**
   * @param {browser.runtime.Port} port
   * @param {{ call: number, request: { type: string }, content?: Uint8Array }} details
   * @param {Map<string, (secret: ?string) => void>} prompts
   */
  async #serve(port, { call, request, content }, prompts) {
    try {
      if (!ALLOWED.has(request.type)) {
        throw new Failure("message-unknown", { name: request.type });
      }
      const { result, content: answer } = await this.#host.request(request, {
        content,
        onPrompt: (prompt, ended) => {
          if (!OF_FILES.has(prompt.kind)) {
            return this.#lock.ask(prompt, ended);
          }
          const name = `${call}.${prompt.prompt}`;
          port.postMessage({ type: "prompt", call, prompt: name, kind: prompt.kind, parameters: prompt.parameters });
          return new Promise(resolve => prompts.set(name, resolve));
        },
        onProgress: progress => port.postMessage({ type: "progress", call, progress }),
      });
      if (request.type === "protection.lock") {
        this.#lock.locked();
      }
      if (CHANGES.test(request.type)) {
        await this.#onChange(request.type);
      }
      port.postMessage({ type: "result", call, result, ...(answer ? { content: answer } : {}) });
    } catch (error) {
      const { code, parameters } = Failure.from(error);
      port.postMessage({ type: "failure", call, code, parameters });
    }
  }
}

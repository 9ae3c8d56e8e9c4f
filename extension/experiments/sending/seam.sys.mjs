import { ProtectedSend } from "./protected-send.sys.mjs";

const SENDER_TOPIC = "mail-set-sender";

/** Gives every message that Thunderbird sends or saves a sender of ours. */
export class SendingSeam {
  #observer;

  /** @param {any} extension */
  constructor(extension) {
    this.#observer = (/** @type {any} */ compose) => {
      compose.QueryInterface(Ci.nsIMsgCompose).messageSend = new ProtectedSend(extension);
    };
    Services.obs.addObserver(this.#observer, SENDER_TOPIC);
  }

  remove() {
    Services.obs.removeObserver(this.#observer, SENDER_TOPIC);
  }
}

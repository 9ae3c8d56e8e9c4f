/** How long a good answer is believed, in milliseconds. What is not good is asked again each time: it may have been mended. */
const BELIEVED = 30_000;

/** @typedef {import("../../types/protocol.d.ts").RecipientState} RecipientState */
/** @typedef {import("../../types/protocol.d.ts").RecipientsChecked} RecipientsChecked */

/** The host's word on recipients, remembered for a moment, so that typing one more asks about that one only. */
export class RecipientStates {
  #host;
  #now;
  /** @type {Map<string, { state: RecipientState, until: number }>} */
  #known = new Map();

  /**
   * @param {import("../bridge/host.mjs").Host} host
   * @param {() => number} [now] - Milliseconds.
   */
  constructor(host, now = () => Date.now()) {
    this.#host = host;
    this.#now = now;
  }

  /**
   * @param {string} from
   * @param {string[]} addresses
   * @param {{ offline: boolean, signal?: AbortSignal }} how - Offline: at once, from what the host has at hand.
   * @returns {Promise<RecipientsChecked>} The recipients in the order asked.
   */
  async check(from, addresses, { offline, signal }) {
    const unknown = addresses.filter(address => !this.#believed(from, address));
    const request = { type: "recipients.check", from, addresses: unknown, offline };
    const { result } = await this.#host.request(request, { signal });
    /** @type {Map<string, RecipientState>} */
    const fresh = new Map(result.recipients.map((/** @type {RecipientState} */ state) => [state.address, state]));
    const recipients = addresses.map(address => fresh.get(address) ?? this.#believed(from, address)).filter(state => state !== undefined);
    if (!offline) {
      recipients.filter(({ reason }) => reason === "ready").forEach(state => this.#believe(from, state));
    }
    return { ...result, recipients };
  }

  /** Keys, certificates, trust or rules have changed. */
  forget() {
    this.#known.clear();
  }

  /**
   * @param {string} from
   * @param {string} address
   */
  #believed(from, address) {
    const known = this.#known.get(keyOf(from, address));
    return known && known.until > this.#now() ? { ...known.state, address } : undefined;
  }

  /**
   * @param {string} from
   * @param {RecipientState} state
   */
  #believe(from, state) {
    const key = keyOf(from, state.address);
    if (!this.#believed(from, state.address)) {
      this.#known.set(key, { state, until: this.#now() + BELIEVED });
    }
  }
}

/**
 * @param {string} from
 * @param {string} address
 */
function keyOf(from, address) {
  return `${from.toLowerCase()}\n${address.toLowerCase()}`;
}

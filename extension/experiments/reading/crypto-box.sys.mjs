/**
 * What Thunderbird's own box above a message is to show.
 *
 * @typedef {object} CryptoMarks
 * @property {?("ok" | "unknown" | "mismatch")} signed - As Thunderbird names them; null for no seal.
 * @property {?("ok" | "notok")} encrypted - Null for no lock.
 */

/**
 * Makes Thunderbird's own lock and seal say what the badge says. It verifies clear-signed mail by itself, by other rules and other trust,
 * and tells what it found at any time after the message is shown: what it wants to show for S/MIME gives way to our verdict, and before
 * there is one it shows nothing. What it shows for OpenPGP is left alone.
 */
class CryptoBox {
  #pane;
  #original;
  #originalInfo;
  #explain;
  /** @type {?string} The message that the marks are for. */
  #uri = null;
  /** @type {?CryptoMarks} */
  #marks = null;

  /**
   * @param {any} pane - An about:message window.
   * @param {string} badgeId - Of our button in it, which explains.
   */
  constructor(pane, badgeId) {
    this.#pane = pane;
    this.#original = pane.setMessageCryptoBox;
    this.#originalInfo = pane.showMessageReadSecurityInfo;
    pane.setMessageCryptoBox = (/** @type {any[]} */ ...args) => this.#set(args);
    this.#explain = (/** @type {any} */ event) => {
      // Thunderbird's own explanation is about its own verdict.
      if (this.#isOurs()) {
        event?.stopImmediatePropagation();
        // Not while the press is still under way: it would close the panel again.
        pane.setTimeout(() => pane.document.getElementById(badgeId)?.click());
      } else if (!event) {
        this.#originalInfo.call(pane);
      }
    };
    pane.showMessageReadSecurityInfo = () => this.#explain(null);
    this.#box.addEventListener("click", this.#explain, true);
  }

  get #box() {
    return this.#pane.document.getElementById("cryptoBox");
  }

  #isOurs() {
    return this.#marks !== null && this.#uri === this.#pane.gMessageURI && this.#box.getAttribute("tech") !== "OpenPGP";
  }

  /** @param {any[]} args - As Thunderbird calls its function: technology, encryption, signature, and more. */
  #set([technology, encrypted, signed, ...more]) {
    if (technology !== "S/MIME") {
      this.#original.call(this.#pane, technology, encrypted, signed, ...more);
    } else if (this.#uri === this.#pane.gMessageURI) {
      this.#show();
    } else {
      this.#original.call(this.#pane, null, null, null, false);
    }
  }

  #show() {
    const { signed, encrypted } = this.#marks ?? { signed: null, encrypted: null };
    this.#original.call(this.#pane, "S/MIME", encrypted, signed, false);
  }

  /** @param {?CryptoMarks} marks - Null while there is no verdict yet. */
  mark(marks) {
    this.#uri = this.#pane.gMessageURI;
    this.#marks = marks;
    if (this.#box.getAttribute("tech") !== "OpenPGP") {
      this.#show();
    }
  }

  /** Thunderbird shows its own again. */
  release() {
    this.#pane.setMessageCryptoBox = this.#original;
    this.#pane.showMessageReadSecurityInfo = this.#originalInfo;
    this.#box.removeEventListener("click", this.#explain, true);
  }
}

/** The boxes of all windows that show messages. */
class CryptoBoxes {
  /** @type {Map<any, CryptoBox>} */
  #boxes = new Map();

  /**
   * @param {any} pane
   * @param {string} badgeId
   * @param {?CryptoMarks} marks
   */
  mark(pane, badgeId, marks) {
    let box = this.#boxes.get(pane);
    if (!box) {
      box = new CryptoBox(pane, badgeId);
      this.#boxes.set(pane, box);
      pane.addEventListener("unload", () => this.#boxes.delete(pane), { once: true });
    }
    box.mark(marks);
  }

  release() {
    this.#boxes.forEach(box => box.release());
    this.#boxes.clear();
  }
}

export const cryptoBoxes = new CryptoBoxes();

import { attempt } from "../options/panel.mjs";
import { explain } from "../popup/explain.mjs";
import { Failure } from "../shared/failure.mjs";
import { button, element } from "../shared/page.mjs";
import { codeText, failureText, text, timeText } from "../shared/text.mjs";
import { needsCertificate } from "../shared/overview.mjs";

/** @typedef {import("../shared/overview.mjs").AddressOverview} AddressOverview */
/** @typedef {import("../background/certificates/certificate-mail.mjs").CertificateLetter} CertificateLetter */

/** @type {Record<import("../shared/overview.mjs").AddressState, string>} */
const MARKS = { ready: "good", signs: "good", decrypts: "warning", old: "bad", waiting: "info", none: "warning" };

/** One of the user's addresses: how far it is, and the next step. */
export class AddressCard {
  #host;
  #one;
  #signs;
  #outcome = element("div", { class: "outcome", role: "status" });

  /**
   * @param {import("../shared/host-client.mjs").HostClient} host
   * @param {AddressOverview} one
   * @param {boolean} signs - Whether new messages from it are signed by default.
   */
  constructor(host, one, signs) {
    this.#host = host;
    this.#one = one;
    this.#signs = signs;
  }

  build() {
    const { address, state, key } = this.#one;
    const until = timeText(key?.certificate.notAfter);
    return element(
      "article",
      { class: "card", "data-address": address, "data-state": state },
      element("h3", {}, address),
      element("p", { class: `mark ${MARKS[state]}` }, codeText("welcomeState", state, { address, until })),
      needsCertificate(this.#one) ? this.#lookForLetters() : this.#useIt(),
      this.#outcome
    );
  }

  #useIt() {
    return element(
      "div",
      {},
      this.#signingChoice(),
      element(
        "div",
        { class: "buttons" },
        button("welcomeTest", () => this.#test(), { class: "test" }),
        button("welcomeWrite", () => this.#write(), { class: "write" })
      )
    );
  }

  #signingChoice() {
    const { address } = this.#one;
    /** @param {Event} event */
    const change = event => attempt(() => this.#signByDefault(/** @type {HTMLInputElement} */ (event.target).checked));
    return element(
      "label",
      { class: "choice" },
      element("input", { type: "checkbox", name: "signByDefault", checked: this.#signs, change }),
      " ",
      text("setupSignByDefault", { address })
    );
  }

  /** @param {boolean} signByDefault */
  async #signByDefault(signByDefault) {
    const { address } = this.#one;
    const { identities } = await this.#host.request({ type: "identities.list" });
    const known = identities.find(one => one.address.toLowerCase() === address.toLowerCase());
    const { encryptByDefault = false, includeCertificates = true, form = "clear", signingKey, encryptionKey } = known ?? {};
    const settings = { address, signByDefault, encryptByDefault, includeCertificates, form, signingKey, encryptionKey };
    await this.#host.request({ type: "identities.set", address, settings });
    this.#signs = signByDefault;
  }

  #write() {
    return attempt(() => browser.compose.beginNew({ identityId: this.#one.identityId }));
  }

  /** Signs, encrypts, decrypts and verifies for real, and says what came of it. */
  async #test() {
    const { address } = this.#one;
    this.#outcome.replaceChildren(element("p", {}, text("welcomeTesting")));
    try {
      const { report } = await this.#host.request({ type: "identities.test", address });
      const { headline, sections } = explain({ report, failure: null, author: address });
      const works = report.seal === "signed-encrypted" && report.signature.status === "valid";
      this.#outcome.replaceChildren(
        element("p", { class: `mark ${works ? "good" : "warning"}` }, text(works ? "welcomeTestGood" : "welcomeTestDoubt", { headline })),
        ...sections.map(({ title, rows }) =>
          element("section", {}, element("h4", {}, title), element("ul", {}, rows.map(row => element("li", { class: `mark ${row.mark}` }, row.text))))
        )
      );
    } catch (error) {
      this.#outcome.replaceChildren(element("p", { class: "mark bad", role: "alert" }, failureText(Failure.from(error))));
    }
  }

  #lookForLetters() {
    const place = element("div", { class: "letters" }, element("p", { class: "faint" }, text("welcomeLooking")));
    browser.runtime
      .sendMessage({ type: "welcome.letters", accountId: this.#one.accountId })
      .then((/** @type {CertificateLetter[]} */ letters) => this.#showLetters(place, letters));
    return place;
  }

  /**
   * @param {HTMLElement} place
   * @param {CertificateLetter[]} letters
   */
  #showLetters(place, letters) {
    place.replaceChildren(
      ...letters.map(letter =>
        element(
          "p",
          {},
          text("welcomeLetter", { author: letter.author, subject: letter.subject, date: timeText(new Date(letter.date).toISOString()) }),
          " ",
          button("setupOfferButton", () => setUp(letter), { class: "primary set-up" })
        )
      ),
      letters.length ? "" : element("p", {}, text("welcomeNoLetter"))
    );
  }
}

/** @param {CertificateLetter} letter */
function setUp({ messageId, attachments: [attachment] }) {
  return browser.runtime.sendMessage({ type: "welcome.setup", messageId, attachment });
}

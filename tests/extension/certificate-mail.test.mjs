import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { looksLikeCertificate } from "../../extension/background/certificates/attachments.mjs";
import { CertificateMail } from "../../extension/background/certificates/certificate-mail.mjs";
import { CertificateOffers } from "../../extension/background/certificates/offers.mjs";
import { installBrowser, keyTexts, memoryStorage } from "./fake-browser.mjs";

/** @type {any[]} */
let done;
/** @type {Record<number, { name: string, contentType: string, size: number, partName: string, kind: string }[]>} */
let attachments;
/** @type {string[]} */
let inspected;

const DAY = 86_400_000;
const PFX = { name: "alice.pfx", contentType: "application/x-pkcs12", size: 4000, partName: "1.2", kind: "pkcs12" };

const host = /** @type {any} */ ({
  request: async (/** @type {any} */ request, /** @type {any} */ { content }) => {
    inspected.push(request.fileName);
    return { result: { kind: new TextDecoder().decode(content) } };
  },
});

beforeEach(() => {
  [done, attachments, inspected] = [[], { 1: [PFX] }, []];
  installBrowser({
    i18n: keyTexts,
    storage: memoryStorage(),
    runtime: { getURL: (/** @type {string} */ path) => `moz-extension://x/${path}` },
    windows: { create: async (/** @type {any} */ details) => void done.push(["window", details.url]) },
    smimeNotices: {
      show: async (/** @type {number} */ id, /** @type {any} */ face) => void done.push(["show", id, face.name]),
      hide: async (/** @type {string} */ name) => void done.push(["hide", name]),
    },
    folders: { query: async (/** @type {any} */ wanted) => [{ id: `inbox of ${wanted.accountId ?? "all"}` }] },
    messages: {
      get: async (/** @type {number} */ id) => ({ headerMessageId: `m${id}@x` }),
      listAttachments: async (/** @type {number} */ id) => attachments[id] ?? [],
      getAttachmentFile: async (/** @type {number} */ id, /** @type {string} */ part) =>
        new Blob([attachments[id].find(one => one.partName === part)?.kind ?? ""]),
      query: async () => ({ id: "more", messages: [header(1, 3), header(2, 1)] }),
      continueList: async () => ({ id: null, messages: [header(3, 2), { ...header(4, 0), size: 5 << 20 }] }),
    },
  });
});

/**
 * @param {number} id
 * @param {number} age - In days.
 */
function header(id, age) {
  return { id, author: `a${id}`, subject: `s${id}`, date: new Date(Date.now() - age * DAY), size: 9000 };
}

test("only names, types and sizes of key files are looked into", () => {
  const like = (/** @type {string} */ name, contentType = "application/octet-stream", size = 1000) => looksLikeCertificate({ name, contentType, size });
  assert.ok(like("Alice.PFX") && like("a.p12") && like("certificate.zip"));
  assert.ok(like("attachment", "application/x-pkcs12; name=a") && like("part", "application/zip"));
  assert.ok(!like("letter.pdf") && !like("smime.p7s", "application/pkcs7-signature") && !like("big.zip", "application/zip", 2 << 20));
});

test("an attachment that only calls itself a certificate is not offered", async () => {
  attachments[1] = [{ ...PFX, kind: "none" }];
  await new CertificateOffers(new CertificateMail(host)).display([1]);
  assert.deepEqual([done, inspected], [[], ["alice.pfx"]]);
});

test("a real one is offered, and its button opens the window for it", async () => {
  const offers = new CertificateOffers(new CertificateMail(host));
  await offers.display([1]);
  await offers.press("certificate", 1);
  await offers.press("something else", 1);
  assert.deepEqual(done, [["show", 1, "certificate"], ["window", "moz-extension://x/extension/popup/setup.html?message=1&part=1.2&file=alice.pfx&kind=pkcs12"]]);
  assert.equal(inspected.length, 1, "what is known is not asked again");
});

test("what was set up is not offered again", async () => {
  const offers = new CertificateOffers(new CertificateMail(host));
  assert.equal(offers.answer({ type: "verdict", messageId: 1 }), undefined);
  await offers.answer({ type: "setup.done", messageId: 1 });
  await offers.display([1]);
  assert.deepEqual(done, [["hide", "certificate"]]);
});

test("nothing is offered for several messages, without a host, or for mail without attachments", async () => {
  const failing = /** @type {any} */ ({ request: async () => { throw new Error("no host"); } });
  await new CertificateOffers(new CertificateMail(host)).display([1, 2]);
  await new CertificateOffers(new CertificateMail(failing)).display([1]);
  await new CertificateOffers(new CertificateMail(host)).display([2]);
  assert.deepEqual(done, []);
});

test("such mail is found in the inboxes, newest first, without reading large messages", async () => {
  attachments = { 1: [PFX], 2: [{ ...PFX, name: "letter.pdf", contentType: "application/pdf" }], 3: [{ ...PFX, name: "actalis.zip", contentType: "application/zip" }], 4: [PFX] };
  const found = await new CertificateMail(host).find("account7");
  assert.deepEqual(found.map(one => [one.messageId, one.author, one.attachments[0].name]), [[3, "a3", "actalis.zip"], [1, "a1", "alice.pfx"]]);
});

import { PgpMimeHandler } from "resource:///modules/PgpMimeHandler.sys.mjs";
import { CmsReader } from "./cms-reader.sys.mjs";
import { attachmentSizes } from "./attachment-sizes.sys.mjs";
import { cryptoBoxes } from "./crypto-box.sys.mjs";
import { openedCache } from "./opened-cache.sys.mjs";

const CMS_TYPE = /^\s*application\/(x-)?pkcs7-mime\b/i;
const CMS_CONTRACTS = ["application/pkcs7-mime", "application/x-pkcs7-mime"].map(type => `@mozilla.org/mimecth;1?type=${type}`);
const PROXY_CONTRACT = "@mozilla.org/mimecth;1?type=multipart/encrypted";

/** Routes pkcs7-mime parts from libmime to the handler that Thunderbird has for OpenPGP, and there to us. */
export class ReadingSeam {
  /** @type {[any, any][]} */
  #factories = [];
  #original = PgpMimeHandler.prototype.onStartRequest;

  /** @param {any} extension */
  constructor(extension) {
    const original = this.#original;
    PgpMimeHandler.prototype.onStartRequest = function (/** @type {any} */ request) {
      const proxy = request.QueryInterface(Ci.nsIPgpMimeProxy);
      if (!CMS_TYPE.test(proxy.contentType)) {
        original.call(this, request);
        return;
      }
      const reader = new CmsReader(extension, proxy);
      this._onDataAvailable = reader.onDataAvailable.bind(reader);
      this._onStopRequest = reader.onStopRequest.bind(reader);
    };
    for (const contract of CMS_CONTRACTS) {
      this.#register(contract);
    }
  }

  /** @param {string} contract */
  #register(contract) {
    const id = Services.uuid.generateUUID();
    const factory = {
      QueryInterface: ChromeUtils.generateQI(["nsIFactory"]),
      createInstance: (/** @type {any} */ iid) => Cc[PROXY_CONTRACT].createInstance(iid),
    };
    Components.manager.QueryInterface(Ci.nsIComponentRegistrar).registerFactory(id, "S/MIME Bridge", contract, factory);
    this.#factories.push([id, factory]);
  }

  remove() {
    PgpMimeHandler.prototype.onStartRequest = this.#original;
    const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
    this.#factories.forEach(([id, factory]) => registrar.unregisterFactory(id, factory));
    openedCache.clear();
    cryptoBoxes.release();
    attachmentSizes.release();
  }
}

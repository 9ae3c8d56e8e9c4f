/** @typedef {{ toBase64?: () => string }} Encodable */
/** @typedef {{ fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }} Decoder */

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toBase64(bytes) {
  const native = /** @type {Encodable} */ (/** @type {unknown} */ (bytes));
  if (native.toBase64) {
    return native.toBase64();
  }
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase64(text) {
  const native = /** @type {Decoder} */ (/** @type {unknown} */ (Uint8Array));
  return native.fromBase64?.(text) ?? Uint8Array.from(atob(text), one => one.charCodeAt(0));
}

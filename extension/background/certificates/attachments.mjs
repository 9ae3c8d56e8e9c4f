/** Key files, and certificates that may answer a request. */
const NAMES = /\.(pfx|p12|zip|cer|crt|der|pem|p7b|p7c)$/i;
const TYPES = /^application\/(x-pkcs12|pkcs-?12|x-pkcs-12|zip|x-zip-compressed|x-zip|pkix-cert|x-x509-(user|ca|email)-cert|x-pem-file|x-pkcs7-certificates)$/i;
const MOST_BYTES = 1 << 20;

/**
 * Whether an attachment is worth looking into: by its name or type, and its size. What it is decides the host.
 *
 * @param {{ name: string, contentType: string, size: number }} attachment
 */
export function looksLikeCertificate({ name, contentType, size }) {
  return size <= MOST_BYTES && (NAMES.test(name) || TYPES.test(contentType.split(";")[0].trim()));
}

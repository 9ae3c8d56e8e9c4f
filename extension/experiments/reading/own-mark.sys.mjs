const SIGNED = "chrome://messenger/skin/icons/message-signed-";

/**
 * Thunderbird's own check of a signature knows other authorities than the user of this add-on does, and its warning beside our
 * verdict would contradict it. Newer ones do not warn of a signature on an unencrypted message by themselves; older ones
 * are made not to.
 */
const RULE = `@-moz-document url-prefix("about:message") {
  #cryptoBox[tech="S/MIME"] #encryptedHdrIcon[hidden] ~ #signedHdrIcon:is([src="${SIGNED}notok.svg"], [src="${SIGNED}mismatch.svg"], [src="${SIGNED}unknown.svg"]) {
    display: none !important;
  }
}`;

/** @returns {() => void} Takes the rule away. */
export function hideOwnWarning() {
  const sheets = Cc["@mozilla.org/content/style-sheet-service;1"].getService(Ci.nsIStyleSheetService);
  const address = Services.io.newURI(`data:text/css,${encodeURIComponent(RULE)}`);
  if (!sheets.sheetRegistered(address, sheets.USER_SHEET)) {
    sheets.loadAndRegisterSheet(address, sheets.USER_SHEET);
  }
  return () => sheets.unregisterSheet(address, sheets.USER_SHEET);
}

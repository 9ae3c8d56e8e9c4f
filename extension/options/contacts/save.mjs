/**
 * Hands a file to the user as a download: where it goes is what the mail client is set to.
 *
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} content
 */
export async function saveFile(name, content) {
  const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  try {
    await browser.downloads.download({ url, filename: name.replace(/[^\w.@+-]/g, "_"), conflictAction: "uniquify" });
  } finally {
    // The download has opened the address by then; it need not live longer than the page's next minute.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}

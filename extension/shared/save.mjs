/**
 * Lets the user keep a file, where Thunderbird keeps or asks for such files.
 *
 * @param {string} filename - What a file system may not take, or take for a folder, is replaced.
 * @param {BlobPart} content
 * @param {string} type - Its MIME type.
 */
export async function saveFile(filename, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  try {
    await browser.downloads.download({ url, filename: filename.replace(/[^\w.@+-]/g, "_"), conflictAction: "uniquify" });
  } finally {
    // The download has its own hold on the content by now or soon.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}

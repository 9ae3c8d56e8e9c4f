import { until } from "./processes.mjs";

/**
 * Has Thunderbird's own indexer go through a folder, and waits until each of its messages is in the index.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} folder The folder's address.
 */
export async function indexFolder(stage, folder) {
  await stage.thunderbird.toMain();
  await stage.thunderbird.chrome((uri) => {
    const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
    const { GlodaMsgIndexer } = ChromeUtils.importESModule("resource:///modules/gloda/IndexMsg.sys.mjs");
    ChromeUtils.importESModule("resource:///modules/gloda/GlodaPublic.sys.mjs");
    GlodaMsgIndexer.indexFolder(MailUtils.getExistingFolder(uri), { force: true });
  }, folder);
  await until(
    "the folder is indexed",
    () =>
      stage.thunderbird.chrome((uri) => {
        const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
        const { GlodaIndexer } = ChromeUtils.importESModule("resource:///modules/gloda/GlodaIndexer.sys.mjs");
        const messages = [...MailUtils.getExistingFolder(uri).messages];
        return (!GlodaIndexer.indexing && messages.every((one) => one.getUint32Property("gloda-id") > 0)) || null;
      }, folder),
    { timeout: 180_000, every: 1000 },
  );
}

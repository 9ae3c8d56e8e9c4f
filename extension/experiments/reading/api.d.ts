import type { SeamAnswer } from "../../background/read/seam.mjs";

declare global {
  namespace browser.smimeReading {
    const onOpening: {
      addListener(listener: (details: { messageId: number | null; cms: Uint8Array | null }) => Promise<SeamAnswer>): void;
    };
    function source(messageId: number): Promise<{ bytes: Uint8Array<ArrayBuffer> | null }>;
    function forget(): Promise<void>;
    function reload(): Promise<void>;
  }
}

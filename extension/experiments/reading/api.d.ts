import type { marksOf } from "../../background/read/look.mjs";
import type { SeamAnswer } from "../../background/read/seam.mjs";

declare global {
  namespace browser.smimeReading {
    const onOpening: {
      addListener(listener: (details: { messageId: number | null; cms: Uint8Array | null }) => Promise<SeamAnswer>): void;
    };
    function source(messageId: number): Promise<{ bytes: Uint8Array<ArrayBuffer> | null; partial: boolean }>;
    function mark(tabId: number, marks: ReturnType<typeof marksOf> | null): Promise<void>;
    function forget(): Promise<void>;
    function reload(): Promise<void>;
  }
}

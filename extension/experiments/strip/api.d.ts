import type { Face } from "../../background/compose/face.mjs";
import type { Described } from "../../background/compose/watch.mjs";

declare global {
  namespace browser.smimeStrip {
    const onChanged: { addListener(listener: (details: { tabId: number }) => void): void };
    const onAction: { addListener(listener: (details: { tabId: number; action: string }) => void): void };
    function describe(tabId: number): Promise<Described | null>;
    function show(tabId: number, face: Face): Promise<void>;
    function releaseOwnProtection(tabId: number): Promise<void>;
  }
}

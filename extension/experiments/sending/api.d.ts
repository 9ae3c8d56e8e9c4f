import type { OutgoingMessage } from "../../background/compose/plan.mjs";
import type { Outcome, Preparation } from "../../background/compose/sending.mjs";

declare global {
  namespace browser.smimeSending {
    const onPrepare: { addListener(listener: (message: OutgoingMessage) => Promise<Preparation>): void };
    const onProtect: { addListener(listener: (details: { handle: string; mime: Uint8Array }) => Promise<Outcome>): void };
    const onCancel: { addListener(listener: (details: { handle: string }) => void): void };
  }
}

import type { SavedMessage } from "../../background/compose/drafts.mjs";
import type { OutgoingMessage } from "../../background/compose/plan.mjs";
import type { Outcome, Preparation } from "../../background/compose/sending.mjs";

type Finished = import("../../background/compose/intake.mjs").FirstPiece;
type Piece = import("../../background/compose/intake.mjs").FurtherPiece;

declare global {
  namespace browser.smimeSending {
    const onPrepare: { addListener(listener: (message: OutgoingMessage) => Promise<Preparation>): void };
    const onProtect: { addListener(listener: (details: Finished) => Promise<Outcome>): void };
    const onSave: { addListener(listener: (message: SavedMessage) => Promise<Preparation>): void };
    const onStore: { addListener(listener: (details: Finished) => Promise<Outcome>): void };
    const onContent: { addListener(listener: (details: Piece) => Promise<{ wanted: boolean }>): void };
    const onTake: { addListener(listener: (details: { parcel: string; index: number }) => { piece: Uint8Array }): void };
    const onCancel: { addListener(listener: (details: { handle: string }) => void): void };
  }
}

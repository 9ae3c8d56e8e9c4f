import type { Chosen, EditedMessage, Filled } from "../../background/compose/edits.mjs";

interface Bar {
  name: string;
  label: string;
  buttons: { id: string; label: string }[];
}

declare global {
  namespace browser.smimeComposing {
    const onEditing: { addListener(listener: (details: { messageId: number }) => Promise<EditedMessage>): void };
    const onAttached: { addListener(listener: (details: { messageId: number }) => Promise<{ encrypted: boolean }>): void };
    const onFilled: { addListener(listener: (details: Filled) => Promise<void>): void };
    const onChosen: { addListener(listener: (details: Chosen) => Promise<void>): void };
    function offer(tabId: number, bar: Bar): Promise<void>;
    function withdraw(tabId: number, name: string): Promise<void>;
    function confirm(tabId: number, question: { title: string; text: string; accept: string; cancel: string }): Promise<boolean>;
    function setSubject(tabId: number, subject: string): Promise<void>;
    function save(tabId: number, onlyAgain: boolean): Promise<void>;
  }
}

declare namespace browser.smimeSearching {
  const onIndexing: { addListener(listener: (details: { messageId: number }) => Promise<{ mime?: Uint8Array }>): void };
  function state(): Promise<{ allowed: boolean; rebuildDue: boolean }>;
  function allow(allowed: boolean): Promise<void>;
  function rebuild(): Promise<void>;
}

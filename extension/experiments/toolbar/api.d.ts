declare namespace browser.smimeToolbar {
  const onPressed: { addListener(listener: (tabId: number) => void): void };
  function show(tabId: number, face: { label: string; title: string; icon: string; pressed: boolean; encrypted: boolean }): Promise<void>;
}

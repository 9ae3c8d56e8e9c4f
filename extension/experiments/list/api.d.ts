declare namespace browser.smimeList {
  function mark(messageId: number, state: string): Promise<void>;
  function doubt(): Promise<void>;
  function look(folderId: string): Promise<void>;
}

declare namespace browser.smimeFolders {
  function refresh(folderId: string): Promise<boolean>;
  function protectedMessages(folderId: string): Promise<[number, string][]>;
  function messageKeys(folderId: string): Promise<[number, string][]>;
  function placesOf(messageIds: number[]): Promise<{ folderId: string; key: number; headerMessageId: string }[]>;
  function find(folderId: string, key: number, headerMessageId: string): Promise<number | null>;
  function readBack(messageId: number): Promise<{ bytes: Uint8Array<ArrayBuffer> }>;
  function store(folderId: string, bytes: Uint8Array, likeMessageId: number): Promise<{ key: number | null; reason: string }>;
  function discard(messageId: number): Promise<void>;
  function moveToTrash(messageId: number): Promise<boolean>;
}

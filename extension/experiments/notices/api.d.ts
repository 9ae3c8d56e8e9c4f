declare namespace browser.smimeNotices {
  const onPressed: { addListener(listener: (name: string, messageId: number) => void): void };
  function show(messageId: number, face: { name: string; text: string; button: string }): Promise<void>;
  function tell(face: { name: string; text: string; button: string }): Promise<number>;
  function hide(name: string): Promise<void>;
}

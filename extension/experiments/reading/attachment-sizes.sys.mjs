/**
 * Tells Thunderbird's list of attachments the true sizes of those that libmime got a stand-in of.
 *
 * @typedef {{ uri: string, sizes: Record<string, number>, listener: any, original: (field: string, value: string) => void }} Told
 */
class AttachmentSizes {
  /** @type {Map<any, Told>} By about:message window. */
  #told = new Map();

  /**
   * @param {any} pane - That is about to show the message.
   * @param {Record<string, number>} sizes - By the sizes of the stand-ins.
   */
  tell(pane, sizes) {
    const told = this.#told.get(pane);
    if (told) {
      Object.assign(told, { uri: pane.gMessageURI, sizes });
      return;
    }
    const listener = pane.messageProgressListener;
    const original = listener.addAttachmentField;
    this.#told.set(pane, { uri: pane.gMessageURI, sizes, listener, original });
    listener.addAttachmentField = (/** @type {string} */ field, /** @type {string} */ value) =>
      original.call(listener, field, field === "X-Mozilla-PartSize" ? this.#trueSize(pane, value) : value);
    pane.addEventListener("unload", () => this.#told.delete(pane), { once: true });
  }

  /**
   * @param {any} pane
   * @param {string} value
   */
  #trueSize(pane, value) {
    const told = this.#told.get(pane);
    return String((told?.uri === pane.gMessageURI && told?.sizes[value]) || value);
  }

  release() {
    this.#told.forEach(({ listener, original }) => (listener.addAttachmentField = original));
    this.#told.clear();
  }
}

export const attachmentSizes = new AttachmentSizes();

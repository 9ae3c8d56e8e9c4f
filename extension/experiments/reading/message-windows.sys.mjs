import { MailServices } from "resource:///modules/MailServices.sys.mjs";

/**
 * Every about:message document that may show a message.
 *
 * @returns {Generator<any>}
 */
export function* messageWindows() {
  for (const window of Services.wm.getEnumerator("mail:3pane")) {
    for (const tab of window.gTabmail?.tabInfo ?? []) {
      const content = tab.chromeBrowser?.contentWindow;
      const pane = tab.mode?.name === "mail3PaneTab" ? content?.messageBrowser?.contentWindow : content;
      if (pane?.gMessageURI) {
        yield pane;
      }
    }
  }
  for (const window of Services.wm.getEnumerator("mail:messageWindow")) {
    const pane = window.messageBrowser?.contentWindow;
    if (pane?.gMessageURI) {
      yield pane;
    }
  }
}

/**
 * @param {any} nativeTab - As the add-on's tab manager has it: a tab of the main window, or a message's own window.
 * @returns {any} Its about:message document; null when it shows no message.
 */
export function paneOf(nativeTab) {
  const content = nativeTab.chromeBrowser?.contentWindow ?? nativeTab;
  const pane = content.messageBrowser?.contentWindow ?? content;
  return pane.gMessageURI ? pane : null;
}

/** @param {any} header - Of a message; null when it has none. */
export function nameOf(header) {
  return header?.folder ? `${header.folder.URI}#${header.messageKey}` : null;
}

/**
 * @param {string} spec - Address of a message as libmime sees it; parts and output forms of one message are the same message. A file has
 *   one scheme there and another one in its window.
 */
export function withoutQuery(spec) {
  const number = /[?&]number=(\d+)/.exec(spec)?.[1] ?? "0";
  const place = spec.replace(/[?&].*$/, "");
  return number === "0" ? place.replace(/^mailbox:/, "file:") : `${place}?number=${number}`;
}

/**
 * @param {string} name - Of a message, as `nameOf` or its address without a query.
 * @returns {any[]} The windows that show it.
 */
export function windowsOf(name) {
  return [...messageWindows()].filter(
    pane => nameOf(pane.gMessage) === name || withoutQuery(MailServices.neckoURLForMessageURI(pane.gMessageURI)) === name
  );
}

/**
 * Shows the subject that the protection covers in place of the outer one, which may be a placeholder.
 *
 * @param {any} pane
 * @param {string} subject
 */
export function showSubject(pane, subject) {
  const shown = pane.currentHeaderData?.subject;
  if (shown && shown.headerValue !== subject) {
    shown.headerValue = subject;
    pane.UpdateExpandedMessageHeaders();
    pane.document.title = subject;
  }
}

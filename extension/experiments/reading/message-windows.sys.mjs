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

/** @param {any} header - Of a message; null when it has none. */
export function nameOf(header) {
  return header?.folder ? `${header.folder.URI}#${header.messageKey}` : null;
}

/** @param {string} spec - Address of a message as libmime sees it; parts and output forms of one message are the same message. */
export function withoutQuery(spec) {
  const number = /[?&]number=\d+/.exec(spec)?.[0] ?? "";
  return spec.replace(/[?&].*$/, "") + number.replace(/^&/, "?");
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

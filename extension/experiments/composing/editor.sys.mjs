import { MsgUtils } from "resource:///modules/MimeMessageUtils.sys.mjs";
import { bytesOf } from "./message-parts.sys.mjs";

const LOCAL = /^(data|cid):/i;

/**
 * Puts the body of a protected message where its token stands in the editor of a compose window.
 *
 * @param {any} window
 * @param {string} token
 * @param {import("./message-parts.sys.mjs").Contents} contents
 */
export function putBody(window, token, contents) {
  const editor = window.GetCurrentEditor();
  const document = editor.document;
  const place = placeOf(document, token);
  if (!place) {
    throw new Error("the place of the content is gone");
  }
  const alone = document.body.textContent.trim() === token;
  editor.enableUndo(false);
  if (!window.gMsgCompose.composeHTML) {
    putText(window, place, contents);
  } else {
    const inner = htmlOf(window, contents);
    if (alone) {
      // As Thunderbird's own compose API replaces a body; no script runs in an editor.
      document.documentElement.innerHTML = inner.documentElement.innerHTML;
      copyAttributes(inner.body, document.body);
    } else {
      const nodes = [...inner.head.querySelectorAll("style"), ...inner.body.childNodes];
      place.replaceWith(...nodes.map(node => document.importNode(node, true)));
    }
  }
  editor.enableUndo(true);
  editor.resetModificationCount();
  editor.beginningOfDocument();
}

/**
 * @param {any} document
 * @param {string} token
 * @returns {any} The element or text that stands for the content.
 */
function placeOf(document, token) {
  const texts = document.createTreeWalker(document.body, 4 /* NodeFilter.SHOW_TEXT */);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.data.includes(token)) {
      return text.parentNode !== document.body && text.parentNode.textContent.trim() === token ? text.parentNode : text;
    }
  }
  return null;
}

/**
 * @param {any} window
 * @param {any} place
 * @param {import("./message-parts.sys.mjs").Contents} contents
 */
function putText(window, place, contents) {
  const editor = window.GetCurrentEditor();
  const text = contents.plain ?? MsgUtils.convertToPlainText(contents.html ?? "", true);
  editor.selection.selectAllChildren(place.nodeType === 3 ? place.parentNode : place);
  if (place.nodeType === 3) {
    editor.selection.setBaseAndExtent(place, 0, place, place.data.length);
  }
  const lines = text.replaceAll("\r\n", "\n").replace(/\n$/, "");
  editor.QueryInterface(Ci.nsIEditorMailSupport).insertTextWithQuotations(lines);
}

/**
 * @param {any} window
 * @param {import("./message-parts.sys.mjs").Contents} contents
 */
function htmlOf(window, contents) {
  const document = new window.DOMParser().parseFromString(contents.html ?? "", "text/html");
  if (contents.html === null) {
    const pre = document.createElement("pre");
    pre.className = "moz-quote-pre";
    pre.setAttribute("wrap", "");
    pre.textContent = contents.plain ?? "";
    document.body.append(pre);
  }
  for (const script of document.querySelectorAll("script, meta[http-equiv], base, iframe, object, embed")) {
    script.remove();
  }
  embedImages(document, contents.related);
  blockRemoteImages(document);
  return document;
}

/**
 * Pictures inside the message become data: URLs, as Thunderbird keeps them while a message is written.
 *
 * @param {any} document
 * @param {Map<string, import("./message-parts.sys.mjs").Part>} related
 */
function embedImages(document, related) {
  for (const [selector, attribute] of [["[src^='cid:' i]", "src"], ["[background^='cid:' i]", "background"]]) {
    for (const element of document.querySelectorAll(selector)) {
      const part = related.get(decodeURIComponent(element.getAttribute(attribute).slice(4)));
      if (part) {
        element.setAttribute(attribute, dataUrl(part));
      }
    }
  }
}

/** @param {import("./message-parts.sys.mjs").Part} part */
function dataUrl(part) {
  const name = part.name ? `;filename=${encodeURIComponent(part.name)}` : "";
  return `data:${part.type}${name};base64,${/** @type {any} */ (bytesOf(part)).toBase64()}`;
}

/**
 * Marked like this, Thunderbird neither loads a picture of a quoted message nor puts it into the new one; other things from
 * outside it loads in no editor. Of one's own drafts too: a server may have altered the ciphertext to send the text away.
 *
 * @param {any} document
 */
function blockRemoteImages(document) {
  document.querySelectorAll("picture > source").forEach((/** @type {any} */ source) => source.remove());
  for (const image of document.querySelectorAll("img")) {
    image.removeAttribute("srcset");
    if (!LOCAL.test(image.getAttribute("src") ?? "")) {
      image.setAttribute("moz-do-not-send", "true");
    }
  }
}

/**
 * @param {any} from
 * @param {any} to
 */
function copyAttributes(from, to) {
  for (const { name, value } of from.attributes) {
    to.setAttribute(name, value);
  }
}

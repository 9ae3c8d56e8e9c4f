import { test } from "node:test";
import { RuleTester } from "eslint";
import { ownText } from "./lint/own-text.mjs";

// The rule itself runs over the extension with `npm run lint`; here it is shown that it finds what it is for.
RuleTester.describe = (_name, run) => run();
RuleTester.it = (name, run) => void test(name, run);

const tester = new RuleTester({ languageOptions: { ecmaVersion: "latest", sourceType: "module" } });

/** @param {string} code */
const wrong = code => ({ code, errors: [{ messageId: "own" }] });

tester.run("own text", ownText, {
  valid: [
    'one.textContent = text("doctorTitle");',
    'document.title = "";',
    'one.className = "mark good";',
    'one.setAttribute("class", "mark good");',
    'one.setAttribute("aria-label", text("keysTitle"));',
    'list.append(element("p", { class: "faint", id: "told" }, text("rulesNone")));',
    'list.append(" · ", "✓");',
    'element("code", {}, "installer/install.sh")',
    'const looks = wide ? "wide" : "narrow"; one.classList.add(looks);',
    'browser.action.setTitle({ tabId, title: text(`${key}Title`) });',
    'report(text(good ? "doctorGood" : "doctorTrouble"));',
    'host.request({ type: "rules.set", subject, rule });',
  ],
  invalid: [
    'one.textContent = "Open";',
    "one.innerHTML = `<b>${name}</b> is ready`;",
    'document.title = found ? text("found") : "Nothing found";',
    'one.placeholder = "Name " + number;',
    'one.setAttribute("aria-label", "Close");',
    'one.setAttribute("tooltiptext", name || "Sign");',
    'element("p", {}, count > 1 && "several");',
    'element("button", { "aria-label": "Remove" }, "✗");',
    'element("ul", {}, entries.map(one => element("li", {}, "Entry")));',
    'list.replaceChildren("Nothing here");',
    'const WORDS = "Not here"; list.append(WORDS);',
    'alert("Really?");',
    'report("Saved.");',
    'Services.prompt.confirm(window, "Really?", text("question"));',
    'browser.notifications.create({ type: "basic", title: "News", iconUrl });',
    'browser.compose.beginNew({ bcc, plainTextBody: "Hello" });',
    'bar.appendNotification("name", { label: "Try again" });',
    'list.append([one, "and others"].join(", "));',
  ].map(wrong),
});

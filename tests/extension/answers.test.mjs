import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Answers } from "../../extension/background/compose/answers.mjs";
import { installBrowser, keyTexts } from "./fake-browser.mjs";
import { DECRYPTED, report } from "./reports.mjs";

/** @type {any} */
let choices;
/** @type {any} */
let details;
/** @type {any[]} */
let window;
/** @type {any} */
let verdict;
/** @type {Answers} */
let answers;

beforeEach(() => {
  choices = { identityId: "id1", sign: false, encrypt: true };
  details = { relatedMessageId: 3, type: "reply", subject: "Re: [...]" };
  window = [];
  verdict = { report: report({ seal: "encrypted", encryption: DECRYPTED, headers: { protected: { Subject: "Lunch" }, outer: {}, differences: [] } }) };
  installBrowser({
    i18n: keyTexts,
    messages: { get: async () => ({ subject: "[...]" }) },
    compose: { getComposeDetails: async () => details },
    smimeComposing: {
      setSubject: async (/** @type {number} */ _tabId, /** @type {string} */ subject) => void (details.subject = subject),
      offer: async (/** @type {number} */ tabId, /** @type {any} */ bar) => void window.push(["offer", tabId, bar.label]),
      withdraw: async (/** @type {number} */ tabId) => void window.push(["withdraw", tabId]),
      confirm: async (/** @type {number} */ tabId, /** @type {any} */ question) => (window.push(["confirm", tabId, question.text]), false),
    },
  });
  const kept = {
    of: async () => choices,
    change: async (/** @type {number} */ _tabId, /** @type {any} */ change) => (choices = { ...choices, ...change }),
  };
  answers = new Answers(/** @type {any} */ (kept), /** @type {any} */ ({ verdict: async () => verdict }));
});

test("the answer to an encrypted message has the protected subject while it is to be encrypted, and only then", async () => {
  await answers.opened(7);
  assert.equal(details.subject, "Re: Lunch");
  choices.encrypt = false;
  await answers.encryptionChanged(7);
  assert.equal(details.subject, "Re: [...]");
  assert.deepEqual(window.at(-1), ["offer", 7, "<answerUnencrypted>"]);
  choices.encrypt = true;
  await answers.encryptionChanged(7);
  assert.equal(details.subject, "Re: Lunch");
  assert.deepEqual(window.at(-1), ["withdraw", 7]);
});

test("a subject that the user wrote stays", async () => {
  await answers.opened(7);
  details.subject = "Something else";
  choices.encrypt = false;
  await answers.encryptionChanged(7);
  assert.equal(details.subject, "Something else");
});

test("sending what came encrypted without encryption is asked in words, with the subject if that is in it", async () => {
  await answers.opened(7);
  assert.equal(await answers.mayLeave(7, choices), true);
  choices.encrypt = false;
  assert.equal(await answers.mayLeave(7, choices), false);
  assert.deepEqual(window.at(-1), ["confirm", 7, "<answerConfirmSubject>"]);
  details.subject = "Re: [...]";
  assert.equal(await answers.mayLeave(7, choices), false);
  assert.deepEqual(window.at(-1), ["confirm", 7, "<answerConfirm>"]);
});

test("a new message, a draft and the answer to an open one owe nothing", async () => {
  for (const change of [{ relatedMessageId: undefined }, { type: "draft" }]) {
    details = { relatedMessageId: 3, type: "reply", subject: "S", ...change };
    await answers.opened(7);
  }
  details = { relatedMessageId: 3, type: "reply", subject: "S" };
  verdict = { report: null };
  await answers.opened(7);
  choices.encrypt = false;
  assert.equal(await answers.mayLeave(7, choices), true);
  assert.deepEqual([window, choices.origin], [[], undefined]);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { faceOf } from "../../extension/background/compose/face.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { installBrowser } from "./fake-browser.mjs";

const OWN = { encrypt: false, sign: false, technology: "OpenPGP", able: false };

/** Texts that show their key and what is filled in. */
const texts = {
  getMessage: (/** @type {string} */ key) => `<${key}>{addresses}{ready}{total}{address}{state}{count}{technology}{plain}`,
  getUILanguage: () => "en",
};

beforeEach(() => installBrowser({ i18n: texts }));

/**
 * @param {string} address
 * @param {string} [reason]
 * @param {string} [rule]
 */
function recipient(address, reason = "ready", rule) {
  return { address, ready: ["ready", "changed"].includes(reason), reason, findings: [], known: 1, chosen: false, rule };
}

/**
 * @param {object} choices
 * @param {object} [checked]
 * @param {object} [described]
 * @param {?Failure} [failure]
 */
function show(choices, checked = {}, described = {}, failure = null) {
  const answer = { recipients: [], sender: [], hidesSubject: true, encryptByDefault: "off", suggestEncryption: true, ...checked };
  return faceOf(/** @type {any} */ ({
    choices: { identityId: "id1", sign: false, encrypt: false, ...choices },
    checked: failure ? null : answer,
    described: { from: "alice@a.example", identity: "alice@a.example", recipients: [], linked: false, newsgroups: false, own: OWN, ...described },
    failure,
  }));
}

/** @param {ReturnType<typeof show>} face */
const actions = face => face.strip?.actions.map(one => one.id);

test("a message that nobody wants protected, to somebody who has no certificate, is left in peace", () => {
  assert.deepEqual(show({}, { recipients: [recipient("bob@b.example", "missing")] }), { strip: null, pills: [], subject: null });
  assert.equal(show({}, {}, {}, new Failure("host-missing")).strip, null);
});

test("everybody ready: a good line, a mark at each, and a subject that is hidden too", () => {
  const { strip, pills, subject } = show({ encrypt: true, decidedBy: "user" }, { recipients: [recipient("bob@b.example")] });
  assert.equal(strip?.level, "good");
  assert.match(strip?.text ?? "", /^<stripReady>/);
  assert.deepEqual(pills.map(({ address, state }) => [address, state]), [["bob@b.example", "ready"]]);
  assert.match(pills[0].title, /state_ready/);
  assert.equal(subject?.hidden, true);
});

test("what came on by itself says why, and one button turns it off for this message", () => {
  for (const decidedBy of ["automatic", "default", "rule", "answer"]) {
    const face = show({ encrypt: true, decidedBy }, { recipients: [recipient("bob@b.example")] });
    assert.match(face.strip?.text ?? "", new RegExp(`^<stripReady_${decidedBy}>`));
    assert.deepEqual(actions(face), ["clear", "recipients"]);
  }
});

test("who is not ready is counted and named with the reason, and there is a way on", () => {
  const recipients = [
    recipient("bob@b.example"), ...["missing", "expired", "revoked", "untrusted"].map(reason => recipient(`${reason}@c.example`, reason)),
  ];
  const face = show({ encrypt: true }, { recipients });
  assert.equal(face.strip?.level, "warning");
  assert.match(face.strip?.text ?? "", /<stripSomeReady>15/);
  assert.match(face.strip?.detail ?? "", /missing@c\.example.*state_missing.*expired@c\.example.*state_expired.*revoked@c\.example.*<stripMore>.*1/);
  assert.deepEqual(actions(face), ["fix"]);
  assert.equal(face.pills.filter(({ state }) => state === "blocked").length, 4);
});

test("a certificate of another authority is noticed and does not block", () => {
  const face = show({ encrypt: true }, { recipients: [recipient("bob@b.example", "changed")] });
  assert.match(face.strip?.text ?? "", /<stripChanged>bob@b\.example/);
  assert.deepEqual(face.pills.map(({ state }) => state), ["notice"]);
});

test("Thunderbird's own protection comes first, where there is something to it", () => {
  const both = { own: { ...OWN, encrypt: true, able: true } };
  const face = show({ sign: true }, { sender: [{ code: "no-signing-key", parameters: {} }] }, both);
  assert.match(face.strip?.text ?? "", /<stripConflict>OpenPGP/);
  assert.deepEqual(actions(face), ["release"]);
  assert.equal(show({}, {}, both).strip, null);
  assert.equal(show({ encrypt: true }, {}, { own: { ...OWN, encrypt: true } }).strip, null);
});

test("a sender whom the certificate does not name is told before Send, for what is switched on", () => {
  const sender = [{ code: "sender-mismatch", parameters: {} }, { code: "no-own-certificate", parameters: {} }];
  assert.deepEqual(actions(show({ sign: true }, { sender })), ["unsign", "settings"]);
  assert.deepEqual(actions(show({ encrypt: true }, { sender })), ["clear", "settings"]);
  assert.equal(show({}, { sender }).strip, null);
});

test("rules are told before Send", () => {
  const bound = show({}, { recipients: [recipient("bob@b.example", "ready", "always")] });
  assert.match(bound.strip?.text ?? "", /<stripRuleAlways>bob@b\.example/);
  assert.deepEqual(actions(bound), ["encrypt"]);
  assert.match(show({}, { recipients: [recipient("bob@b.example", "missing", "ask")] }).strip?.text ?? "", /<stripRuleAsk>/);
  assert.match(show({ encrypt: true }, { recipients: [recipient("bob@b.example", "rule-never", "never")] }).strip?.detail ?? "", /state_rule_never/);
});

test("encryption that went off by itself is not forgotten", () => {
  const face = show({ decidedBy: "automatic", lost: ["carol@c.example"] }, { recipients: [recipient("bob@b.example"), recipient("carol@c.example", "missing")] });
  assert.match(face.strip?.text ?? "", /<stripNoLonger>/);
  assert.deepEqual(actions(face), ["fix", "encrypt"]);
});

test("encryption is offered only when policy says so, and not to who has just declined it", () => {
  const recipients = [recipient("bob@b.example")];
  assert.deepEqual(actions(show({}, { recipients })), ["encrypt"]);
  assert.equal(show({}, { recipients, suggestEncryption: false }).strip, null);
  assert.equal(show({ decidedBy: "user" }, { recipients }).strip, null);
  assert.equal(show({}, { recipients, sender: [{ code: "no-own-certificate", parameters: {} }] }).strip, null);
});

test("a readable subject is never shown as secret", () => {
  assert.equal(show({ encrypt: true }, { hidesSubject: false }).subject?.hidden, false);
  assert.equal(show({ sign: true }).subject?.hidden, false);
  assert.match(show({ sign: true }).subject?.title ?? "", /subjectSignedTitle/);
  assert.match(show({ encrypt: true, sign: true }).subject?.text ?? "", /subjectHidden/);
});

test("without the host, what is switched on says that it cannot be done", () => {
  const face = show({ encrypt: true }, {}, {}, new Failure("host-missing"));
  assert.equal(face.strip?.level, "bad");
  assert.match(face.strip?.detail ?? "", /failure_host_missing/);
});

test("of a sub-address it is said what is known about its plain address, and whose certificate serves it", () => {
  const parameters = { address: "bob+news@b.example", plain: "bob@b.example" };
  const about = (/** @type {string} */ code, /** @type {string} */ reason) => ({ ...recipient("bob+news@b.example", reason), findings: [{ code, level: "info", parameters }] });
  const open = show({ encrypt: true }, { recipients: [about("recipient-plain-known", "missing")] });
  assert.match(open.strip?.detail ?? "", /<statePlainKnown>.*bob@b\.example/);
  assert.equal(open.pills[0].state, "blocked");
  const same = show({ encrypt: true }, { recipients: [about("recipient-same-mailbox", "ready")] });
  assert.match(same.pills[0].title, /<stateSameMailbox>.*bob@b\.example/);
  assert.equal(same.pills[0].state, "ready");
  const changed = show({ encrypt: true }, { recipients: [about("recipient-same-mailbox", "changed")] });
  assert.match(changed.pills[0].title, /<state_changed>/);
});

test("that a linked file is not encrypted is said when all else is good", () => {
  const linked = { linked: true };
  assert.match(show({ encrypt: true }, { recipients: [recipient("bob@b.example")] }, linked).strip?.text ?? "", /^<stripLinked>/);
  assert.match(show({ encrypt: true }, { recipients: [recipient("bob@b.example", "missing")] }, linked).strip?.text ?? "", /^<stripSomeReady>/);
  assert.notEqual(show({}, { recipients: [recipient("bob@b.example")] }, linked).strip?.level, "warning");
});

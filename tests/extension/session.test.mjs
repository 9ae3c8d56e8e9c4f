import assert from "node:assert/strict";
import { test } from "node:test";
import { Session } from "../../extension/background/bridge/session.mjs";
import { fromBase64, toBase64 } from "../../extension/shared/base64.mjs";
import { FakePort, settle } from "./fake-port.mjs";

const HELLO = { extension: { id: "x", version: "0" }, client: { name: "T", version: "1" }, locale: "en" };
const LIMITS = { frameBytes: 1000, chunkBytes: 4, windowChunks: 2, contentBytes: 100, concurrentRequests: 2 };

function start() {
  const port = new FakePort();
  let ends = 0;
  const session = new Session(port, HELLO, () => ends++);
  return { port, session, ends: () => ends };
}

function welcomed() {
  const started = start();
  started.port.say({ type: "welcome", protocol: 1, host: {}, capabilities: [], limits: LIMITS });
  return started;
}

/** @param {Promise<unknown>} promise */
function codeOf(promise) {
  return promise.then(() => "fulfilled", error => error.code);
}

test("introduces itself before anything else", async () => {
  const { port, session } = start();
  const request = session.request({ type: "keys.list" });
  await settle();
  assert.deepEqual(port.posted, [{ type: "hello", protocol: { min: 1, max: 1 }, ...HELLO }]);
  port.say({ type: "welcome", limits: LIMITS });
  await settle();
  assert.deepEqual(port.posted[1], { type: "keys.list", id: 1 });
  port.say({ type: "result", id: 1, result: { keys: [] } });
  assert.deepEqual(await request, { result: { keys: [] }, content: null });
});

test("sends content within the window and goes on when credit comes", async () => {
  const { port, session } = welcomed();
  const content = new TextEncoder().encode("abcdefghijkl!");
  session.request({ type: "message.protect" }, { content }).catch(() => {});
  await settle();
  assert.deepEqual(port.all("chunk").map(one => one.sequence), [0, 1]);
  port.say({ type: "credit", id: 1, chunks: 1 });
  assert.equal(port.all("chunk").length, 3);
  port.say({ type: "credit", id: 1, chunks: 5 });
  const chunks = port.all("chunk");
  assert.deepEqual(chunks.map(one => one.last), [false, false, false, true]);
  assert.equal(chunks.map(one => new TextDecoder().decode(fromBase64(one.data))).join(""), "abcdefghijkl!");
});

test("content without bytes is one empty chunk that is the last", async () => {
  const { port, session } = welcomed();
  session.request({ type: "keys.import" }, { content: new Uint8Array() }).catch(() => {});
  await settle();
  assert.deepEqual(port.all("chunk"), [{ type: "chunk", id: 1, sequence: 0, data: "", last: true }]);
});

test("puts an answer's content together and gives it out with the result only", async () => {
  const { port, session } = welcomed();
  const request = session.request({ type: "message.open" }, { content: new Uint8Array(1) });
  await settle();
  port.say({ type: "chunk", id: 1, sequence: 0, data: toBase64(new TextEncoder().encode("in")), last: false });
  assert.deepEqual(port.last("credit"), { type: "credit", id: 1, chunks: 1 });
  port.say({ type: "chunk", id: 1, sequence: 1, data: toBase64(new TextEncoder().encode("ner")), last: true });
  port.say({ type: "result", id: 1, result: { report: {} } });
  const { content } = await request;
  assert.equal(new TextDecoder().decode(content ?? undefined), "inner");
});

test("refuses content that arrives out of its turn, and cancels", async () => {
  const { port, session } = welcomed();
  const request = codeOf(session.request({ type: "message.open" }));
  await settle();
  port.say({ type: "chunk", id: 1, sequence: 1, data: "", last: true });
  assert.equal(await request, "host-unreadable");
  assert.deepEqual(port.last("cancel"), { type: "cancel", id: 1 });
});

test("content whose end is missing is no content", async () => {
  const { port, session } = welcomed();
  const request = session.request({ type: "message.open" });
  await settle();
  port.say({ type: "chunk", id: 1, sequence: 0, data: "AAAA", last: false });
  port.say({ type: "result", id: 1, result: {} });
  assert.equal((await request).content, null);
});

test("a failure carries code and parameters", async () => {
  const { port, session } = welcomed();
  const request = session.request({ type: "keys.remove" });
  await settle();
  port.say({ type: "failure", id: 1, code: "key-unknown", parameters: { key: "k" } });
  await assert.rejects(request, { code: "key-unknown", parameters: { key: "k" } });
});

test("a secret travels in the answer to its prompt and nowhere else", async () => {
  const { port, session } = welcomed();
  /** @type {any[]} */
  const asked = [];
  const onPrompt = async (/** @type {any} */ prompt) => (asked.push(prompt), "open sesame");
  session.request({ type: "keys.import", fileName: "a.pfx" }, { content: new Uint8Array(1), onPrompt }).catch(() => {});
  await settle();
  port.say({ type: "prompt", id: 1, prompt: 1, kind: "pkcs12-passphrase", parameters: { file: "a.pfx", attempt: "1" } });
  await settle();
  assert.equal(asked[0].parameters.file, "a.pfx");
  const holders = port.posted.filter(message => JSON.stringify(message).includes("open sesame"));
  assert.deepEqual(holders, [{ type: "prompt.answer", id: 1, prompt: 1, secret: "open sesame" }]);
});

test("a dismissed prompt is answered without a secret", async () => {
  const { port, session } = welcomed();
  session.request({ type: "keys.import" }, { content: new Uint8Array(1), onPrompt: async () => null }).catch(() => {});
  await settle();
  port.say({ type: "prompt", id: 1, prompt: 1, kind: "pkcs12-passphrase", parameters: {} });
  await settle();
  assert.deepEqual(port.last("prompt.answer"), { type: "prompt.answer", id: 1, prompt: 1 });
});

test("cancelling stops the content and asks the host to end the request", async () => {
  const { port, session } = welcomed();
  const abort = new AbortController();
  const request = codeOf(session.request({ type: "message.protect" }, { content: new Uint8Array(99), signal: abort.signal }));
  await settle();
  abort.abort();
  port.say({ type: "credit", id: 1, chunks: 9 });
  assert.equal(port.all("chunk").length, LIMITS.windowChunks);
  assert.deepEqual(port.last("cancel"), { type: "cancel", id: 1 });
  port.say({ type: "failure", id: 1, code: "cancelled", parameters: {} });
  assert.equal(await request, "cancelled");
});

test("no more requests are under way than the host takes", async () => {
  const { port, session } = welcomed();
  const requests = [1, 2, 3].map(() => session.request({ type: "keys.list" }));
  await settle();
  assert.equal(port.all("keys.list").length, 2);
  port.say({ type: "result", id: 1, result: {} });
  await settle();
  assert.equal(port.all("keys.list").length, 3);
  [2, 3].forEach(id => port.say({ type: "result", id, result: {} }));
  await Promise.all(requests);
});

test("a host that cannot be started is missing", async () => {
  const { port, session, ends } = start();
  const request = codeOf(session.request({ type: "keys.list" }));
  port.end("No such native application");
  assert.equal(await request, "host-missing");
  assert.equal(ends(), 1);
});

test("a host that dies fails what is under way and what comes after", async () => {
  const { port, session, ends } = welcomed();
  const request = codeOf(session.request({ type: "keys.list" }));
  await settle();
  port.end();
  assert.equal(await request, "host-ended");
  assert.equal(await codeOf(session.request({ type: "keys.list" })), "host-ended");
  assert.equal(ends(), 1);
});

test("a refusal instead of a welcome is the reason of the end", async () => {
  const { port, session } = start();
  const request = codeOf(session.request({ type: "keys.list" }));
  port.say({ type: "failure", code: "protocol-unsupported", parameters: { hostMin: "2", hostMax: "3" } });
  assert.equal(await request, "protocol-unsupported");
  assert.ok(port.disconnected);
});

test("a failure without an id does not end a session that goes on", async () => {
  const { port, session } = welcomed();
  const request = session.request({ type: "keys.list" });
  await settle();
  port.say({ type: "failure", code: "message-malformed", parameters: {} });
  port.say({ type: "result", id: 1, result: { keys: [] } });
  assert.deepEqual((await request).result, { keys: [] });
});

test("messages of an unknown kind or for an ended request are ignored", async () => {
  const { port, session } = welcomed();
  const request = session.request({ type: "keys.list" });
  await settle();
  port.say({ type: "novelty", id: 1 });
  port.say({ type: "result", id: 7, result: {} });
  port.say({ type: "result", id: 1, result: {} });
  port.say({ type: "progress", id: 1, phase: "opening", done: 1, total: 2 });
  await request;
});

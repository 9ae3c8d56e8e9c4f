import assert from "node:assert/strict";
import { test } from "node:test";
import { PageGateway } from "../../extension/background/pages/gateway.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { FakePort, settle } from "./fake-port.mjs";

/** @param {(request: any, options: any) => any} answer */
function connect(answer) {
  let changes = 0;
  const host = /** @type {any} */ ({ request: async (/** @type {any} */ request, /** @type {any} */ options) => answer(request, options) });
  const port = new FakePort();
  const lock = { locked() {}, ask: async (/** @type {{ kind: string }} */ { kind }) => `asked for ${kind} elsewhere` };
  new PageGateway(host, async () => changes++, lock).accept(/** @type {any} */ (port));
  return { port, changes: () => changes };
}

test("answers calls with what the host says", async () => {
  const { port, changes } = connect(request => ({ result: { asked: request.type } }));
  port.say({ call: 3, request: { type: "keys.list" } });
  await settle();
  assert.deepEqual(port.posted, [{ type: "result", call: 3, result: { asked: "keys.list" } }]);
  assert.equal(changes(), 0);
});

test("a change makes everything be judged anew before the page hears of it", async () => {
  const { port, changes } = connect(() => ({ result: {} }));
  for (const type of ["keys.import", "anchors.add", "certificates.remove", "certificates.restore", "recipients.choose", "recipients.same-mailbox", "certificates.acknowledge", "policy.set"]) {
    port.say({ call: 1, request: { type } });
  }
  await settle();
  assert.equal(changes(), 8);
});

test("content of an answer goes to the page that asked for it", async () => {
  const content = new Uint8Array([1, 2]);
  const { port } = connect(() => ({ result: { count: 1 }, content }));
  port.say({ call: 1, request: { type: "certificates.export", form: "pem" } });
  await settle();
  assert.deepEqual(port.posted, [{ type: "result", call: 1, result: { count: 1 }, content }]);
});

test("pages cannot have messages opened or protected", async () => {
  const { port } = connect(() => assert.fail("must not be asked"));
  port.say({ call: 1, request: { type: "message.open" } });
  await settle();
  assert.deepEqual(port.posted, [{ type: "failure", call: 1, code: "message-unknown", parameters: { name: "message.open" } }]);
});

test("prompts go to the page and its answer goes back", async () => {
  const { port } = connect(async (_request, { onPrompt }) => ({
    result: { secret: await onPrompt({ prompt: 2, kind: "pkcs12-passphrase", parameters: { file: "a.pfx" } }) },
  }));
  port.say({ call: 8, request: { type: "keys.import", fileName: "a.pfx" }, content: new Uint8Array([1]) });
  await settle();
  const prompt = port.last("prompt");
  assert.equal(prompt.parameters.file, "a.pfx");
  port.say({ type: "answer", prompt: prompt.prompt, secret: "s" });
  await settle();
  assert.deepEqual(port.last("result").result, { secret: "s" });
});

test("the lock of the keys is not the page's to ask about", async () => {
  const { port } = connect(async (_request, { onPrompt }) => ({ result: { secret: await onPrompt({ prompt: 1, kind: "token-pin", parameters: {} }) } }));
  port.say({ call: 1, request: { type: "keys.import" } });
  await settle();
  assert.deepEqual(port.posted, [{ type: "result", call: 1, result: { secret: "asked for token-pin elsewhere" } }]);
});

test("closing the page dismisses its prompts", async () => {
  const { port } = connect(async (_request, { onPrompt }) => ({ result: { secret: await onPrompt({ prompt: 1, kind: "pkcs12-passphrase", parameters: {} }) } }));
  port.say({ call: 1, request: { type: "keys.import" } });
  await settle();
  port.end();
  await settle();
  assert.deepEqual(port.last("result").result, { secret: null });
});

test("failures keep their code", async () => {
  const { port } = connect(() => { throw new Failure("store-full", { x: "y" }); });
  port.say({ call: 1, request: { type: "keys.remove" } });
  await settle();
  assert.deepEqual(port.posted, [{ type: "failure", call: 1, code: "store-full", parameters: { x: "y" } }]);
});

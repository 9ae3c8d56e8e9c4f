import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { RecipientRules, apply } from "../../extension/background/compose/rules.mjs";
import { Failure } from "../../extension/shared/failure.mjs";
import { installBrowser, memoryStorage } from "./fake-browser.mjs";

const LIST = /** @type {any} */ ({
  encryptByDefault: "possible",
  rules: [["bob@b.example", "never"], ["b.example", "always"], ["*.example", "ask"], ["xn--bcher-kva.test", "always"]].map(([subject, rule]) => ({ subject, rule })),
});

beforeEach(() => installBrowser({ storage: memoryStorage() }));

/** @param {(request: any, options: any) => any} answer */
const hostThat = answer => /** @type {any} */ ({
  request: async (/** @type {any} */ request, /** @type {any} */ options) => ({ result: await answer(request, options) }),
  ask: async (/** @type {any} */ request) => answer(request, {}),
});

test("the most particular rule decides, as in the host", () => {
  const checked = apply(LIST, ["Bob@B.example", "carol@b.example", "dora@mail.b.example", "x@example", "eva@bücher.test"]);
  assert.deepEqual(checked, {
    never: ["Bob@B.example"], always: ["carol@b.example", "eva@bücher.test"], ask: ["dora@mail.b.example"], encryptByDefault: "possible",
  });
});

test("the host's word counts while it is there", async () => {
  const word = { always: [], ask: [], never: ["bob@b.example"], encryptByDefault: "off" };
  assert.deepEqual(await new RecipientRules(hostThat(() => word)).check(["bob@b.example"]), word);
});

test("a missing host does not turn a rule off", async () => {
  await new RecipientRules(hostThat(() => LIST)).remember();
  const without = new RecipientRules(hostThat(() => { throw new Failure("host-missing"); }));
  await without.remember();
  assert.deepEqual((await without.check(["carol@b.example"])).always, ["carol@b.example"]);
});

test("a host that dies while it is asked is told, not passed over", async () => {
  const rules = new RecipientRules(hostThat(() => { throw new Failure("host-ended"); }));
  await assert.rejects(rules.check(["carol@b.example"]), { code: "host-ended" });
});

test("nobody waits for ever for a host that does not answer", async () => {
  await new RecipientRules(hostThat(() => LIST)).remember();
  const silent = (/** @type {any} */ _request, /** @type {any} */ { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Failure("cancelled"))));
  assert.deepEqual((await new RecipientRules(hostThat(silent), 5).check(["carol@b.example"])).always, ["carol@b.example"]);
});

test("without host and memory there are no rules", async () => {
  const rules = new RecipientRules(hostThat(() => { throw new Failure("host-missing"); }));
  assert.deepEqual(await rules.check(["carol@b.example"]), { always: [], ask: [], never: [], encryptByDefault: "off" });
});

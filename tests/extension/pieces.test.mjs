import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamSender } from "../../extension/background/bridge/stream.mjs";
import { Intake, whole } from "../../extension/background/compose/intake.mjs";
import { Parcels } from "../../extension/background/compose/parcels.mjs";
import { fromBase64 } from "../../extension/shared/base64.mjs";
import { settle } from "./fake-port.mjs";

/** @param {string} text */
const bytes = text => new TextEncoder().encode(text);

/**
 * @param {AsyncIterable<Uint8Array>} source
 * @param {number} windowChunks
 */
function sending(source, windowChunks) {
  /** @type {any[]} */
  const posted = [];
  let broken = 0;
  const sender = new StreamSender(message => posted.push(message), 5, source, { chunkBytes: 4, windowChunks }, () => broken++);
  return { sender, posted, text: () => posted.map(({ data }) => new TextDecoder().decode(fromBase64(data))).join(""), broken: () => broken };
}

test("a stream is sent in chunks as far as the window allows, and exactly one of them is the last", async () => {
  const { sender, posted, text } = sending((async function* () {
    yield bytes("abcdef");
    yield bytes("");
    yield bytes("ghij");
  })(), 2);
  sender.send();
  await settle();
  assert.equal(text(), "abcdef");
  sender.grant(9);
  await settle();
  assert.equal(text(), "abcdefghij");
  assert.deepEqual(posted.map(({ sequence, last }) => [sequence, last]), [[0, false], [1, false], [2, true]]);
});

test("a stream without bytes is one empty chunk that is the last", async () => {
  const { sender, posted } = sending((async function* () {})(), 2);
  sender.send();
  await settle();
  assert.deepEqual(posted, [{ type: "chunk", id: 5, sequence: 0, data: "", last: true }]);
});

test("a stream that breaks off has no last chunk, and whoever waits is told", async () => {
  const { sender, posted, broken } = sending((async function* () {
    yield bytes("abcdefgh");
    throw new Error("cut off");
  })(), 9);
  sender.send();
  await settle();
  assert.ok(posted.every(({ last }) => !last));
  assert.equal(broken(), 1);
});

test("a stopped stream sends nothing more", async () => {
  const { sender, posted } = sending((async function* () {
    yield bytes("abcdefghijkl");
  })(), 1);
  sender.send();
  await settle();
  sender.stop();
  sender.grant(9);
  await settle();
  assert.equal(posted.length, 1);
});

test("a small message is taken as it is, a large one piece by piece, each when the one before was read", async () => {
  const intake = new Intake();
  const small = bytes("small");
  assert.equal(intake.begin({ handle: "a", mime: small }), small);
  const large = intake.begin({ handle: "b", mime: bytes("one "), more: true });
  const second = intake.take({ handle: "b", mime: bytes("two "), last: false });
  let answered = false;
  second.then(() => (answered = true));
  await settle();
  assert.equal(answered, false, "nobody has read yet");
  const reading = whole(large);
  assert.deepEqual(await second, { wanted: true });
  assert.deepEqual(await intake.take({ handle: "b", mime: bytes("three"), last: true }), { wanted: false });
  assert.equal(new TextDecoder().decode(await reading), "one two three");
});

test("a message that is given up is cut off for its reader, and its writer is told to stop", async () => {
  const intake = new Intake();
  const reading = whole(intake.begin({ handle: "b", mime: bytes("one"), more: true }));
  await settle();
  intake.end("b");
  await assert.rejects(reading);
  assert.deepEqual(await intake.take({ handle: "b", mime: bytes("two"), last: true }), { wanted: false });
});

test("a large protected message is fetched in pieces, each once; what is not fetched can be dropped", () => {
  const parcels = new Parcels();
  assert.deepEqual(parcels.pack("a/", [bytes("sm"), bytes("all")]), bytes("small"));
  const pieces = [new Uint8Array(700_000), new Uint8Array(700_000)];
  assert.deepEqual(parcels.pack("b/", [...pieces]), { parcel: "b/", pieces: 2 });
  assert.equal(parcels.take({ parcel: "b/", index: 0 }).piece, pieces[0]);
  assert.throws(() => parcels.take({ parcel: "b/", index: 0 }));
  assert.equal(parcels.take({ parcel: "b/", index: 1 }).piece, pieces[1]);
  parcels.pack("c/x", [...pieces]);
  parcels.drop("c");
  assert.throws(() => parcels.take({ parcel: "c/x", index: 0 }));
});

import { Failure } from "../shared/failure.mjs";
import { button, byId } from "../shared/page.mjs";
import { failureText } from "../shared/text.mjs";

/** @typedef {import("../shared/host-client.mjs").HostClient} HostClient */

/**
 * Says in the page's status line how something went. Screen readers announce it.
 *
 * @param {string} message
 * @param {boolean} [bad]
 */
export function report(message, bad = false) {
  const status = byId("status");
  status.classList.toggle("bad", bad);
  status.textContent = message;
}

/**
 * Says how something went, with a button that leads on from it, for example an undo. It stays until something else is said.
 *
 * @param {string} message
 * @param {string} buttonKey - Text of the button.
 * @param {() => Promise<unknown>} press
 */
export function reportWith(message, buttonKey, press) {
  report(message);
  byId("status").append(" ", button(buttonKey, () => attempt(press), { id: "status-button" }));
}

/**
 * Runs what the user asked for and reports why it failed, if it did.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>}
 */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    report(failureText(Failure.from(error)), true);
    return undefined;
  }
}

/**
 * @param {string} inputId - Of a file input.
 * @param {(name: string, content: Uint8Array) => Promise<unknown>} take
 */
export function onFile(inputId, take) {
  const input = /** @type {HTMLInputElement} */ (byId(inputId));
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (file) {
      report("");
      await attempt(async () => take(file.name, new Uint8Array(await file.arrayBuffer())));
      input.value = "";
    }
  });
}

import { run } from "./processes.mjs";
import { environmentOf } from "../world/registration.mjs";

/**
 * Runs a command of the host on the keystore of the world's user.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {...string} args
 * @returns {Promise<string>} What it printed.
 */
export async function hostCommand({ world, host }, ...args) {
  const { stdout } = await run(host, args, { env: environmentOf(world) });
  return stdout.toString();
}

/**
 * Removes every certificate that names this address.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {string} address
 */
export async function forget(stage, address) {
  const { certificates } = JSON.parse(await hostCommand(stage, "--json", "certificates", "list"));
  for (const { sha256 } of certificates.filter((/** @type {{addresses: string[]}} */ one) => one.addresses.includes(address))) {
    await hostCommand(stage, "certificates", "remove", sha256);
  }
}

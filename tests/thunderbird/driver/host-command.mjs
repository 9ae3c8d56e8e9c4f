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

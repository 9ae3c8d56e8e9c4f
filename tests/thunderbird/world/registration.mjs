import { run } from "../driver/processes.mjs";

/**
 * The environment in which everything of a world runs: nothing of the caller's own home is seen.
 *
 * @param {{home: string, temporary: string}} world
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf({ home, temporary }) {
  return {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: `${home}/.config`,
    XDG_DATA_HOME: `${home}/.local/share`,
    XDG_CACHE_HOME: `${home}/.cache`,
    TMPDIR: temporary,
    // The keyring of whoever runs this is not for the keys of this world.
    DBUS_SESSION_BUS_ADDRESS: "disabled:",
  };
}

/**
 * Has the host write its native-messaging manifest for the world's home.
 *
 * @param {import("./world.mjs").World} world
 * @param {string} host
 */
export async function registerHost(world, host) {
  await run(host, ["install"], { env: environmentOf(world) });
}

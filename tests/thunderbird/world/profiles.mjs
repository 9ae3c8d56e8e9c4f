import { mkdirSync, rmSync, writeFileSync } from "node:fs";

/**
 * Lists the profile that the world's Thunderbird runs with where profiles are looked for, as it is on a real machine.
 *
 * @param {import("./world.mjs").World} world
 * @returns {() => void} Takes it from the list again.
 */
export function listProfile({ home, profile }) {
  const folder = `${home}/.thunderbird`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/profiles.ini`, `[Profile0]\nName=own\nIsRelative=0\nPath=${profile}\n`);
  return () => rmSync(folder, { recursive: true });
}

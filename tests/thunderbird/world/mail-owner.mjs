import { userInfo } from "node:os";
import { chownSync } from "node:fs";
import { run } from "../driver/processes.mjs";

/**
 * The account that owns the throw-away mailboxes.
 *
 * @typedef {object} MailOwner
 * @property {string} name
 * @property {string} group
 * @property {number} uid
 * @property {number} gid
 */

/**
 * The caller, or Debian's `mail` account when the caller is root: mail servers refuse to deliver as root.
 *
 * @returns {Promise<MailOwner>}
 */
export async function mailOwner() {
  const name = process.getuid?.() === 0 ? "mail" : userInfo().username;
  const ask = async (/** @type {string[]} */ ...args) => (await run("id", [...args, name])).stdout.toString().trim();
  const [uid, gid, group] = await Promise.all([ask("-u"), ask("-g"), ask("-gn")]);
  return { name, group, uid: Number(uid), gid: Number(gid) };
}

/**
 * @param {MailOwner} owner
 * @param {string} path
 */
export function giveTo(owner, path) {
  if (process.getuid?.() === 0) {
    chownSync(path, owner.uid, owner.gid);
  }
}

import { lstatSync, readdirSync, readFileSync } from "node:fs";

/**
 * Files below some folders that hold a marker in any of its shapes.
 *
 * @param {string[]} folders
 * @param {import("./marker.mjs").Marker} marker
 * @returns {{files: number, found: string[]}} How many were read, and which hold it.
 */
export function searchDisk(folders, marker) {
  const result = { files: 0, found: /** @type {string[]} */ ([]) };
  for (const folder of folders) {
    walk(folder, (file) => {
      result.files++;
      if (marker.isIn(readFileSync(file))) {
        result.found.push(file);
      }
    });
  }
  return result;
}

/**
 * @param {string} folder
 * @param {(file: string) => void} visit
 */
function walk(folder, visit) {
  for (const name of readdirSync(folder)) {
    const path = `${folder}/${name}`;
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status?.isDirectory()) {
      walk(path, visit);
    } else if (status?.isFile()) {
      visit(path);
    }
  }
}

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** System calls that can put bytes into a file, or lay a file into memory. */
const CALLS = "write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,splice,mmap";

/**
 * Every write of a process and all its children, recorded by strace at the system call: also a file that exists for a
 * millisecond only, or that is deleted while it is open. Blind spot: bytes that are put into a file through shared memory; such
 * mappings of files are listed, so that it can be seen that there is none for a message.
 */
export class WriteTrace {
  /** @param {string} file Where strace writes to; outside of everything that is watched. */
  constructor(file) {
    this.file = file;
    /** The command that Thunderbird is started with. -D leaves Thunderbird itself as our child. */
    this.prefix = ["strace", "-D", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "1000000", "-e", "signal=none", "-e", `trace=${CALLS}`, "-o", file];
  }

  /**
   * Reads what was recorded.
   *
   * @param {import("./marker.mjs").Marker[]} markers
   * @returns {Promise<{writes: number, files: Set<string>, found: {marker: string, path: string, call: string}[], shared: Set<string>, truncated: number}>}
   *   `found` are writes of a marker into a file (not into pipes and sockets), `shared` are files mapped writable, `truncated`
   *   counts writes that were too long to be recorded whole.
   */
  async read(markers) {
    const result = { writes: 0, files: new Set(), found: /** @type {any[]} */ ([]), shared: new Set(), truncated: 0 };
    const lines = createInterface({ input: createReadStream(this.file, "latin1"), crlfDelay: Infinity });
    for await (const line of lines) {
      this.#take(line, markers, result);
    }
    return result;
  }

  /**
   * @param {string} line
   * @param {import("./marker.mjs").Marker[]} markers
   * @param {any} result
   */
  #take(line, markers, result) {
    const call = /^\d+ +(?:<\.\.\. )?(\w+)/.exec(line)?.[1] ?? "";
    const path = /\d<(\/[^>]*)>/.exec(line)?.[1];
    if (call === "mmap") {
      if (path && line.includes("MAP_SHARED") && line.includes("PROT_WRITE")) {
        result.shared.add(path);
      }
      return;
    }
    if (!path || path.startsWith("/dev/") || path.startsWith("/proc/")) {
      return;
    }
    result.writes++;
    result.files.add(path);
    if (line.includes('"...')) {
      result.truncated++;
    }
    for (const marker of markers) {
      if (marker.isInTrace(line)) {
        result.found.push({ marker: marker.word, path, call });
      }
    }
  }
}

import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { until } from "./processes.mjs";

/** The host's process that a Thunderbird of this world has started; no other process is ever touched. */
export class HostProcess {
  /** @param {number} id */
  constructor(id) {
    this.id = id;
  }

  /**
   * @param {string} home The HOME it must have.
   * @param {string} executable
   */
  static of(home, executable) {
    return until("the host's process", () => {
      const wanted = realpathSync(executable);
      const id = readdirSync("/proc").find((name) => /^\d+$/.test(name) && isIt(name, home, wanted));
      return id ? new HostProcess(Number(id)) : null;
    });
  }

  freeze() {
    process.kill(this.id, "SIGSTOP");
  }

  thaw() {
    process.kill(this.id, "SIGCONT");
  }

  kill() {
    process.kill(this.id, "SIGKILL");
  }
}

/**
 * @param {string} id
 * @param {string} home
 * @param {string} executable
 */
function isIt(id, home, executable) {
  try {
    return (
      realpathSync(`/proc/${id}/exe`) === executable &&
      readFileSync(`/proc/${id}/environ`, "latin1").split("\0").includes(`HOME=${home}`)
    );
  } catch {
    // The process is gone, or belongs to somebody else.
    return false;
  }
}

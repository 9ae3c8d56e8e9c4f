/**
 * Child processes: run one to its end, or keep one running and end it by its own process id.
 */
import { spawn } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

export { pause };

/**
 * @typedef {object} Outcome
 * @property {number|null} code
 * @property {Buffer} stdout
 * @property {string} stderr
 */

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{input?: Buffer|string, env?: NodeJS.ProcessEnv, cwd?: string, allow?: number[]}} [options]
 *   `allow` are exit codes other than 0 that are no failure.
 * @returns {Promise<Outcome>}
 */
export function run(command, args, { input, env, cwd, allow = [] } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: env ?? process.env, cwd, stdio: ["pipe", "pipe", "pipe"] });
    /** @type {Buffer[]} */
    const out = [];
    /** @type {Buffer[]} */
    const err = [];
    child.stdout.on("data", (data) => out.push(data));
    child.stderr.on("data", (data) => err.push(data));
    child.on("error", reject);
    child.on("close", (code) => {
      const outcome = { code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() };
      if (code === 0 || allow.includes(code ?? -1)) {
        resolve(outcome);
      } else {
        reject(new Error(`${command} ${args.join(" ")}: exit code ${code}\n${outcome.stderr}${outcome.stdout}`));
      }
    });
    child.stdin.on("error", () => {
      // The command ended before it had read everything; its exit code tells whether that is a failure.
    });
    child.stdin.end(input);
  });
}

/** A process that stays: its output goes to a log file, and only this very process is ended. */
export class Resident {
  /**
   * @param {string} command
   * @param {string[]} args
   * @param {{log: string, env?: NodeJS.ProcessEnv, cwd?: string, extraPipe?: boolean}} options
   */
  constructor(command, args, { log, env, cwd, extraPipe = false }) {
    this.name = command;
    const file = openSync(log, "a");
    this.child = spawn(command, args, {
      env: env ?? process.env,
      cwd,
      stdio: ["ignore", file, file, ...(extraPipe ? [/** @type {"pipe"} */ ("pipe")] : [])],
    });
    closeSync(file);
    this.failure = null;
    this.ended = new Promise((resolve) => {
      this.child.on("error", (error) => {
        this.failure = error;
        resolve(null);
      });
      this.child.on("exit", (code) => resolve(code));
    });
  }

  get running() {
    return this.failure === null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /**
   * Waits for the end of the process.
   *
   * @param {number} milliseconds
   * @returns {Promise<boolean>} Whether it ended in time.
   */
  async endsWithin(milliseconds) {
    const late = Symbol("late");
    const timer = new AbortController();
    const first = await Promise.race([
      this.ended,
      pause(milliseconds, late, { signal: timer.signal }).catch(() => late),
    ]);
    timer.abort();
    return first !== late;
  }

  /** Asks it to end, and insists after ten seconds. */
  async stop() {
    if (!this.running) {
      return;
    }
    this.child.kill("SIGTERM");
    if (!(await this.endsWithin(10_000))) {
      this.child.kill("SIGKILL");
      await this.ended;
    }
  }
}

/**
 * Asks again and again until the answer is neither false, null nor undefined.
 *
 * @template T
 * @param {string} what Named in the error when time is up.
 * @param {() => Promise<T>|T} ask An exception counts as "not yet" and is quoted when time is up.
 * @param {{timeout?: number, every?: number}} [options] Milliseconds.
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, ask, { timeout = 60_000, every = 100 } = {}) {
  const end = Date.now() + timeout;
  let last = "";
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== false && answer !== null && answer !== undefined) {
        return answer;
      }
      last = "";
    } catch (error) {
      last = `: ${error instanceof Error ? error.message : error}`;
    }
    if (Date.now() > end) {
      throw new Error(`not observed within ${timeout / 1000} s: ${what}${last}`);
    }
    await pause(every);
  }
}

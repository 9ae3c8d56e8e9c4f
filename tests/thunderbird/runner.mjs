import { appendFileSync } from "node:fs";
import { slug } from "./stage.mjs";

/** Thrown by a test that needs something of Thunderbird that an older line does not have; the message says what. */
export class Absent extends Error {}

/** Plays scenarios in their order, prints a line for each test with what was observed, and counts. */
export class Runner {
  passed = 0;
  failed = 0;
  /** @type {string[]} Tests that this Thunderbird has no place for, with what it lacks. They count neither as passed nor as failed. */
  absent = [];

  /** @param {import("./stage.mjs").Stage} stage */
  constructor(stage) {
    this.stage = stage;
  }

  /**
   * @param {number} number
   * @param {import("./stage.mjs").Scenario} scenario
   */
  async play(number, { title, tests }) {
    this.#say(`${number}. ${title}`);
    for (const [index, [name, test]] of tests.entries()) {
      this.stage.label = `${number}.${index + 1}`;
      await this.#one(name, test);
    }
  }

  /**
   * @param {string} name
   * @param {(stage: import("./stage.mjs").Stage) => Promise<string>} test
   */
  async #one(name, test) {
    const start = Date.now();
    const { stage } = this;
    try {
      const observed = await test(stage);
      this.passed++;
      this.#say(`  ok     ${stage.label} ${name}: ${observed} (${seconds(start)})`);
      await stage.photograph(name);
    } catch (error) {
      if (error instanceof Absent && stage.isOlder) {
        this.absent.push(`${stage.label} ${name}: ${error.message}`);
        this.#say(`  absent ${this.absent.at(-1)}`);
        return;
      }
      this.failed++;
      this.#say(`  FAILED ${stage.label} ${name} (${seconds(start)})\n${indent(error)}`);
      await stage.photograph(`failed-${slug(name)}`).catch(() => {});
      await stage.session.tidy().catch((problem) => this.#say(indent(problem)));
    }
  }

  /** @param {string} line */
  #say(line) {
    console.log(line);
    appendFileSync(`${this.stage.out}/protocol.txt`, `${line}\n`);
  }
}

/** @param {number} start */
function seconds(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}

/** @param {unknown} error */
function indent(error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.replace(/^/gm, "         ");
}

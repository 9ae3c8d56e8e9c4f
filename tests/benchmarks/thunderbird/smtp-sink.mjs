import { createServer } from "node:net";

/** An SMTP server on loopback that takes every message and notes when it had all of it. */
export class SmtpSink {
  /** @type {number[]} Clock time in milliseconds at which each message had arrived. */
  arrivals = [];

  async start() {
    this.server = createServer((socket) => this.#serve(socket));
    await new Promise((resolve) => this.server?.listen(0, "127.0.0.1", () => resolve(undefined)));
    const address = this.server.address();
    this.port = typeof address === "object" && address ? address.port : 0;
    return this;
  }

  /** @param {import("node:net").Socket} socket */
  #serve(socket) {
    let waiting = "";
    let inData = false;
    const say = (/** @type {string} */ line) => socket.write(`${line}\r\n`);
    say("220 sink");
    socket.setEncoding("latin1");
    socket.on("error", () => {});
    socket.on("data", (text) => {
      waiting += text;
      for (;;) {
        const end = waiting.indexOf(inData ? "\r\n.\r\n" : "\r\n");
        if (end < 0) {
          return;
        }
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          this.arrivals.push(Date.now());
          say("250 taken");
        } else if (/^DATA/i.test(line)) {
          inData = true;
          say("354 go on");
        } else if (/^QUIT/i.test(line)) {
          say("221 bye");
          socket.end();
        } else {
          say("250 fine");
        }
      }
    });
  }

  stop() {
    this.server?.close();
  }
}

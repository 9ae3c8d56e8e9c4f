import { createConnection } from "node:net";
import { createInterface } from "node:readline";

/**
 * Hands a message to an SMTP server on loopback, as another mail client would.
 *
 * @param {number} port
 * @param {string} from
 * @param {string[]} to
 * @param {string} message With CRLF.
 */
export async function submit(port, from, to, message) {
  const socket = createConnection({ host: "127.0.0.1", port });
  const lines = createInterface({ input: socket, crlfDelay: Infinity })[Symbol.asyncIterator]();
  const expect = async (/** @type {string} */ code) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done || !String(value).startsWith(code)) {
        throw new Error(`the SMTP server answered ${done ? "by hanging up" : value}`);
      }
      if (value[3] !== "-") {
        return;
      }
    }
  };
  const say = async (/** @type {string} */ text, /** @type {string} */ code) => {
    socket.write(`${text}\r\n`);
    await expect(code);
  };
  try {
    await expect("220");
    await say("EHLO counterpart.invalid", "250");
    await say(`MAIL FROM:<${from}>`, "250");
    for (const address of to) {
      await say(`RCPT TO:<${address}>`, "250");
    }
    await say("DATA", "354");
    await say(`${message.replace(/^\./gm, "..").replace(/(?:\r\n)?$/, "\r\n")}.`, "250");
    socket.write("QUIT\r\n");
  } finally {
    socket.end();
  }
}

// The exporter under test, as a process of one test's own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { format } from './netdev.mjs';

const EXECUTABLE = process.env.NETDEV_EXPORTER;
const START_MILLISECONDS = 30_000; // on a machine that is busy with other tests

export class Exporter {
  #process = null;
  #flags = [];
  #folder = mkdtempSync(join(tmpdir(), 'netdev-exporter-'));
  #log = '';

  constructor(port) {
    this.port = port;
  }

  /**
   * Starts one on a port of its own; it ends with the test.
   * @param interfaces What its net/dev file says at first; see `write`. Without, `--path.netdev` is among the flags.
   * @param flags Texts, or functions that make them of the exporter.
   */
  static async start(t, interfaces, ...flags) {
    const exporter = new Exporter(await findPort());
    t.after(() => exporter.#end());
    if (interfaces) {
      exporter.write(interfaces);
      flags.push(`--path.netdev=${exporter.file}`);
    }
    exporter.#flags = flags.map((flag) => (typeof flag === 'function' ? flag(exporter) : flag));
    await exporter.start();
    return exporter;
  }

  get url() {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Its net/dev file. */
  get file() {
    return this.pathOf('dev');
  }

  get processId() {
    return this.#process.pid;
  }

  /** The full name of something in its folder. */
  pathOf(name) {
    return join(this.#folder, name);
  }

  /** Writes a file of its folder; returns its full name. */
  place(name, text) {
    writeFileSync(this.pathOf(name), text);
    return this.pathOf(name);
  }

  /**
   * Has its net/dev file say this. The exporter, which keeps the file open, reads it with the next request: that is not
   * to come at the same time.
   */
  write(interfaces) {
    this.place('dev', typeof interfaces === 'string' ? interfaces : format(interfaces));
  }

  /** Takes the file away, and waits until the exporter has looked for it again, which it does once a second. */
  async remove() {
    rmSync(this.file);
    await this.awaitStatus(503);
  }

  /** Has the file again. */
  async restore(interfaces) {
    this.write(interfaces);
    await this.awaitStatus(200);
  }

  async awaitStatus(status) {
    while ((await fetch(`${this.url}metrics`)).status !== status) {
      await pause(50);
    }
  }

  /** Starts it, for the first time or again on the same port, and waits until it accepts connections. */
  async start() {
    const flags = [`--web.listen-address=127.0.0.1:${this.port}`, ...this.#flags];
    this.#process = spawn(EXECUTABLE, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process.stderr.on('data', (data) => { this.#log += data; });
    const end = Date.now() + START_MILLISECONDS;
    while (!await accepts(this.port)) {
      if (this.#process.exitCode !== null || Date.now() > end) {
        throw new Error(`the exporter does not answer: ${this.#log}`);
      }
      await pause(5);
    }
  }

  async stop() {
    const exit = once(this.#process, 'exit');
    this.#process.kill();
    await exit;
  }

  async #end() {
    if (this.#process && this.#process.exitCode === null) {
      await this.stop();
    }
    rmSync(this.#folder, { recursive: true });
  }
}

/** A port that nothing listens on and that the kernel hands out to no client. */
export async function findPort() {
  for (;;) {
    const port = 30_000 + Math.floor(Math.random() * 2_700);
    const server = createServer();
    const isFree = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isFree) {
      await new Promise((resolve) => { server.close(resolve); });
      return port;
    }
  }
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}

// The page of a real network, and through a proxy.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Exporter, findPort } from './exporter.mjs';
import { parse } from './netdev.mjs';
import { open, scenarios, test } from './page.mjs';

const STEPS = { '': 1, k: 1e3, M: 1e6, G: 1e9 };

/** A displayed rate, in bytes a second. */
function readRate(text) {
  const [, number, step, unit] = text.match(/^([\d.]+)\s([kMG]?)(bit|B)\/s$/);
  return Number(number) * STEPS[step] / (unit === 'bit' ? 8 : 1);
}

async function sendTraffic(t, ...rates) {
  const script = fileURLToPath(new URL('traffic.mjs', import.meta.url));
  const sender = spawn('unshare', ['--net', process.execPath, script, ...rates], { stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => sender.kill());
  let errors = '';
  sender.stderr.on('data', (data) => { errors += data; });
  await Promise.race([
    once(sender.stdout, 'data'), once(sender, 'exit').then(() => { throw new Error(errors); }),
  ]);
  return `/proc/${sender.pid}/net/dev`;
}

/** Passes on what is below /prefix/, as a reverse proxy does. */
async function startProxy(t, exporter) {
  const proxy = createServer((incoming, outgoing) => {
    if (!incoming.url.startsWith('/prefix/')) {
      outgoing.writeHead(404).end();
      return;
    }
    const { method, headers } = incoming;
    request(exporter.url + incoming.url.slice('/prefix/'.length), { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode, response.headers);
      response.pipe(outgoing);
    }).end();
  });
  const port = await findPort();
  proxy.listen(port, '127.0.0.1');
  await once(proxy, 'listening');
  t.after(() => { proxy.closeAllConnections(); proxy.close(); });
  return { url: `http://127.0.0.1:${port}/prefix/` };
}

scenarios('the page of a network', () => {
  test('the rates of real traffic are those that the kernel counted', async (t) => {
    const file = await sendTraffic(t, 2_000_000, 300_000);
    const exporter = await Exporter.start(t, null, `--path.netdev=${file}`);
    const view = await open(t, exporter);
    await view.reach('live');
    await view.awaitAnswers(4); // the rate shown is a mean of some seconds
    const columns = [['wan0', 'tx'], ['lan0', 'rx'], ['lan0', 'tx'], ['wan0', 'rx']];
    const compare = async (unit) => {
      const [before, start] = [parse(readFileSync(file, 'latin1')), performance.now()];
      const first = await view.answers;
      await view.awaitAnswers(first + 4);
      const seconds = (performance.now() - start) / 1000;
      const after = parse(readFileSync(file, 'latin1'));
      const wrong = [];
      for (const [name, key] of columns) {
        const text = await view.value(name, key);
        assert.ok(text.endsWith(unit), text);
        const counted = (after[name][`${key}Bytes`] - before[name][`${key}Bytes`]) / seconds;
        const shown = readRate(text);
        if (Math.abs(shown / counted - 1) >= 0.05) {
          wrong.push(`${name} ${key}: ${shown} shown, ${counted} counted`);
        }
      }
      return wrong;
    };
    for (const unit of ['bit/s', 'B/s']) {
      let wrong = await compare(unit);
      for (let tries = 1; wrong.length > 0 && tries < 10; tries++) { // a busy machine sends unevenly
        wrong = await compare(unit);
      }
      assert.deepEqual(wrong, []);
      await view.page.locator('#unit').click();
    }
    view.assertNoComplaints();
  });

  test('it works below a path of a reverse proxy', async (t) => {
    const exporter = await Exporter.start(t, { eth0: { rxBytes: 1, rxPackets: 1 } });
    const proxy = await startProxy(t, exporter);
    const view = await open(t, proxy);
    await view.reach('live');
    await view.row('eth0').waitFor();
    for (const id of ['metrics', 'ready']) {
      const url = await view.page.locator(`a#${id}`).evaluate((link) => link.href);
      assert.ok(url.startsWith(proxy.url), url);
    }
    assert.deepEqual(view.requests.map((each) => each.url()).filter((url) => !url.startsWith(proxy.url)), []);
    view.assertNoComplaints();
  });

  test('another path of the metrics is the one that it asks for', async (t) => {
    const exporter = await Exporter.start(t, { eth0: { rxBytes: 1, rxPackets: 1 } }, '--web.telemetry-path=/other/m');
    const view = await open(t, exporter);
    await view.reach('live');
    assert.ok(view.requests.some((each) => each.url() === `${exporter.url}other/m`));
    view.assertNoComplaints();
  });
});

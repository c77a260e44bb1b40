// What the page makes of answers that are late, are of somebody else, or ask for a token.
import assert from 'node:assert/strict';
import { Exporter } from './exporter.mjs';
import { open, scenarios, test } from './page.mjs';

const SECOND = { rxBytes: 1e6, rxPackets: 1e3 };
const times = (count) => ({ rxBytes: SECOND.rxBytes * count, rxPackets: SECOND.rxPackets * count });

async function openLive(t, options = {}) {
  const exporter = await Exporter.start(t, { eth0: times(1000) });
  const view = await open(t, exporter, options);
  await view.reach('live');
  await view.row('eth0').waitFor();
  return { exporter, view, metrics: `${exporter.url}metrics` };
}

scenarios('answers that the page does not expect', () => {
  test('an answer that comes after a newer one is not taken', async (t) => {
    const waitForEver = () => { AbortSignal.timeout = undefined; }; // older browsers have none
    const { exporter, view, metrics } = await openLive(t, { prepare: waitForEver });
    const old = await (await fetch(metrics)).text();
    let release;
    let isHeld;
    const held = new Promise((resolve) => { isHeld = resolve; });
    await view.page.route(metrics, async (route) => {
      await new Promise((resolve) => {
        release = resolve;
        isHeld();
      });
      await route.fulfill({ body: old, contentType: 'text/plain' });
    }, { times: 1 });
    await held;
    exporter.write({ eth0: times(1001) });
    await view.page.locator('#pause').click();
    await view.page.locator('#pause').click();
    const answers = await view.answers;
    await view.awaitAnswers(answers + 2);
    release();
    await view.awaitAnswers(answers + 5);
    assert.equal(await view.row('eth0').evaluate((row) => row.matches('.reset')), false);
    assert.equal(await view.value('eth0', 'received'), '1.00 GB');
    view.assertNoComplaints();
  });

  test('what is no answer of the exporter is said to be none, until the exporter answers again', async (t) => {
    const { view, metrics } = await openLive(t);
    for (const [answer, status] of [
      [{ status: 502, body: '<html>Bad gateway</html>' }, 502],
      [{ status: 503, body: '<html>Unavailable</html>' }, 503],
      [{ status: 504, body: '' }, 504],
      [{ body: '# TYPE up untyped\nup{job="x"} 1\n' }, 200], // the metrics of something else
      [{ body: '# HELP a b\n# TYPE ' }, 200], // cut off
    ]) {
      await view.page.route(metrics, (route) => route.fulfill({ contentType: 'text/plain', ...answer }));
      await view.reach('fault');
      assert.equal(await view.status, `What answers is not this exporter (HTTP ${status}).`);
      await view.awaitAnswers(await view.answers + 1);
      await view.page.unroute(metrics);
      await view.reach('live');
    }
    view.assertNoComplaints(/status of 50\d/);
  });

  test('a token that is needed from now on is asked for, and must be one that can be sent', async (t) => {
    const { view, metrics } = await openLive(t);
    await view.page.route(metrics, (route) => (route.request().headers().authorization === 'Bearer secret'
      ? route.continue() : route.fulfill({ status: 401, body: 'This needs the token.\n' })));
    await view.reach('token');
    const token = view.page.locator('#token');
    await token.fill('\u201csecret\u201d');
    assert.equal(await token.evaluate((input) => input.checkValidity()), false);
    await token.fill('secret');
    await view.page.keyboard.press('Enter');
    await view.reach('live');
    await view.row('eth0').waitFor();
    view.assertNoComplaints(/status of 401/);
  });

  test('credentials in the address of the page, as for a proxy, do not keep it from asking', async (t) => {
    const { exporter } = await openLive(t);
    const view = await open(t, { url: exporter.url.replace('//', '//user:password@') });
    await view.reach('live');
    view.assertNoComplaints();
  });

  test('a browser that keeps nothing shows it all the same, and the token is kept by the page', async (t) => {
    const exporter = await Exporter.start(t, { eth0: SECOND }, (own) => (
      `--web.token-file=${own.place('token', 'secret\n')}`));
    const refuse = () => {
      Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('', 'SecurityError'); } });
    };
    const lack = () => { // as some views of a browser's engine in other programs
      Object.defineProperty(window, 'sessionStorage', { value: null });
    };
    for (const prepare of [refuse, lack]) {
      const view = await open(t, exporter, { prepare });
      await view.reach('token');
      await view.page.locator('#token').fill('secret');
      await view.page.keyboard.press('Enter');
      await view.reach('live');
      view.assertNoComplaints();
    }
  });

  test('a loopback interface that carries packets is not down, whatever its operstate', async (t) => {
    const exporter = await Exporter.start(
      t, null, '--path.netdev=/proc/1/net/dev', '--source.allow-own', '--path.sysfs=/sys', '--metrics.names=node');
    const view = await open(t, exporter);
    await view.reach('live');
    await view.until(() => document.querySelector('[data-name="lo"] th small')?.textContent === 'loopback');
    view.assertNoComplaints();
  });
});

// What the page asks for, and how its table is used.
import assert from 'node:assert/strict';
import { Exporter } from './exporter.mjs';
import { open, scenarios, test } from './page.mjs';

const HOST = {
  lo: { rxBytes: 9e9, rxPackets: 9e6, txBytes: 9e9, txPackets: 9e6 },
  eth1: { rxBytes: 2e9, rxPackets: 2e6, txBytes: 3e9, txPackets: 3e6, rxDrops: 12 },
  eth0: { rxBytes: 5e9, rxPackets: 5e6, txBytes: 1e9, txPackets: 1e6, rxErrors: 3 },
  eth2: {},
  'br-0a1b': { rxBytes: 1e6, rxPackets: 1e3, txBytes: 1e6, txPackets: 1e3 },
  veth7f3a: { rxBytes: 1e6, rxPackets: 1e3, txBytes: 1e6, txPackets: 1e3 },
};

const names = (view) => view.page.locator('tr.row').evaluateAll((rows) => rows.map((row) => row.dataset.name));
const orderOf = (view, ...some) => names(view).then((all) => all.filter((name) => some.includes(name)));

async function openLive(t, interfaces = HOST, options = {}) {
  const exporter = await Exporter.start(t, interfaces);
  const view = await open(t, exporter, options);
  await view.reach('live');
  await view.row('eth0').waitFor();
  return { exporter, view };
}

scenarios('the page while it is live', () => {
  test('nothing is complained of, and nobody else is asked for anything', async (t) => {
    const { exporter, view } = await openLive(t);
    const { page } = view;
    await view.awaitAnswers(3);
    await page.locator('#filter').pressSequentially('eth');
    await page.locator('th button[data-key="rx"]').click();
    await page.locator('tr.group button').first().click();
    await page.locator('#unit').click();
    await page.locator('#pause').click();
    await view.reach('paused');
    await page.locator('#pause').click();
    await view.awaitAnswers(5);
    assert.deepEqual(view.requests.map((request) => request.url()).filter((url) => !url.startsWith(exporter.url)), []);
    const files = [...new Set(view.requests.map((request) => request.url().slice(exporter.url.length)))];
    assert.deepEqual(files.sort(), ['', '-/icon.svg', '-/metrics.js', '-/page.css', '-/page.js', 'metrics'].filter(
      (file) => file !== '-/icon.svg' || files.includes(file)));
    view.assertNoComplaints();
  });

  test('a page that is loaded again is not sent again', async (t) => {
    const { view } = await openLive(t);
    const network = await view.page.context().newCDPSession(view.page);
    const statuses = {};
    network.on('Network.responseReceivedExtraInfo', (event) => { statuses[event.requestId] = event.statusCode; });
    const asked = {};
    network.on('Network.requestWillBeSent', ({ requestId, request }) => {
      asked[requestId] = new URL(request.url).pathname;
    });
    await network.send('Network.enable');
    await view.reload();
    await view.reach('live');
    const files = Object.keys(asked).filter((id) => asked[id].startsWith('/-/'));
    assert.ok(files.length >= 3, JSON.stringify(asked));
    assert.deepEqual(files.filter((id) => statuses[id] !== 304).map((id) => `${asked[id]} ${statuses[id]}`), []);
    view.assertNoComplaints();
  });

  test('it says whose interfaces these are, and which version shows them', async (t) => {
    const { exporter, view } = await openLive(t);
    assert.match(await view.page.locator('#source').innerText(), new RegExp(exporter.file));
    assert.match(await view.page.locator('#version').innerText(), /\d+\.\d+\.\d+/);
    for (const id of ['metrics', 'ready']) {
      const url = await view.page.locator(`a#${id}`).evaluate((link) => link.href);
      assert.equal((await fetch(url)).status, 200);
    }
  });

  test('columns sort both ways, by mouse and by keyboard', async (t) => {
    const { view } = await openLive(t);
    const { page } = view;
    const sorted = async (key) => (
      page.locator('th', { has: page.locator(`button[data-key="${key}"]`) }).getAttribute('aria-sort'));
    await page.locator('th button[data-key="received"]').click();
    await view.until(() => document.querySelector('th[aria-sort="ascending"], th[aria-sort="descending"]'));
    const first = [await sorted('received'), await orderOf(view, 'eth0', 'eth1')];
    await page.locator('th button[data-key="received"]').focus();
    await page.keyboard.press('Enter');
    await view.until((before) => !document.querySelector(`th[aria-sort="${before}"]`), first[0]);
    const second = [await sorted('received'), await orderOf(view, 'eth0', 'eth1')];
    assert.deepEqual([first, second].sort(), [['ascending', ['eth1', 'eth0']], ['descending', ['eth0', 'eth1']]]);

    await page.locator('#filter').focus(); // and on by Tab alone
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement.dataset.key === 'transmitted')) {
        break;
      }
    }
    await page.keyboard.press('Enter');
    await view.until(() => document.activeElement.closest('th')?.matches(':not([aria-sort="none"])'));
    assert.equal(await sorted('received'), 'none');
    const order = await orderOf(view, 'eth0', 'eth1');
    assert.deepEqual(order, await sorted('transmitted') === 'ascending' ? ['eth0', 'eth1'] : ['eth1', 'eth0']);
    view.assertNoComplaints();
  });

  test('typing filters, and clearing shows all again', async (t) => {
    const { view } = await openLive(t);
    const before = await names(view);
    await view.page.locator('#filter').pressSequentially('ETH1');
    await view.until(() => document.querySelectorAll('tr.row').length === 1);
    assert.deepEqual(await names(view), ['eth1']);
    await view.page.locator('#filter').fill('no such interface');
    await view.until(() => document.querySelectorAll('tr.row').length === 0);
    await view.page.locator('#filter').fill('');
    await view.until((count) => document.querySelectorAll('tr.row').length === count, before.length);
    assert.deepEqual(await names(view), before);
    view.assertNoComplaints();
  });

  test('virtual interfaces stand apart, and idle ones are folded', async (t) => {
    const { view } = await openLive(t);
    const layout = () => view.page.locator('tr.group, tr.row').evaluateAll(
      (rows) => rows.map((row) => row.dataset.name ?? `[${row.dataset.group}]`));
    const shown = await layout();
    assert.deepEqual(shown.filter((name) => name[0] === '['), ['[main]', '[virtual]', '[idle]']);
    assert.deepEqual(shown.slice(1, shown.indexOf('[virtual]')).sort(), ['eth0', 'eth1']);
    assert.deepEqual(
      shown.slice(shown.indexOf('[virtual]') + 1, shown.indexOf('[idle]')).sort(), ['br-0a1b', 'lo', 'veth7f3a']);
    const idle = view.page.locator('tr.group[data-group="idle"] button');
    assert.equal(await idle.getAttribute('aria-expanded'), 'false');
    await idle.focus();
    await view.page.keyboard.press('Enter');
    await view.row('eth2').waitFor();
    assert.equal(await idle.getAttribute('aria-expanded'), 'true');
    await view.page.keyboard.press('Enter');
    await view.row('eth2').waitFor({ state: 'detached' });
    view.assertNoComplaints();
  });

  test('without JavaScript, it is a table of totals, or says why there is none', async (t) => {
    const exporter = await Exporter.start(
      t, { eth0: { rxBytes: 1234567890123, txBytes: 42, rxErrors: 17, txDrops: 19 } });
    const view = await open(t, exporter, { javaScriptEnabled: false });
    const text = await view.page.locator('noscript').innerText();
    assert.deepEqual(
      text.replaceAll(',', '').split(/\s+/).filter((word) => /\d/.test(word)),
      ['eth0', '1234567890123', '0', '17', '0', '42', '0', '0', '19']);
    await exporter.remove();
    await view.reload();
    const reason = (await (await fetch(`${exporter.url}metrics`)).text()).split('\n')[0];
    assert.ok((await view.page.locator('noscript').innerText()).includes(reason));
    assert.equal(await view.page.locator('noscript table').count(), 0);
    view.assertNoComplaints();
  });

  test('nothing moves while numbers change', async (t) => {
    const exporter = await Exporter.start(t, { eth0: {}, eth1: {} });
    const view = await open(t, exporter, { isClockStopped: true });
    await view.begin();
    const total = (second) => ({ rxBytes: 7 * 23 ** second, rxPackets: 3 ** second, txBytes: 3 * 17 ** second,
      rxErrors: second > 5 ? 11 ** second : 0, txDrops: second > 3 ? 99 : 0 });
    const boxes = () => view.page.locator('tr.row, tr.row > *, thead th, header, #tools').evaluateAll(
      (all) => all.map((each) => JSON.stringify(each.getBoundingClientRect())));
    exporter.write({ eth0: total(1), eth1: total(1) });
    await view.next();
    await view.page.evaluate(() => {
      window.shifts = [];
      new PerformanceObserver((list) => list.getEntries().forEach(
        (entry) => window.shifts.push(`${entry.value} ${entry.sources.map((each) => each.node?.outerHTML)}`),
      )).observe({ type: 'layout-shift' });
    });
    const before = await boxes();
    for (let second = 2; second <= 11; second++) {
      exporter.write({ eth0: total(second), eth1: total(12 - second / 2) });
      await view.next();
      assert.deepEqual(await boxes(), before);
    }
    assert.deepEqual(await view.page.evaluate(() => window.shifts), []);
    view.assertNoComplaints();
  });
});

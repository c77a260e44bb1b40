// Rates, and what happens to interfaces, the source and the exporter while the page is open.
import assert from 'node:assert/strict';
import { Exporter } from './exporter.mjs';
import { open, scenarios, test } from './page.mjs';

const steady = (seconds) => ({ rxBytes: 1e6 * seconds, rxPackets: 1e3 * seconds, txBytes: 250e3 * seconds });

/** Opens the page with the clock stopped, of interfaces that count on with every answer. */
async function follow(t, interfaces) {
  const exporter = await Exporter.start(t, interfaces(0));
  const view = await open(t, exporter, { isClockStopped: true });
  await view.begin();
  const next = async (second) => {
    exporter.write(interfaces(second));
    await view.next();
  };
  return { exporter, view, next };
}

/** The heights of the areas that an interface's chart consists of, in the chart's units. */
const areas = (view, name) => view.row(name).locator('svg path.rx').evaluate((path) => (
  path.getAttribute('d').split('Z').filter(Boolean).map((area) => Math.max(
    ...[...area.matchAll(/(?:[ML]-?[\d.]+ |V)(-?[\d.]+)/g)].map((match) => Math.abs(match[1]))))));

scenarios('what changes while the page is open', () => {
  test('a rate is the increase a second, in bits or bytes', async (t) => {
    const { view, next } = await follow(t, (second) => ({ eth0: steady(second) }));
    for (let second = 1; second <= 4; second++) {
      await next(second);
    }
    assert.equal(await view.value('eth0', 'rx'), '8.00 Mbit/s');
    assert.equal(await view.value('eth0', 'tx'), '2.00 Mbit/s');
    assert.equal(await view.value('eth0', 'received'), '4.00 MB');
    await view.page.locator('#unit').click();
    await view.page.clock.runFor(50);
    assert.equal(await view.value('eth0', 'rx'), '1.00 MB/s');
    assert.equal(await view.value('eth0', 'tx'), '250 kB/s');
    view.assertNoComplaints();
  });

  test('a counter that goes down counts from zero, and is marked', async (t) => {
    const { view, next } = await follow(t, (second) => ({ eth0: steady(second < 5 ? second + 100 : second - 4) }));
    for (let second = 1; second <= 8; second++) {
      await next(second);
      assert.equal(await view.value('eth0', 'rx'), '8.00 Mbit/s');
      assert.equal(await view.row('eth0').evaluate((row) => row.matches('.reset')), second >= 5);
      assert.equal(/reset/.test(await view.cell('eth0', 'name').innerText()), second >= 5);
    }
    assert.doesNotMatch(await view.row('eth0').innerText(), /[-−]\d/);
    view.assertNoComplaints();
  });

  test('an interface that appears is marked, and one that vanishes', async (t) => {
    const { view, next } = await follow(t, (second) => ({
      eth0: steady(second), ...second >= 2 && second < 5 ? { eth1: steady(second) } : {},
    }));
    await next(1);
    assert.equal(await view.row('eth1').count(), 0);
    for (let second = 2; second <= 6; second++) {
      await next(second);
      assert.match(await view.cell('eth1', 'name').innerText(), second < 5 ? /\bnew\b/ : /\bgone\b/);
      const mark = second < 5 ? '.new' : '.gone';
      assert.equal(await view.row('eth1').evaluate((row, selector) => row.matches(selector), mark), true);
    }
    assert.equal(await view.row('eth0').evaluate((row) => row.matches('.new, .gone, .reset')), false);
    for (let second = 0; second < 200; second += 7) {
      await view.jump(7000);
    }
    assert.equal(await view.row('eth1').count(), 0);
    view.assertNoComplaints();
  });

  test('errors and drops that grow stand out for a while, in words too', async (t) => {
    const { view, next } = await follow(t, (second) => ({
      eth0: { ...steady(second), rxErrors: 7, txDrops: second >= 2 ? 5 : 0 },
    }));
    const moved = (key) => view.cell('eth0', key).evaluate((cell) => cell.matches('td.moved'));
    await next(1);
    assert.deepEqual([await moved('errors'), await moved('drops')], [false, false]);
    const quiet = await view.cell('eth0', 'drops').innerText();
    await next(2);
    assert.deepEqual([await moved('errors'), await moved('drops')], [false, true]);
    const loud = await view.cell('eth0', 'drops').innerText();
    assert.match(loud, /\b5\b/);
    assert.notEqual(loud.split('\n').length, quiet.trim().split('\n').length, loud);
    for (let second = 0; second < 56; second += 7) {
      await view.jump(7000);
    }
    assert.equal(await moved('drops'), true);
    await view.jump(7000);
    assert.equal(await moved('drops'), false);
    assert.equal(await view.cell('eth0', 'drops').innerText(), quiet.replace('0', '5'));
    view.assertNoComplaints();
  });

  test('a source that fails is said, with the reason, until it recovers', async (t) => {
    const { exporter, view, next } = await follow(t, (second) => ({ eth0: steady(second) }));
    await view.countStatusChanges();
    const live = await view.status;
    for (let second = 1; second <= 6; second++) {
      await next(second);
    }
    assert.equal(await view.statusChanges, 0);
    await exporter.remove();
    await view.next();
    await view.reach('fault');
    const reason = (await (await fetch(`${exporter.url}metrics`)).text()).split('\n')[0];
    assert.ok((await view.status).includes(reason), `${await view.status}: ${reason}`);
    for (let second = 7; second <= 12; second++) {
      await view.next();
    }
    assert.equal(await view.statusChanges, 1);
    await exporter.restore({ eth0: steady(1000) });
    await view.next();
    await view.reach('live');
    assert.equal(await view.status, live);
    for (let second = 1001; second <= 1006; second++) {
      await next(second);
      assert.equal(await view.value('eth0', 'rx'), '8.00 Mbit/s'); // not 992 seconds' bytes in 7
    }
    assert.equal(await view.statusChanges, 2);
    const heights = await areas(view, 'eth0');
    assert.deepEqual(heights, [20, 20]); // before the gap and after it, both at the same rate
    view.assertNoComplaints(/status of 503/);
  });

  test('a file that is no net/dev is a fault like a missing one', async (t) => {
    const { exporter, view, next } = await follow(t, (second) => ({ eth0: steady(second) }));
    exporter.write('this is not the file\n');
    await view.next();
    await view.reach('fault');
    assert.match(await view.status, /is not a net\/dev table/);
    await next(2);
    await view.reach('live');
    view.assertNoComplaints(/status of 503/);
  });

  test('an exporter that stops is said not to answer, until it is started again', async (t) => {
    const { exporter, view, next } = await follow(t, (second) => ({ eth0: steady(second) }));
    await view.countStatusChanges();
    for (let second = 1; second <= 6; second++) {
      await next(second);
    }
    await exporter.stop();
    for (let second = 1; second <= 6; second++) {
      await view.next();
      await view.reach('gone');
    }
    assert.match(await view.status, /answer/i);
    assert.equal(await view.statusChanges, 1);
    exporter.write({ eth0: steady(1000) });
    await exporter.start();
    await view.next();
    await view.reach('live');
    for (let second = 1001; second <= 1006; second++) {
      await next(second);
      assert.equal(await view.value('eth0', 'rx'), '8.00 Mbit/s');
    }
    assert.equal(await view.statusChanges, 2);
    assert.deepEqual(await areas(view, 'eth0'), [20, 20]);
    view.assertNoComplaints(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
  });

  test('a hidden tab asks for nothing, and goes on when it is shown', async (t) => {
    const { view, next } = await follow(t, (second) => ({ eth0: steady(second) }));
    const hide = (isHidden) => view.page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden ? 'hidden' : 'visible');
    await next(1);
    await hide(true);
    const requests = view.requests.length;
    await view.page.clock.runFor('05:00');
    assert.equal(view.requests.length, requests);
    const answers = await view.answers;
    await hide(false);
    await view.page.clock.runFor(200);
    await view.awaitAnswers(answers + 1);
    await view.page.clock.runFor(100);
    await view.reach('live');
    await next(310);
    assert.equal(view.requests.length, requests + 2);
    view.assertNoComplaints();
  });
});

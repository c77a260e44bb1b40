// What the page costs: the browser with many interfaces, and the exporter that it asks.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { Exporter } from './exporter.mjs';
import { many } from './netdev.mjs';
import { open, scenarios, test } from './page.mjs';

const FRAME_MILLISECONDS = 16;

/** CPU milliseconds that the exporter, which is one thread, has used. */
const readProcessorTime = (exporter) => (
  Number(readFileSync(`/proc/${exporter.processId}/schedstat`, 'latin1').split(' ')[0]) / 1e6);

/** Asks for the metrics as Prometheus does, on a connection that is kept. */
function scrape(exporter, agent) {
  return new Promise((resolve, reject) => {
    const headers = { 'Accept-Encoding': 'gzip' };
    get(`${exporter.url}metrics`, { agent, headers }, (response) => {
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
}

/** Runs in the page: scrolls, and waits until the page has heard of it. */
const scrollDown = (top) => new Promise((resolve) => {
  if (top - scrollY < 1) {
    resolve();
  }
  addEventListener('scroll', resolve, { once: true });
  scrollTo(0, top);
});

scenarios('what the page costs', () => {
  test('of 1,000 interfaces only the rows in view exist, and scrolling shows each', async (t) => {
    const exporter = await Exporter.start(t, many(1000));
    const view = await open(t, exporter, { isClockStopped: true });
    await view.begin();
    assert.ok(await view.page.locator('tr.row').count() < 100);
    const seen = new Set();
    const end = await view.page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    for (let top = 0; top < end + 600; top += 600) {
      await view.page.evaluate(scrollDown, Math.min(top, end));
      await view.page.clock.runFor(40);
      const names = await view.page.locator('tr.row').evaluateAll((rows) => rows.filter((row) => {
        const box = row.getBoundingClientRect();
        return box.bottom > 0 && box.top < innerHeight;
      }).map((row) => row.dataset.name));
      assert.ok(names.length > 0 && names.length < 100, `${names.length}`);
      names.forEach((name) => seen.add(name));
    }
    assert.equal(seen.size, 1000);
    view.assertNoComplaints();
  });

  test('no task of an update of 1,000 interfaces takes more CPU time than a frame has', async (t) => {
    const exporter = await Exporter.start(t, many(1000));
    const view = await open(t, exporter, { isClockStopped: true });
    await view.begin();
    const times = [];
    for (let update = 1; update <= 15; update++) {
      const interfaces = many(1000);
      Object.values(interfaces).forEach((each, i) => {
        each.rxBytes += update * 1000 * (i + 1);
        each.rxPackets += update * (i + 1);
      });
      exporter.write(interfaces);
      times.push(await view.longestTask(() => view.next(2000, 20)));
    }
    const time = Math.min(...times); // of the update that what else runs on the machine disturbed least
    t.diagnostic(`${time} ms`);
    assert.ok(time < FRAME_MILLISECONDS, `${times}`);
    view.assertNoComplaints();
  });

  test('it asks once a second, every two seconds for many interfaces, and for the metrics alone', async (t) => {
    for (const [count, milliseconds] of [[3, 1000], [201, 2000]]) {
      const exporter = await Exporter.start(t, many(count));
      const view = await open(t, exporter, { isClockStopped: true });
      await view.begin();
      const loaded = view.requests.length;
      for (let i = 0; i < 5; i++) {
        await view.next(milliseconds);
      }
      assert.deepEqual(
        view.requests.slice(loaded).map((request) => request.url()), Array(5).fill(`${exporter.url}metrics`));
      await view.page.clock.runFor(milliseconds - 200);
      assert.equal(view.requests.length, loaded + 5);
      view.assertNoComplaints();
    }
  });

  test('its requests cost the exporter what a scrape costs', async (t) => {
    const requests = 60;
    const exporter = await Exporter.start(t, many(1000));
    const view = await open(t, exporter, { isClockStopped: true });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    t.after(() => agent.destroy());
    await view.begin();
    await scrape(exporter, agent);
    const [page, scrapes] = [[], []];
    for (let i = 0; i < requests; i++) { // in turn, so that caches are as cold for both
      const start = readProcessorTime(exporter);
      await view.next(2000);
      const between = readProcessorTime(exporter);
      await scrape(exporter, agent);
      page.push(between - start);
      scrapes.push(readProcessorTime(exporter) - between);
    }
    const [ofPage, ofScrape] = [Math.min(...page), Math.min(...scrapes)]; // the least disturbed of each
    t.diagnostic(`page ${ofPage} ms, scrape ${ofScrape} ms`);
    assert.ok(ofPage <= 1.3 * ofScrape, `${ofPage} ms against ${ofScrape} ms`);
  });
});

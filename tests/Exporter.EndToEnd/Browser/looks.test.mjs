// How the page looks, to eyes and to other readers.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Exporter } from './exporter.mjs';
import { many } from './netdev.mjs';
import { open, scenarios, test } from './page.mjs';

const HOST = {
  eth0: { rxBytes: 123_456_789_012, rxPackets: 123_456_789, txBytes: 98_765_432_109, txPackets: 98_765_432,
    rxErrors: 123_456, txDrops: 7_654_321 },
  enp3s0f1np1: { rxBytes: 1e15, rxPackets: 1e12, txBytes: 1e15, txPackets: 1e12 },
  veth0123456789a: { rxBytes: 5, rxPackets: 5 },
  eth9: {},
};
const LIT = [{ colorScheme: 'light' }, { colorScheme: 'dark' }];

/** Opens the page live, after a second in which errors and drops have grown and an interface has appeared. */
async function openBusy(t, options) {
  const exporter = await Exporter.start(t, HOST);
  const view = await open(t, exporter, { isClockStopped: true, ...options });
  await view.begin();
  exporter.write({ ...HOST, eth0: { ...HOST.eth0, rxBytes: 123_580_245_801, txDrops: 7_654_400 }, eth1: {} });
  await view.next();
  return { exporter, view };
}

/** By how much the document is wider than the screen; a phone's window grows with it. */
const overhang = async (view) => (
  await view.page.evaluate(() => document.documentElement.scrollWidth) - view.page.viewportSize().width);

const background = (view) => view.page.evaluate(() => {
  const colors = [document.body, document.documentElement].map((each) => getComputedStyle(each).backgroundColor);
  const color = colors.find((each) => !each.endsWith(', 0)')) ?? 'none';
  return color.match(/\d+/g)?.slice(0, 3).reduce((sum, each) => sum + Number(each), 0);
});

/** The page as it is without JavaScript, for what needs JavaScript to look at it. */
const showNoScript = (html) => html.replaceAll('noscript>', 'div>').replace(/<script.*?<\/script>/, '');

scenarios('how the page looks', () => {
  test('on a phone, everything is read without scrolling sideways', async (t) => {
    const { view } = await openBusy(t, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    assert.ok(await overhang(view) <= 0);
    for (const name of ['eth0', 'enp3s0f1np1', 'veth0123456789a']) {
      for (const key of ['name', 'rx', 'tx', 'received', 'transmitted', 'errors', 'drops']) {
        const cell = view.cell(name, key);
        const text = await cell.locator('b').evaluate((line) => {
          const range = document.createRange();
          range.selectNodeContents(line);
          const box = range.getBoundingClientRect();
          const isCut = [line, line.parentElement, line.parentElement.parentElement].some(
            (each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible');
          return { left: box.left, right: box.right, width: box.width, height: box.height, isCut };
        });
        assert.ok(
          text.left >= 0 && text.right <= 390 && text.width > 0 && text.height >= 10 && !text.isCut,
          `${name} ${key} ${JSON.stringify(text)}`);
      }
    }
    view.assertNoComplaints();
  });

  test('on a wall, it is not wider than the screen, and fills most of it', async (t) => {
    const { view } = await openBusy(t, { viewport: { width: 2560, height: 1440 } });
    assert.ok(await overhang(view) <= 0);
    const width = await view.page.locator('#interfaces').evaluate((table) => table.getBoundingClientRect().width);
    assert.ok(width > 1200, `${width}`);
  });

  test('it is dark where that is preferred', async (t) => {
    const brightness = [];
    for (const scheme of LIT) {
      const { view } = await openBusy(t, scheme);
      brightness.push(await background(view) ?? (scheme.colorScheme === 'dark' ? 0 : 765));
    }
    assert.ok(brightness[0] > 600 && brightness[1] < 200, `${brightness}`);
  });

  test('with forced colors, what has moved and what is gone still differ from the rest', async (t) => {
    const { view } = await openBusy(t, { forcedColors: 'active' });
    assert.match(await view.cell('eth0', 'drops').innerText(), /79/);
    assert.match(await view.cell('eth1', 'name').innerText(), /new/);
    const strokes = await view.page.locator('svg path').evaluateAll(
      (paths) => paths.map((path) => getComputedStyle(path)).map((style) => `${style.fill} ${style.stroke}`));
    const canvas = await view.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.deepEqual(strokes.filter((colors) => colors.split(/ (?=rgb|none)/).every(
      (color) => color === 'none' || color === canvas)), []);
    view.assertNoComplaints();
  });

  test('nothing is animated where reduced motion is preferred', async (t) => {
    const exporter = await Exporter.start(t, HOST);
    const view = await open(t, exporter, { reducedMotion: 'reduce' });
    await view.page.evaluate(() => {
      window.moving = [];
      const look = () => {
        window.moving.push(...document.getAnimations().map((each) => each.effect.target.outerHTML));
        requestAnimationFrame(look);
      };
      look();
    });
    await view.awaitAnswers(3);
    await view.page.locator('tr.group button').first().click();
    await view.page.locator('th button').first().hover();
    await view.page.locator('#filter').pressSequentially('eth');
    await view.awaitAnswers(4);
    assert.deepEqual(await view.page.evaluate(() => window.moving), []);
  });

  test('assistive technology finds nothing wrong: live', async (t) => {
    for (const scheme of LIT) {
      const { view } = await openBusy(t, scheme);
      await view.page.locator('tr.group[data-group="idle"] button').click();
      await view.page.clock.runFor(100);
      assert.deepEqual(await view.findProblems(), []);
    }
  });

  test('assistive technology finds nothing wrong: on a phone', async (t) => {
    for (const scheme of LIT) {
      const { view } = await openBusy(t, { ...scheme, viewport: { width: 390, height: 844 }, isMobile: true });
      assert.deepEqual(await view.findProblems(), []);
    }
  });

  test('assistive technology finds nothing wrong: with a fault, and paused', async (t) => {
    for (const scheme of LIT) {
      const { exporter, view } = await openBusy(t, scheme);
      await view.page.locator('#pause').click();
      await view.reach('paused');
      assert.deepEqual(await view.findProblems(), []);
      await view.page.locator('#pause').click();
      await exporter.remove();
      await view.reach('fault');
      assert.deepEqual(await view.findProblems(), []);
      await exporter.stop();
      await view.reach('gone');
      assert.deepEqual(await view.findProblems(), []);
    }
  });

  test('assistive technology finds nothing wrong: at the form for the token', async (t) => {
    const exporter = await Exporter.start(t, HOST, (own) => `--web.token-file=${own.place('token', 'a'.repeat(20))}`);
    for (const scheme of LIT) {
      const view = await open(t, exporter, scheme);
      await view.reach('token');
      assert.deepEqual(await view.findProblems(), []);
    }
  });

  test('assistive technology finds nothing wrong: without JavaScript, and without the live page', async (t) => {
    const live = await Exporter.start(t, HOST);
    const plain = await Exporter.start(t, HOST, '--web.disable-page');
    for (const scheme of LIT) {
      const view = await open(t, live, { ...scheme, adapt: showNoScript });
      assert.deepEqual(await view.findProblems(), []);
    }
    const landing = await open(t, plain, { colorScheme: 'light' }); // axe takes the dark canvas for a white one
    assert.deepEqual(await landing.findProblems(), []);
  });

  test('assistive technology finds nothing wrong: with 1,000 interfaces', async (t) => {
    const exporter = await Exporter.start(t, many(1000));
    const view = await open(t, exporter);
    await view.reach('live');
    await view.row('eth0').waitFor();
    assert.deepEqual(await view.findProblems(), []);
  });

  test('the picture of it is up to date in size', async (t) => {
    const file = new URL('page.png', import.meta.url);
    const picture = { colorScheme: 'dark', viewport: { width: 1280, height: 690 }, deviceScaleFactor: 0.8 };
    if (process.env.UPDATE_PICTURE) { // fonts differ between machines, so it is not drawn again to compare it
      await takePicture(t, picture, file);
    }
    const png = readFileSync(file);
    assert.ok(png.length <= 100_000, `${png.length} bytes`);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1024, 552]);
  });
});

/** Draws the page after three minutes of a small server's traffic. */
async function takePicture(t, options, file) {
  const total = {};
  const add = (name, rx, tx) => {
    const each = total[name] ??= { rxBytes: rx * 4e5, rxPackets: rx * 400, txBytes: tx * 4e5, txPackets: tx * 400 };
    each.rxBytes += Math.round(rx);
    each.rxPackets += Math.ceil(rx / 900);
    each.txBytes += Math.round(tx);
    each.txPackets += Math.ceil(tx / 900);
  };
  const step = (second) => {
    const wave = (period, depth) => 1 + depth * Math.sin(second / period);
    const burst = second % 60 > 35 && second % 60 < 50 ? 6 : 1;
    add('lo', 2e3, 2e3);
    add('eno1', 9.2e6 * wave(19, 0.4) * burst, 2.4e6 * wave(13, 0.3));
    add('eno2', 1.3e6 * wave(31, 0.5), 7.8e6 * wave(23, 0.6));
    add('wlp4s0', 4e4 * wave(7, 0.7), 9e3 * wave(11, 0.5));
    add('wg0', 3.1e5 * wave(17, 0.8), 1.2e6 * wave(17, 0.8));
    add('docker0', 2.2e5 * wave(29, 0.3), 6.4e6 * wave(37, 0.2));
    total.eno1.rxDrops = second > 170 ? 37 : 0;
    total.eno3 = {};
  };
  step(0);
  const exporter = await Exporter.start(t, total);
  const view = await open(t, exporter, { isClockStopped: true, ...options });
  await view.begin();
  for (let second = 1; second <= 185; second++) {
    step(second);
    exporter.write(total);
    await view.next();
  }
  await view.page.screenshot({ path: file.pathname });
}

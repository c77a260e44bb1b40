// The live page in a browser, which is one for all tests of a file.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, describe, test as testOfNode } from 'node:test';

const PACKAGES = process.env.BROWSER_PACKAGES; // the folder that holds node_modules
const require = createRequire(join(PACKAGES, 'index.js'));
const { chromium } = require('playwright-core');
const { source: axeSource } = require('axe-core');

export const LIMIT = 60_000; // milliseconds, for whatever a test waits for
const TEST_LIMIT = 5 * LIMIT; // for a whole test
const POLL_MILLISECONDS = 1000; // between the page's requests
const START = Date.parse('2026-01-01T12:00:00'); // where a stopped clock stands at first
const FRAMES_MILLISECONDS = 100; // of the time after each answer, in which the page draws

const browser = await chromium.launch({
  executablePath: process.env.BROWSER,
  chromiumSandbox: false, // root can't have it
  args: ['--disable-gpu', '--disable-quic'],
  timeout: LIMIT,
});

/** The tests of a file: the browser ends after them. */
export function scenarios(name, define) {
  describe(name, () => { // its time would be that of all tests together
    after(() => browser.close());
    define();
  });
}

/** A test of a file. */
export const test = (name, run) => testOfNode(name, { timeout: TEST_LIMIT }, run);

/** Opens an exporter's page, in a context of its own: nothing is kept from one test to the next. */
export async function open(
  t, exporter, { path = '', isClockStopped = false, adapt = null, prepare = null, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  t.after(() => context.close());
  context.setDefaultTimeout(LIMIT);
  if (adapt) {
    await context.route(exporter.url + path, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: adapt(await response.text()) });
    });
  }
  if (prepare) {
    await context.addInitScript(prepare);
  }
  const view = new View(await context.newPage(), isClockStopped);
  await view.watch();
  await view.page.goto(exporter.url + path);
  return view;
}

/** A page, and what was heard of it. */
export class View {
  /** All requests, as playwright has them. */
  requests = [];

  /** What a page in order does not have: messages, errors, failed requests, violations of its content policy. */
  complaints = [];

  constructor(page, isClockStopped) {
    this.page = page;
    this.isClockStopped = isClockStopped;
  }

  async watch() {
    const { page, complaints } = this;
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.stack}`));
    page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()} ${request.failure().errorText}`));
    page.on('request', (request) => this.requests.push(request));
    await page.exposeFunction('reportViolation', (text) => { complaints.push(`policy: ${text}`); });
    await page.addInitScript(countAnswers);
    if (this.isClockStopped) {
      // It stands still before the page is loaded, however long that takes: the first request is 100 ms after START.
      await page.clock.install({ time: START - LIMIT });
      await page.clock.pauseAt(START);
    }
  }

  /** Loads the page again. The request for the metrics that it may leave behind is no complaint. */
  async reload() {
    const before = this.complaints.length;
    await this.page.reload();
    const left = this.complaints.findIndex((each, i) => i >= before && /\/metrics net::ERR_ABORTED$/.test(each));
    if (left >= 0) {
      this.complaints.splice(left, 1);
    }
  }

  row(name) {
    return this.page.locator(`tr.row[data-name="${name}"]`);
  }

  cell(name, key) {
    return this.row(name).locator(`[data-key="${key}"]`);
  }

  /** The first line of a cell: its value. */
  async value(name, key) {
    return (await this.cell(name, key).locator('b').innerText()).replace('\u00a0', ' ');
  }

  /** Waits until the page is in a state: live, fault, gone, token or paused. */
  async reach(state) {
    await this.page.locator(`html[data-state="${state}"]`).waitFor({ state: 'attached' });
  }

  get status() {
    return this.page.locator('#status').innerText();
  }

  /** Counts the changes of the status line's text from now on. */
  async countStatusChanges() {
    await this.page.evaluate(() => {
      window.statusChanges = 0;
      let text = document.getElementById('status').textContent;
      new MutationObserver(() => {
        const now = document.getElementById('status').textContent;
        window.statusChanges += now === text ? 0 : 1;
        text = now;
      }).observe(document.getElementById('status'), { childList: true, characterData: true, subtree: true });
    });
  }

  get statusChanges() {
    return this.page.evaluate(() => window.statusChanges);
  }

  /** How many answers the page has taken, or failures to get one. */
  get answers() {
    return this.page.evaluate(() => window.answers);
  }

  async awaitAnswers(count) {
    await this.page.waitForFunction((expected) => window.answers >= expected, count);
  }

  /** With the clock stopped: waits for the first answer, and has it drawn. */
  async begin(state = 'live') {
    await this.page.clock.runFor(FRAMES_MILLISECONDS);
    await this.awaitAnswers(1);
    await this.page.clock.runFor(FRAMES_MILLISECONDS);
    await this.reach(state);
  }

  /**
   * With the clock stopped: moves it on to just after the next answer, and has that drawn.
   * @param frame Milliseconds that are handed out at once for that.
   */
  async next(milliseconds = POLL_MILLISECONDS, frame = FRAMES_MILLISECONDS) {
    const answers = await this.answers;
    await this.page.clock.runFor(milliseconds - FRAMES_MILLISECONDS);
    await this.awaitAnswers(answers + 1);
    for (let left = FRAMES_MILLISECONDS; left > 0; left -= frame) {
      await this.page.clock.runFor(frame);
    }
  }

  /** With the clock stopped: as after a time in which the browser did not run, and just one answer came at its end. */
  async jump(milliseconds) {
    const answers = await this.answers;
    await this.page.clock.fastForward(milliseconds - FRAMES_MILLISECONDS);
    await this.awaitAnswers(answers + 1);
    await this.page.clock.runFor(FRAMES_MILLISECONDS);
  }

  /** The CPU time of the longest task that the page's main thread has meanwhile, in milliseconds. */
  async longestTask(action) {
    await browser.startTracing(this.page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    await action();
    const { traceEvents } = JSON.parse(await browser.stopTracing());
    const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
    const mains = traceEvents.filter(({ args }) => args?.name === 'CrRendererMain').map(threadOf);
    const tasks = traceEvents.filter((event) => /RunTask/.test(event.name) && mains.includes(threadOf(event)));
    assert.ok(tasks.length > 0);
    return Math.max(...tasks.map((task) => (task.tdur ?? 0) / 1000));
  }

  /** Waits, in real time, until a function of the page's document holds. */
  async until(condition, argument) {
    await this.page.waitForFunction(condition, argument);
  }

  /** What axe has to say, best practice included: the rule and the element of each problem. The clock runs then. */
  async findProblems() {
    if (this.isClockStopped) {
      await this.page.clock.resume();
    }
    await this.page.evaluate(axeSource);
    const { violations, passes } = await this.page.evaluate(() => window.axe.run());
    assert.ok(passes.length > 10);
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
  }

  assertNoComplaints(...allowed) {
    assert.deepEqual(this.complaints.filter((each) => !allowed.some((pattern) => pattern.test(each))), []);
  }
}

/** Runs in the page, before its own scripts: counts the answers that it has taken; reports violations. */
function countAnswers() {
  const [fetch, later] = [window.fetch, window.setTimeout];
  window.answers = 0;
  const count = () => later(() => { window.answers++; }, 0);
  window.fetch = (...request) => {
    const answer = fetch.apply(window, request);
    answer.then((response) => response.clone().text()).then(count, count);
    return answer;
  };
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    window.reportViolation(`${violatedDirective} ${blockedURI}`);
  });
}

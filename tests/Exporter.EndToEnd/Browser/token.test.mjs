// The page of an exporter that asks for a token.
import assert from 'node:assert/strict';
import { Exporter } from './exporter.mjs';
import { open, scenarios, test } from './page.mjs';

const TOKEN = 'correct-horse-battery-staple';
const REFUSED = /status of 401/; // what the browser itself writes to the console

const startWithToken = (t) => Exporter.start(t, { eth0: { rxBytes: 1, rxPackets: 1 } }, (own) => (
  `--web.token-file=${own.place('token', `${TOKEN}\n`)}`));

async function logIn(view, token) {
  await view.page.locator('#token').fill(token);
  await view.page.keyboard.press('Enter');
}

scenarios('the page of an exporter with a token', () => {
  test('it asks for the token, says that a wrong one is wrong, and is live with the right one', async (t) => {
    const exporter = await startWithToken(t);
    assert.equal((await fetch(`${exporter.url}metrics`)).status, 401);
    const view = await open(t, exporter);
    await view.reach('token');
    assert.equal(await view.page.locator('form#login').isVisible(), true);
    assert.equal(await view.page.locator('#interfaces').isVisible(), false);
    const first = await view.status;
    await logIn(view, 'wrong');
    await view.until((before) => document.getElementById('status').textContent !== before, first);
    assert.match(await view.status, /token/i);
    await view.reach('token');
    await logIn(view, TOKEN);
    await view.reach('live');
    await view.row('eth0').waitFor();
    assert.equal(await view.page.locator('form#login').isVisible(), false);
    view.assertNoComplaints(REFUSED);
  });

  test('the token is in this tab alone, and in no address', async (t) => {
    const exporter = await startWithToken(t);
    const view = await open(t, exporter);
    await view.reach('token');
    await logIn(view, TOKEN);
    await view.reach('live');
    await view.reload();
    await view.reach('live'); // this tab keeps it
    const kept = await view.page.evaluate(() => [
      JSON.stringify({ ...sessionStorage }), JSON.stringify({ ...localStorage }), document.cookie, location.href,
      document.documentElement.outerHTML,
    ]);
    assert.deepEqual(kept.map((text) => text.includes(TOKEN)), [true, false, false, false, false]);
    assert.deepEqual(view.requests.map((request) => request.url()).filter((url) => /horse|token/.test(url)), []);
    const other = await view.page.context().newPage();
    await other.goto(exporter.url);
    await other.locator('html[data-state="token"]').waitFor({ state: 'attached' });
    view.assertNoComplaints(REFUSED);
  });

  test('the form comes back when the token changes', async (t) => {
    const exporter = await startWithToken(t);
    const view = await open(t, exporter);
    await view.reach('token');
    await logIn(view, TOKEN);
    await view.reach('live');
    exporter.place('token', 'another-token-of-the-exporter\n');
    await view.reach('token');
    assert.equal(await view.page.locator('form#login').isVisible(), true);
    await logIn(view, 'another-token-of-the-exporter');
    await view.reach('live');
    view.assertNoComplaints(REFUSED);
  });

  test('without JavaScript, no interface is shown without the token', async (t) => {
    const exporter = await startWithToken(t);
    const view = await open(t, exporter, { javaScriptEnabled: false });
    assert.doesNotMatch(await view.page.content(), /eth0/);
    assert.match(await view.page.locator('noscript').innerText(), /token/i);
  });
});

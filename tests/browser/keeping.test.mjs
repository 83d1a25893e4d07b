// What a reader keeps on the device: saving, reading offline, following; and the keyboard alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { screenshots, startBrowser, startDemo } from './demo.mjs';

let demo, browser;
before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await demo?.stop(), 0, 'the demo ends cleanly');
});

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('href') ?? document.activeElement?.id);

test('an article is saved and read without a network', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, locale: 'ar' });
  const page = await context.newPage();
  await page.goto(demo.address);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.locator('.column li > a').first().click();
  const headline = await page.locator('h1').innerText();
  const address = page.url();
  const save = page.locator('[data-tool="save"]');
  assert.equal(await save.getAttribute('aria-pressed'), 'false');
  await save.click();
  assert.equal(await save.getAttribute('aria-pressed'), 'true');
  assert.equal(await save.innerText(), 'محفوظ');
  await page.waitForFunction(async () => (await (await caches.open('rafid-saved')).keys()).length === 1);

  await context.setOffline(true);
  await page.goto(`${demo.address}/kept`);
  assert.ok(await page.getByRole('link', { name: headline }).isVisible());
  await page.screenshot({ path: `${screenshots}/kept-390.png`, fullPage: true });
  await page.getByRole('link', { name: headline }).click();
  assert.equal(page.url(), address);
  assert.equal(await page.locator('h1').innerText(), headline);
  assert.match(await page.locator('body').evaluate((body) => getComputedStyle(body).fontFamily), /Plex/);
  await page.goto(`${demo.address}/search?q=x`);
  assert.equal(await page.locator('h1').innerText(), 'لا يوجد اتصال');
  await context.setOffline(false);

  await page.goto(`${demo.address}/kept`);
  await page.locator('#saved button').click();
  assert.ok(await page.locator('#no-saved').isVisible());
  assert.equal(await page.evaluate(async () => (await (await caches.open('rafid-saved')).keys()).length), 0);
  await context.close();
});

test('what is followed shows its latest', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'ar' });
  const page = await context.newPage();
  await page.goto(demo.address);
  await page.locator('.column h3 a').first().click();
  const name = await page.locator('h1').innerText();
  await page.locator('[data-tool="follow"]').click();
  await page.goto(`${demo.address}/kept`);
  assert.ok(await page.locator('#follows').getByRole('link', { name, exact: true }).isVisible());
  await page.locator('#follows ul a').first().click();
  assert.match(page.url(), /\/a\/\d+/);
  await context.close();
});

test('the keyboard alone leads through the portal', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'ar' });
  const page = await context.newPage();
  await page.goto(demo.address);
  await page.keyboard.press('j');
  const first = await focused(page);
  assert.match(first, /^\/[as]\/\d+/);
  await page.keyboard.press('j');
  assert.notEqual(await focused(page), first);
  await page.keyboard.press('k');
  assert.equal(await focused(page), first);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/[as]\/\d+/);
  await page.keyboard.press('?');
  assert.ok(await page.getByRole('dialog').isVisible());
  await page.screenshot({ path: `${screenshots}/keys-1280.png` });
  await page.keyboard.press('Escape');
  assert.ok(!(await page.getByRole('dialog').isVisible()));
  await page.keyboard.press('/');
  assert.equal(await focused(page), 'q');
  await page.keyboard.type('gh');
  assert.equal(await page.locator('#q').inputValue(), 'gh', 'keys are letters where one writes');
  await page.locator('#q').fill('');
  await page.locator('#q').blur();
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.waitForURL(`${demo.address}/`);
  await context.close();
});

test('the text grows and stays so', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, locale: 'ar' });
  const page = await context.newPage();
  await page.goto(demo.address);
  await page.locator('.column li > a').first().click();
  const size = () => page.locator('.piece .body').evaluate((body) => parseFloat(getComputedStyle(body).fontSize));
  const before = await size();
  await page.locator('[data-size-step="1"]').click();
  const grown = await size();
  assert.ok(grown > before);
  await page.reload();
  assert.equal(await size(), grown);
  await context.close();
});

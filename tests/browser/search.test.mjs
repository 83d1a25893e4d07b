// The search page on a phone, a tablet and a desk: narrowing and widening, the chart, suggestions by keyboard.
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

for (const width of [390, 768, 1440]) {
  for (const javaScriptEnabled of [true, false]) {
    test(`a result is narrowed at ${width} px, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled, locale: 'ar' });
      const page = await context.newPage();
      const look = async (name) => {
        if (javaScriptEnabled) await page.screenshot({ path: `${screenshots}/${name}-${width}.png`, fullPage: true });
        const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
        assert.ok(wide <= width, `${name} does not scroll sideways (${wide} px)`);
      };
      const western = (text) => text.replace(/[٠-٩]/g, (d) => '٠١٢٣٤٥٦٧٨٩'.indexOf(d));
      // The demo goes on publishing: when an article comes between two pages, both are read again.
      let promised, shown;
      for (let attempt = 0; attempt < 5; attempt += 1) {
        await page.goto(`${demo.address}/search?q=${encodeURIComponent('المدينة')}`);
        await look('search-wide');
        const outlet = page.locator('aside.facets a[href*="source="]').first();
        promised = parseInt(western(await outlet.locator('xpath=..').locator('.meta').innerText()), 10);
        await outlet.click();
        assert.match(page.url(), /source=/);
        await look('search-narrow');
        shown = western(await page.locator('.switches > .meta').innerText());
        if (promised <= 2 || shown.startsWith(String(promised))) break;
      }
      if (promised > 2) assert.equal(parseInt(shown, 10), promised, `promised and shown: ${shown}`);
      await page.locator('.chosen a').first().click();
      assert.doesNotMatch(page.url(), /source=/);
      await context.close();
    });
  }
}

test('suggestions are a combobox', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar' });
  const page = await context.newPage();
  await page.goto(`${demo.address}/search?q=${encodeURIComponent('المدينة')}`);
  const keyword = (await page.locator('aside.facets a[href*="keyword="]').first().innerText()).trim();
  const input = page.getByRole('combobox');
  await input.fill('');
  await input.pressSequentially(keyword.slice(0, 3), { delay: 20 });
  await page.getByRole('option').first().waitFor();
  assert.equal(await input.getAttribute('aria-expanded'), 'true');
  await page.screenshot({ path: `${screenshots}/suggestions-1440.png` });
  await input.press('ArrowDown');
  const first = page.getByRole('option').first();
  assert.equal(await first.getAttribute('aria-selected'), 'true');
  assert.equal(await input.getAttribute('aria-activedescendant'), await first.getAttribute('id'));
  await input.press('Escape');
  assert.equal(await input.inputValue(), keyword.slice(0, 3), 'what was typed comes back');
  assert.equal(await input.getAttribute('aria-expanded'), 'false');
  await input.press('ArrowDown');
  await page.getByRole('option').first().waitFor();
  await input.press('ArrowDown');
  await input.press('Enter');
  await page.waitForURL(/\/search\?q=/);
  assert.ok((await page.locator('h1').innerText()).length > 3);
  await context.close();
});

// The main way through, as a reader goes it: home → story → article → similar → search, on a phone and on a desk.
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

for (const width of [390, 1280]) {
  for (const javaScriptEnabled of [true, false]) {
    test(`home to search at ${width} px, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled, locale: 'ar' });
      const page = await context.newPage();
      const complaints = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      const look = async (name) => {
        if (javaScriptEnabled) await page.screenshot({ path: `${screenshots}/${name}-${width}.png`, fullPage: true });
        const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
        assert.ok(wide <= width, `${name} does not scroll sideways (${wide} px)`);
        assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
        assert.equal(await page.locator('h1').count(), 1, `${name} has one main heading`);
      };

      await page.goto(demo.address);
      await look('home');
      const story = page.locator('article.story:has(a.count)').first();
      const headline = (await story.locator('h3').innerText()).trim();
      await story.locator('a.count').click();
      assert.match(page.url(), /\/s\/\d+/);
      await look('story');

      // A member that is not a copy: the lead's own headline is on the page.
      await page.locator('main').getByRole('link', { name: headline, exact: true }).first().click();
      assert.match(page.url(), /\/a\/\d+/);
      assert.ok((await page.locator('h1').innerText()).length > 5);
      assert.ok(await page.getByRole('heading', { name: 'المصدر' }).isVisible());
      assert.ok(await page.getByRole('heading', { name: 'كلمات دلالية' }).isVisible());
      assert.ok(await page.locator('time[datetime][title]').first().isVisible());
      await look('article');

      await page.locator('section.next h3 a, section.similar h3 a').first().click();
      assert.match(page.url(), /\/a\/\d+/);

      await page.locator('form[role=search] input, form.find input').first().fill('نادي المرجان');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/search\?/);
      assert.ok((await page.locator('main mark').count()) > 0, 'matches are marked');
      await look('search');

      assert.deepEqual(complaints, [], 'the browser has nothing to complain of');
      await context.close();
    });
  }
}

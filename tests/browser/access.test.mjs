// axe-core looks at each kind of page, light and dark, in both languages, on a phone and on a desk.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { screenshots, startBrowser, startDemo } from './demo.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let demo, browser;
before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await demo?.stop(), 0, 'the demo ends cleanly');
});

for (const language of ['', '/en']) {
  for (const [colorScheme, width] of [['light', 390], ['dark', 1440], ['light', 768]]) {
    test(`nothing is in anybody's way: ${language || '/ar'}, ${colorScheme}, ${width} px`, async () => {
      // Our own policy forbids scripts from elsewhere, and axe comes from elsewhere.
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true, locale: language ? 'en' : 'ar' });
      const page = await context.newPage();
      const home = `${demo.address}${language || '/'}`;
      await page.goto(home);
      const href = (selector) => page.locator(selector).first().getAttribute('href');
      const [story, article, outlet] = [await href('a.count'), await href('.column li > a'), await href('.column h3 a')];
      await page.goto(demo.address + article);
      const keyword = await href('.chips a');
      const search = `${language}/search?q=${encodeURIComponent('المدينة')}`;
      const pages = {
        home: language || '/', story, article, outlet, keyword, search, nothing: `${language}/search?q=zzzz`,
        health: `${language}/health`, kept: `${language}/kept`, missing: `${language}/nowhere`,
      };
      const found = [];
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(demo.address + path);
        await page.screenshot({ path: `${screenshots}/${name}${language.replace('/', '-')}-${colorScheme}-${width}.png`, fullPage: true });
        const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
        assert.ok(wide <= width, `${name} does not scroll sideways (${wide} px)`);
        await page.addScriptTag({ path: axe });
        const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), RULES);
        for (const { id, nodes } of violations) found.push(`${name}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
      }
      assert.deepEqual(found, []);
      await context.close();
    });
  }
}

// Starts the demo of the program under test and a browser; both end with the tests.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const program = process.env.RAFID_PROGRAM ?? `${root}target/debug/rafid`;
export const screenshots = process.env.RAFID_SCREENSHOTS ?? `${root}out/screenshots`;
mkdirSync(screenshots, { recursive: true });

/** The demo's address, and how to end it. */
export async function startDemo() {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RAFID_')));
  const demo = spawn(program, ['demo', '--listen', '127.0.0.1:0'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => demo.on('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    let text = '';
    demo.on('error', reject);
    demo.on('exit', (code) => reject(new Error(`the demo ended with ${code} before it named its address`)));
    demo.stdout.on('data', (part) => {
      text += part;
      const found = text.match(/http:\/\/[\d.]+:\d+/);
      if (found) resolve(found[0]);
    });
  });
  return {
    address,
    async stop() {
      demo.kill('SIGINT');
      return ended;
    },
  };
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
}

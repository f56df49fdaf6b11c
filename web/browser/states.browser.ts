import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium';
import { serveFiles } from './files';
import { open, STATES } from './states';

let browser: Browser;
let files: Awaited<ReturnType<typeof serveFiles>>;

beforeAll(async () => {
  [browser, files] = await Promise.all([startChromium(), serveFiles()]);
});

afterAll(async () => {
  await browser.close();
  files.close();
});

it.each(STATES)('$name can be used by everybody, and nothing is complained about', async (state) => {
  const context = await browser.newContext({
    baseURL: files.address,
    locale: 'en',
    reducedMotion: 'reduce',
    viewport: { width: 390, height: 780 },
    // For axe alone: the pages' own policy lets nothing in.
    bypassCSP: true,
  });
  const { page, complaints } = await open(context, state);
  await page.addScriptTag({ content: axe.source });
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violations(page)));
  }

  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  await context.close();
});

/** What axe finds, by WCAG 2.2 AA and by what it calls best practice. */
function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run({ runOnly: tags });
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`,
    );
  });
}

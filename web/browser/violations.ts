import axe, { type RunOnly } from 'axe-core';
import type { Page } from 'playwright-core';

const ALL: RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

/** The rules that look at colours: all else is the same in light and in dark. */
const OF_COLOURS: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What axe finds in light and in dark, by WCAG 2.2 AA and by what it calls best practice. */
export async function violations(page: Page): Promise<string[]> {
  // Not as a script of the page: its policy lets none in.
  await page.evaluate(axe.source);
  await page.emulateMedia({ colorScheme: 'light' });
  const found = await page.evaluate(run, ALL);
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...found, ...(await page.evaluate(run, OF_COLOURS))];
}

async function run(only: RunOnly): Promise<string[]> {
  const { axe } = window as unknown as { axe: typeof import('axe-core') };
  const found = await axe.run({ runOnly: only });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
}

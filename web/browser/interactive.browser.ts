import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium';
import { untilInteractive, WAYS_IN } from './interactive';

/** The page; its script, its style and where the system is; the words and the talk. */
const MOST_ROUNDS = 3;

/** So slow that what is asked for at once is known from what waits, also on a machine that has much else to do. */
const ANSWER_MILLIS = 400;

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});

afterAll(() => browser.close());

it.concurrent.each(WAYS_IN)('the page of a $name can be used after three answers', { retry: 2 }, async (wayIn) => {
  const { rounds } = await untilInteractive(browser, wayIn, { answerMillis: ANSWER_MILLIS });

  expect(rounds).toBeGreaterThan(1);
  expect(rounds).toBeLessThanOrEqual(MOST_ROUNDS);
});

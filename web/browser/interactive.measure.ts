import { startChromium } from './chromium';
import { percentile } from './figures';
import { type Profile, untilInteractive, WAYS_IN } from './interactive';
import { it } from 'vitest';

/** As Lighthouse takes a slow phone to be: 1.6 Mbit/s, 150 ms to an answer, a processor four times slower. */
const SLOW: Profile = { latency: 150, bitsPerSecond: 1_600_000, slower: 4, connect: 0 };

/** TCP and TLS 1.3 take two more. */
const FIRST_CONNECTION = { ...SLOW, connect: 2 * SLOW.latency };

const TIMES = 5;

it('measures how soon the pages can be used', { timeout: 300_000 }, async () => {
  const browser = await startChromium();
  const print = (line: string) => process.stdout.write(`${line}\n`);
  print(`| page | rounds | can be used after (median) | slowest of ${TIMES} | with a connection to set up first |`);
  print('| --- | --- | --- | --- | --- |');
  for (const wayIn of WAYS_IN) {
    const times: number[] = [];
    const withConnection: number[] = [];
    const { rounds } = await untilInteractive(browser, wayIn, { answerMillis: 400 });
    for (let i = 0; i < TIMES; i++) {
      times.push((await untilInteractive(browser, wayIn, { profile: SLOW })).millis);
      withConnection.push((await untilInteractive(browser, wayIn, { profile: FIRST_CONNECTION })).millis);
    }
    const [median, slowest, connected] = [
      percentile(times, 50),
      percentile(times, 100),
      percentile(withConnection, 50),
    ].map(Math.round);
    print(`| ${wayIn.name} | ${rounds} | ${median} ms | ${slowest} ms | ${connected} ms |`);
  }
  await browser.close();
});

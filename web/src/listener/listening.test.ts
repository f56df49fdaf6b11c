import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FASTEST, FETCH_MILLIS } from './playlist';
import type { Sounds } from './simulatedEars';
import { type Answer, type Circumstances, type End, LANGUAGES, SimulatedTalk } from './simulatedTalk';

const RUNS = 60;

type Step = (talk: SimulatedTalk) => Promise<void>;

/** A step that prints what it is. */
function step<T>(name: string, values: fc.Arbitrary<T>, take: (talk: SimulatedTalk, values: T) => Promise<void>) {
  return values.map((drawn): Step => {
    const taken: Step = (talk) => take(talk, drawn);
    return Object.assign(taken, { [fc.toStringMethod]: () => `${name} ${fc.stringify(drawn)}` });
  });
}

const nothing = fc.constant(undefined);
const seconds = (least: number, most: number) =>
  fc.integer({ min: 10 * least, max: 10 * most }).map((tenths) => 100 * tenths);
const someTime = fc.oneof(seconds(0, 1), seconds(0, 10), seconds(0, 120));

const says = step(
  'says',
  fc.record({ silent: seconds(0, 2), millis: seconds(0.8, 6), swapped: fc.boolean() }),
  (talk, { silent, millis, swapped }) => talk.say(silent, millis, swapped),
);
const saysAgainMoved = (...by: number[]) =>
  step('says again', fc.record({ ago: fc.nat(5), moved: fc.constantFrom(0, ...by) }), (talk, { ago, moved }) =>
    talk.sayAgain(ago, moved),
  );
const speakerPauses = step('speaker pauses', nothing, (talk) => talk.speakerPauses());
const speakerGoesOn = step('speaker goes on', nothing, (talk) => talk.speakerGoesOn());
const networkGoes = step('network goes', fc.record({ silently: fc.boolean() }), (talk, { silently }) =>
  talk.networkGoes(silently),
);
const networkComes = step('network comes', nothing, (talk) => talk.networkComes());
const serverForgets = step('server forgets', fc.record({ tickets: fc.boolean() }), (talk, { tickets }) =>
  talk.serverForgets(tickets),
);
const changesLanguage = step('changes language', fc.constantFrom(...LANGUAGES), (talk, to) => talk.changeLanguage(to));
const hearsLastMinute = step('hears last minute', nothing, (talk) => talk.hearLastMinute());
const pauses = step('pauses', nothing, (talk) => talk.pause());
const resumes = step('resumes', nothing, (talk) => talk.resume());
const pausesFor = step('pauses for', seconds(0, 59), async (talk, millis) => {
  await talk.pause();
  await talk.pass(millis);
  await talk.resume();
});
const timePasses = step('time passes', someTime, (talk, millis) => talk.pass(millis));

const stepsOf = (...weighted: [weight: number, step: fc.Arbitrary<Step>][]) =>
  fc.array(fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary }))), {
    maxLength: 100,
    size: 'max',
  });
const answers = (millis: fc.Arbitrary<number>, ...how: Answer['how'][]) =>
  fc.array(fc.record({ how: fc.constantFrom(...how), millis }), { minLength: 1, maxLength: 8 });
const comesInTheEnd = (some: Answer[]): Answer[] => [...some, { how: 'comes', millis: 100 }];
const anyEnd = fc.constantFrom<End>('told', 'silent', 'unseen');

/** A run that fails is made shorter for so long. */
const LIMIT_MILLIS = 30_000;

async function listen(circumstances: Circumstances, steps: Step[], end: End, afterwards: Step[] = []) {
  const talk = await SimulatedTalk.joined(circumstances);
  for (const take of steps) {
    await take(talk);
  }
  await talk.end(end);
  for (const take of afterwards) {
    await take(talk);
  }
  await hearTheRest(talk);
  return talk;
}

/** Gives a listener time for all that is still to be heard: to be asked for, to be fetched and to be played. */
async function hearTheRest(talk: SimulatedTalk): Promise<void> {
  await talk.networkComes();
  await talk.resume();
  const enough = 3 * FETCH_MILLIS + 300_000 + talk.numbersSaid.length * FETCH_MILLIS;
  for (let passed = 0; passed < enough && talk.session.state.value !== 'over'; passed += 1_000) {
    await talk.pass(1_000);
  }
  await talk.pass(5_000);
}

function neverTwoAtOnce({ ears }: SimulatedTalk): void {
  expect(ears.overlaps).toBe(0);
}

/** With another language everything may begin anew, and once with each wish for the last minute. */
function inOrderAndNothingTwice({ events }: SimulatedTalk): void {
  let latest = -1;
  let wishes = 0;
  for (const event of events) {
    if (event.what === 'language changed') {
      latest = -1;
    } else if (event.what === 'last minute wanted') {
      wishes++;
    } else if (event.what === 'heard') {
      wishes -= event.number <= latest ? 1 : 0;
      expect(wishes, `times that ${event.number} may be heard after ${latest}`).toBeGreaterThanOrEqual(0);
      latest = event.number;
    }
  }
}

function onlyTheLanguageThatIsWanted({ events }: SimulatedTalk): void {
  const heard = events.filter((event) => event.what === 'heard');
  expect(heard.map((one) => one.language)).toEqual(heard.map((one) => one.wanted));
}

function asFastAsIsUnderstood({ ears }: SimulatedTalk): void {
  expect(ears.rates.filter((rate) => rate < 1 || rate > FASTEST)).toEqual([]);
}

function everySoundIsReleasedOnce({ fetched, ears }: SimulatedTalk): void {
  expect([...ears.released].sort()).toEqual([...fetched].sort());
}

function isOver({ session }: SimulatedTalk): void {
  expect(session.state.value).toBe('over');
}

function everythingIsReadInOrder({ session, numbersSaid }: SimulatedTalk): void {
  expect(session.lines.value.map((line) => line.text)).toEqual(numbersSaid.map((number) => `es ${number}`));
}

function everythingIsHeardOrDropped({ events, numbersSaid }: SimulatedTalk): void {
  const dealtWith = new Set(events.map((event) => ('number' in event ? event.number : undefined)));
  expect(numbersSaid.filter((number) => !dealtWith.has(number))).toEqual([]);
}

function everythingIsHeard({ events, numbersSaid }: SimulatedTalk): void {
  expect(events.filter((event) => event.what === 'dropped')).toEqual([]);
  expect(events.flatMap((event) => (event.what === 'heard' ? event.number : []))).toEqual(numbersSaid);
}

describe('listening to a talk', () => {
  it('is never mixed up and comes to its end, whatever happens', async () => {
    const circumstances = fc.record({
      offered: fc.subarray([...LANGUAGES]).map((some) => ['es' as const, ...some]),
      missed: answers(someTime, 'comes', 'comes', 'fails', 'UNAVAILABLE', 'RATE_LIMITED', 'never'),
      sounds: answers(someTime, 'comes', 'comes', 'comes', 'fails', 'never'),
      heard: fc.array(fc.constantFrom<Sounds>('ends', 'ends', 'ends', 'fails', 'hangs'), { minLength: 1 }),
    });
    const steps = stepsOf(
      [14, says],
      [2, saysAgainMoved(150, -150)],
      [1, speakerPauses],
      [2, speakerGoesOn],
      [2, networkGoes],
      [4, networkComes],
      [1, serverForgets],
      [2, changesLanguage],
      [1, hearsLastMinute],
      [1, pauses],
      [2, resumes],
      [3, timePasses],
    );
    const afterwards = steps.map((some) => some.slice(0, 8));
    const property = fc.asyncProperty(circumstances, steps, anyEnd, afterwards, async (...run) => {
      const talk = await listen(...run);

      neverTwoAtOnce(talk);
      inOrderAndNothingTwice(talk);
      onlyTheLanguageThatIsWanted(talk);
      asFastAsIsUnderstood(talk);
      isOver(talk);
      everySoundIsReleasedOnce(talk);
    });
    await fc.assert(property, { numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MILLIS });
  }, 600_000);

  it('misses nothing that can be had in the end, but what is too late to be heard', async () => {
    const circumstances = fc.record({
      offered: fc.constant(LANGUAGES),
      missed: answers(seconds(0, 3), 'comes', 'UNAVAILABLE', 'RATE_LIMITED').map(comesInTheEnd),
      sounds: answers(seconds(0, 20), 'comes'),
      heard: fc.array(fc.constantFrom<Sounds>('ends', 'ends', 'ends', 'fails', 'hangs'), { minLength: 1 }),
    });
    const steps = stepsOf(
      [14, says],
      [2, saysAgainMoved(150, -150)],
      [1, speakerPauses],
      [2, speakerGoesOn],
      [2, networkGoes],
      [4, networkComes],
      [1, serverForgets],
      [1, pausesFor],
      [2, timePasses],
    );
    const property = fc.asyncProperty(circumstances, steps, anyEnd, async (...run) => {
      const talk = await listen(...run);

      isOver(talk);
      everythingIsReadInOrder(talk);
      everythingIsHeardOrDropped(talk);
    });
    await fc.assert(property, { numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MILLIS });
  }, 600_000);

  it('hears everything once when only the connection is lost now and then', async () => {
    const circumstances = fc.record({
      offered: fc.constant(LANGUAGES),
      missed: answers(seconds(0, 1.5), 'comes'),
      sounds: answers(seconds(0, 1.5), 'comes'),
      heard: fc.constant(['ends' as const]),
    });
    const isLostFor = step(
      'connection is lost',
      fc.record({ silently: fc.boolean(), millis: seconds(0, 15) }),
      async (talk, { silently, millis }) => {
        await talk.networkGoes(silently);
        await talk.pass(millis);
        await talk.networkComes();
      },
    );
    const steps = stepsOf(
      [14, says],
      [2, saysAgainMoved(150, -150)],
      [1, speakerPauses],
      [2, speakerGoesOn],
      [2, isLostFor],
      [1, serverForgets],
      [2, timePasses],
    );
    const property = fc.asyncProperty(circumstances, steps, anyEnd, async (...run) => {
      const talk = await listen(...run);

      isOver(talk);
      everythingIsReadInOrder(talk);
      everythingIsHeard(talk);
    });
    await fc.assert(property, { numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MILLIS });
  }, 600_000);
});

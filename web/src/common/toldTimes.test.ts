import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ToldTimes } from './toldTimes';

describe('what was told', () => {
  it('is not new when it starts where something started before', () => {
    const told = new ToldTimes();
    told.add(1_000, 2_000);

    expect(told.isNew(1_000, 9_000)).toBe(false);
  });

  it('is not new when more than half of it was told', () => {
    const told = new ToldTimes();
    told.add(1_000, 2_000);

    expect(told.isNew(1_400, 2_500)).toBe(false);
    expect(told.isNew(1_500, 2_500)).toBe(true);
  });

  it('counts what was told in several stretches together', () => {
    const told = new ToldTimes();
    told.add(0, 300);
    told.add(700, 1_000);

    expect(told.isNew(1, 1_000)).toBe(false);
  });

  it('has a length even if it has none', () => {
    const told = new ToldTimes();

    expect(told.add(5, 5)).toBe(true);
    expect(told.add(5, 5)).toBe(false);
  });

  it('covers every time in the end, and no stretch twice', () => {
    const stretch = fc.tuple(fc.nat(200), fc.nat(40)).map(([start, length]) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 60 }), (stretches) => {
        const told = new ToldTimes();
        const covered = new Set<number>();
        for (const { start, end } of stretches) {
          const millis = Array.from({ length: Math.max(1, end - start) }, (_, i) => start + i);
          const before = millis.filter((milli) => covered.has(milli)).length;
          if (told.add(start, end)) {
            expect(2 * before).toBeLessThanOrEqual(millis.length);
            millis.forEach((milli) => covered.add(milli));
          }
          expect(told.isNew(start, end)).toBe(false);
        }
      }),
    );
  });
});

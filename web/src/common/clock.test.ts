import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { every, SystemClock } from './clock';

describe("the machine's clock", () => {
  let machine: number;
  let clock: SystemClock;
  let told: string[];

  beforeEach(() => {
    vi.useFakeTimers();
    machine = 1_000_000;
    clock = new SystemClock(() => machine);
    told = [];
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes on from where it was when the machine’s is set back', () => {
    const before = clock.now();
    machine -= 3_600_000;
    expect(clock.now()).toBe(before);
    machine += 250;

    expect(clock.now()).toBe(before + 250);
  });

  it('calls once what the browser calls late, in order and at once when it is caught up', () => {
    clock.after(2_000, () => told.push('second'));
    clock.after(1_000, () => told.push('first'));
    clock.after(9_000, () => told.push('not yet'));
    machine += 5_000;
    clock.catchUp();
    expect(told).toEqual(['first', 'second']);
    clock.catchUp();
    vi.advanceTimersByTime(5_000);

    expect(told).toEqual(['first', 'second']);
  });

  it('calls nothing that was taken back, be it by a call before', () => {
    const takeBack = clock.after(1_000, () => told.push('taken back'));
    clock.after(500, takeBack);
    machine += 5_000;
    clock.catchUp();
    vi.advanceTimersByTime(5_000);

    expect(told).toEqual([]);
  });

  it('calls again and again also when it is caught up', () => {
    const stop = every(clock, 100, () => told.push('look'));
    machine += 5_000;
    clock.catchUp();
    expect(told).toEqual(['look']);
    machine += 100;
    clock.catchUp();
    stop();
    machine += 100;
    clock.catchUp();

    expect(told).toEqual(['look', 'look']);
  });
});

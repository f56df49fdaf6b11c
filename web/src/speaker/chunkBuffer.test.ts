import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MOST_CHUNK_BYTES } from '../protocol';
import { ChunkBuffer } from './chunkBuffer';
import type { Chunk } from './keptChunk';

const blob = (bytes: number) => new Uint8Array(bytes);
const places = (chunks: Chunk[]) => chunks.map((chunk) => `${chunk.recording}/${chunk.sequence}`);

describe("a speaker's chunks", () => {
  let buffer: ChunkBuffer;
  /** Time goes by while the machine is awake. */
  const pass = (from: number, until: number) => {
    for (let now = from; now < until; now += 1_000) {
      buffer.pass(now);
    }
    buffer.pass(until);
  };
  const add = (chunks: number) => {
    for (let i = 0; i < chunks; i++) {
      buffer.add(blob(1), 0);
    }
  };

  beforeEach(() => {
    buffer = new ChunkBuffer();
  });

  it('are numbered without holes, the empty ones too, and anew in each recording', () => {
    buffer.add(blob(10), 0);
    buffer.add(blob(0), 0);
    buffer.startRecording();
    buffer.add(blob(10), 0);

    expect(places(buffer.due(0))).toEqual(['0/0', '0/1', '1/0']);
    expect(buffer.chunksInLast()).toBe(1);
  });

  it('go on after the recordings of an earlier visit', () => {
    buffer = new ChunkBuffer(3);
    buffer.startRecording();
    buffer.add(blob(1), 0);

    expect(places(buffer.due(0))).toEqual(['3/0']);
  });

  it('are sent again when nothing is heard of them', () => {
    buffer.add(blob(1), 0);
    buffer.due(0);

    expect(buffer.due(9_999)).toEqual([]);
    expect(places(buffer.due(10_000))).toEqual(['0/0']);
  });

  it('are sent again after a problem, later each time', () => {
    buffer.add(blob(1), 0);
    buffer.due(0);
    buffer.postponed({ recording: 0, sequence: 0 }, 0);
    expect(buffer.due(199)).toEqual([]);
    expect(places(buffer.due(200))).toEqual(['0/0']);

    buffer.postponed({ recording: 0, sequence: 0 }, 200);
    expect(buffer.due(599)).toEqual([]);
    expect(places(buffer.due(600))).toEqual(['0/0']);
  });

  it('wait behind one for which a service is not there, and follow at once when it is', () => {
    buffer.add(blob(1), 0);
    buffer.add(blob(1), 0);
    buffer.due(0);
    buffer.unavailable({ recording: 0, sequence: 0 }, 0);
    buffer.unavailable({ recording: 0, sequence: 1 }, 100);
    buffer.add(blob(1), 100);
    expect(buffer.due(199)).toEqual([]);
    expect(places(buffer.due(200))).toEqual(['0/0']);

    buffer.acknowledged({ recording: 0, sequence: 0 });
    expect(places(buffer.due(210))).toEqual(['0/1', '0/2']);
  });

  it('leave no faster than the server takes them', () => {
    let sent = 0;
    add(400);
    for (let now = 0; now <= 10_000; now += 50) {
      for (const chunk of buffer.due(now)) {
        buffer.acknowledged(chunk);
        sent++;
      }
      expect(sent).toBeLessThanOrEqual(10 + (20 * now) / 1_000);
    }
    expect(sent).toBeGreaterThanOrEqual(200);
  });

  it('wait as long as the server says', () => {
    buffer.add(blob(1), 0);
    buffer.due(0);
    buffer.postponed({ recording: 0, sequence: 0 }, 0, 20);

    expect(buffer.due(19_999)).toEqual([]);
    expect(places(buffer.due(20_000))).toEqual(['0/0']);
  });

  it('are kept until they are acknowledged, and not sent again then', () => {
    buffer.add(blob(1), 0);
    buffer.add(blob(1), 0);
    buffer.acknowledged({ recording: 0, sequence: 0 });

    expect(buffer.oldest()).toEqual({ recording: 0, sequence: 1 });
    buffer.received([{ recording: 0, first: 0, last: 7 }]);
    expect(buffer.isEmpty()).toBe(true);
    expect(buffer.due(60_000)).toEqual([]);
  });

  it('all go again on another connection, a few at a time', () => {
    add(40);
    buffer.due(0);
    buffer.sendAllAgain();

    const sent = [5_000, 5_500, 6_000, 6_500].flatMap((now) => buffer.due(now));
    expect(sent).toHaveLength(32);
    expect(buffer.due(8_000)).toHaveLength(0);
    buffer.acknowledged({ recording: 0, sequence: 0 });
    expect(places(buffer.due(8_000))).toEqual(['0/32']);
  });

  it('are given up after two minutes, and counted', () => {
    buffer.add(blob(1), 0);
    pass(0, 60_000);
    buffer.add(blob(1), 60_000);
    pass(60_000, 120_001);

    expect(places(buffer.due(120_001))).toEqual(['0/1']);
    expect(buffer.lost).toBe(1);
  });

  it('get no older while the machine sleeps', () => {
    buffer.add(blob(1), 0);
    pass(0, 60_000);
    buffer.pass(3_600_000);
    pass(3_600_000, 3_660_000);
    expect(buffer.lost).toBe(0);
    buffer.pass(3_660_001);

    expect(buffer.lost).toBe(1);
  });

  it('are sent again at once when four that left later have overtaken them', () => {
    add(9);
    buffer.due(0);
    [1, 2, 3].forEach((sequence) => buffer.acknowledged({ recording: 0, sequence }));
    expect(buffer.due(1_000)).toEqual([]);
    buffer.acknowledged({ recording: 0, sequence: 4 });
    // Answers that are as close together may come in any order.
    expect(buffer.due(999)).toEqual([]);
    expect(places(buffer.due(1_000))).toEqual(['0/0']);

    // These left before it was sent again.
    [5, 6, 7, 8].forEach((sequence) => buffer.acknowledged({ recording: 0, sequence }));
    expect(buffer.due(10_999)).toEqual([]);
    expect(places(buffer.due(11_000))).toEqual(['0/0']);
  });

  it('are sent again at once after a problem when one that left later has arrived', () => {
    add(3);
    buffer.due(0);
    buffer.postponed({ recording: 0, sequence: 1 }, 0);
    buffer.acknowledged({ recording: 0, sequence: 0 });
    expect(buffer.due(50)).toEqual([]);
    buffer.acknowledged({ recording: 0, sequence: 2 });

    expect(places(buffer.due(50))).toEqual(['0/1']);
  });

  it('wait as long as the server says also when one that left later has arrived', () => {
    add(2);
    buffer.due(0);
    buffer.postponed({ recording: 0, sequence: 0 }, 0, 5);
    buffer.acknowledged({ recording: 0, sequence: 1 });

    expect(buffer.due(4_999)).toEqual([]);
    expect(places(buffer.due(5_000))).toEqual(['0/0']);
  });

  it('say how long an answer to what was sent has not come, and how many have not left', () => {
    buffer.add(blob(1), 0);
    expect(buffer.unsent()).toBe(1);
    buffer.due(500);
    buffer.add(blob(1), 700);
    expect(buffer.unsent()).toBe(1);
    expect(buffer.unansweredMillis(800)).toBe(300);
    buffer.postponed({ recording: 0, sequence: 0 }, 900);

    expect(buffer.unansweredMillis(1_000)).toBe(0);
    expect(buffer.unsent()).toBe(2);
  });

  it('are not kept when their recording is refused', () => {
    buffer.add(blob(1), 0);
    buffer.refuseRecording(0);
    buffer.add(blob(1), 0);

    expect(buffer.due(0)).toEqual([]);
    expect(buffer.refused).toBe(2);
    expect(buffer.chunksInLast()).toBe(2);
  });

  it('say when a recording is over', () => {
    buffer.add(blob(1), 0);
    buffer.endRecording(0);

    expect(buffer.due(0).map((chunk) => chunk.last)).toEqual([false, true]);
  });

  it('arrive or are counted as lost, whatever the server does with each', () => {
    const fates = fc.constantFrom('taken', 'taken, answer lost', 'lost', 'postponed', 'unavailable');
    fc.assert(
      fc.property(fc.array(fates, { maxLength: 200 }), fc.nat(40), (fate, chunks) => {
        let answers = 0;
        const all = new ChunkBuffer();
        const taken = new Set<number>();
        for (let now = 0; now < 250 * chunks || !all.isEmpty(); now += 250) {
          all.pass(now);
          if (now < 250 * chunks) {
            all.add(blob(1), now);
          }
          for (const chunk of all.due(now)) {
            const what = fate[answers++] ?? 'taken';
            if (what.startsWith('taken')) {
              taken.add(chunk.sequence);
            }
            if (what === 'taken') {
              all.acknowledged(chunk);
            } else if (what === 'postponed' || what === 'unavailable') {
              all[what](chunk, now);
            }
          }
        }

        expect(taken.size + all.lost).toBeGreaterThanOrEqual(chunks);
        expect(all.undelivered()).toBe(all.lost);
      }),
    );
  });

  it('make up the recorded bytes, in pieces that fit a message', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3 * MOST_CHUNK_BYTES), { maxLength: 8 }), (sizes) => {
        const all = new ChunkBuffer();
        sizes.forEach((size) => all.add(blob(size), 0));
        const chunks = [0, 1_000, 2_000, 3_000].flatMap((now) => all.due(now));

        expect(chunks.every((chunk) => chunk.bytes.length <= MOST_CHUNK_BYTES)).toBe(true);
        expect(chunks.map((chunk) => chunk.sequence)).toEqual(chunks.map((_, i) => i));
        expect(chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0)).toBe(sizes.reduce((a, b) => a + b, 0));
      }),
    );
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { FakeConnections } from './fakeConnections';
import { ANSWER_MILLIS, HEARTBEAT_MILLIS, Link, OPEN_MILLIS, OVERLAP_MILLIS, RENEW_MILLIS } from './link';
import { SimulatedClock } from './simulatedClock';

describe('a link', () => {
  let clock: SimulatedClock;
  let connections: FakeConnections;
  let told: string[];
  let link: Link;

  beforeEach(() => {
    clock = new SimulatedClock();
    connections = new FakeConnections();
    told = [];
    link = new Link(connections.connect, clock, {
      opened: () => told.push('opened'),
      received: (message) => told.push(message.type),
      lost: () => told.push('lost'),
    });
    link.open();
  });

  it('opens another connection when one is lost, waiting longer each time', () => {
    connections.open();
    connections.last.events.closed();
    const counts = [0, 250, 500, 1_000, 2_000, 4_000, 5_000].map((wait) => {
      clock.pass(wait);
      if (wait > 0) {
        connections.last.events.closed();
      }
      return connections.all.length;
    });

    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(told).toEqual(['opened', 'lost']);
  });

  it('gives up a connection that does not open', () => {
    clock.pass(OPEN_MILLIS + 250);

    expect(connections.all).toHaveLength(2);
    expect(connections.all[0]?.closed).toBe(true);
  });

  it('says often enough that it is there', () => {
    const connection = connections.open();
    clock.pass(HEARTBEAT_MILLIS);

    expect(connection.sent).toEqual([{ action: 'heartbeat' }]);
  });

  it('gives up a connection that does not answer', () => {
    connections.open();
    clock.pass(1);
    link.probe();
    clock.pass(ANSWER_MILLIS);

    expect(told).toEqual(['opened', 'lost']);
    expect(connections.all).toHaveLength(2);
  });

  it('gives up a connection on which it said that it is there and heard nothing', () => {
    connections.open();
    clock.pass(HEARTBEAT_MILLIS + ANSWER_MILLIS);

    expect(told).toEqual(['opened', 'lost']);
    expect(connections.all).toHaveLength(2);
  });

  it('plans nothing for connections that are gone', () => {
    connections.open();
    const planned = clock.planned;
    for (let i = 0; i < 20; i++) {
      connections.last.events.closed();
      clock.pass(250);
      connections.open();
      link.reopen();
      connections.open();
    }
    expect(clock.planned).toBe(planned);
    link.close();

    expect(clock.planned).toBe(0);
  });

  it('keeps a connection that answers', () => {
    const connection = connections.open();
    clock.pass(1);
    link.probe();
    clock.pass(100);
    connection.say({ type: 'heartbeatHeard', serverMillis: 1, sessionId: 's' });
    clock.pass(ANSWER_MILLIS);

    expect(connections.all).toHaveLength(1);
  });

  it('takes a new connection before two hours are over, and hears the old one a little longer', () => {
    const old = connections.open();
    for (let passed = 0; passed < RENEW_MILLIS; passed += 3_000) {
      clock.pass(3_000);
      old.say({ type: 'sessionLeft', sessionId: 's' });
    }
    told = told.filter((one) => one !== 'sessionLeft');
    connections.open();
    old.say({ type: 'sessionLeft', sessionId: 's' });
    expect(old.closed).toBe(false);
    clock.pass(OVERLAP_MILLIS);

    expect(told).toEqual(['opened', 'opened', 'sessionLeft']);
    expect(old.closed).toBe(true);
  });

  it('tries at once when the network is back', () => {
    connections.open();
    connections.last.events.closed();
    link.retryNow();

    expect(connections.all).toHaveLength(2);
  });

  it('opens nothing more once closed', () => {
    connections.open();
    link.close();
    clock.pass(10 * RENEW_MILLIS);

    expect(connections.all).toHaveLength(1);
  });
});

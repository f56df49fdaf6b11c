import { expect, it } from 'vitest';
import { stateInWords } from './stateInWords';

const well = {
  state: 'running' as const,
  phase: 'LIVE' as const,
  connected: true,
  lost: 0,
  signedOut: false,
  silent: false,
  missing: undefined,
  awaited: false,
  badAudio: false,
};

it('says how a talk is doing, the worst first', () => {
  expect(stateInWords(well)).toEqual({ key: 'state.LIVE', warns: false });
  expect(stateInWords({ ...well, silent: true }).key).toBe('state.silent');
  expect(stateInWords({ ...well, awaited: true }).key).toBe('state.microphoneAwaited');
  expect(stateInWords({ ...well, silent: true, awaited: true, missing: 'none' }).key).toBe('state.noMicrophone');
  expect(stateInWords({ ...well, missing: 'busy' }).key).toBe('state.microphoneBusy');
  expect(stateInWords({ ...well, missing: 'denied' }).key).toBe('state.microphoneDenied');
  expect(stateInWords({ ...well, silent: true, phase: 'PAUSED' }).key).toBe('state.PAUSED');
  expect(stateInWords({ ...well, connected: false }).key).toBe('state.reconnecting');
  expect(stateInWords({ ...well, connected: false, lost: 3 }).key).toBe('state.reconnectingLost');
  expect(stateInWords({ ...well, connected: false, signedOut: true }).key).toBe('state.signedOut');
  expect(stateInWords({ ...well, connected: false, state: 'elsewhere' }).key).toBe('state.elsewhere');
});

it('claims that nothing is sent only where that is so: a connection outlives the sign-in that opened it', () => {
  expect(stateInWords({ ...well, signedOut: true }).key).toBe('state.LIVE');
});

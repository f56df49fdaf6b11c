import type { SessionPhase } from '../protocol';
import type { TextKey } from '../texts/texts';
import type { TalkState } from './speakerSession';

interface Facts {
  state: TalkState;
  phase: SessionPhase;
  connected: boolean;
  lost: number;
  delayMillis: number | undefined;
  silent: boolean;
  gone: boolean;
  badAudio: boolean;
}

interface Words {
  key: TextKey;
  values?: Record<string, number>;
  warns: boolean;
}

/** How a talk is doing, in one sentence: the first thing that a speaker should know. */
export function stateInWords(facts: Facts): Words {
  const warning = (key: TextKey): Words => ({ key, warns: true });
  if (facts.state === 'elsewhere') {
    return warning('state.elsewhere');
  }
  if (facts.state === 'starting' && !facts.connected) {
    return { key: 'state.starting', warns: false };
  }
  if (!facts.connected && facts.state !== 'over') {
    return warning(facts.lost === 0 ? 'state.reconnecting' : 'state.reconnectingLost');
  }
  if (facts.state === 'ending' || facts.state === 'over') {
    return { key: facts.state === 'over' ? 'state.ENDED' : 'state.ending', warns: false };
  }
  if (facts.badAudio) {
    return warning('state.badAudio');
  }
  if (facts.phase === 'PAUSED' || facts.phase === 'MUTED') {
    return warning(`state.${facts.phase}`);
  }
  if (facts.gone) {
    return warning('state.noMicrophone');
  }
  if (facts.silent) {
    return warning('state.silent');
  }
  if (facts.phase === 'LIVE' && facts.delayMillis !== undefined) {
    return { key: 'state.behind', values: { seconds: Math.round(facts.delayMillis / 100) / 10 }, warns: false };
  }
  return { key: `state.${facts.phase}`, warns: false };
}

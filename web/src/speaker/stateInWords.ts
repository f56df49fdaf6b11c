import type { SessionPhase } from '../protocol';
import type { TextKey } from '../texts/texts';
import type { WhyNoMicrophone } from './microphone';
import type { TalkState } from './speakerSession';

interface Facts {
  state: TalkState;
  phase: SessionPhase;
  connected: boolean;
  lost: number;
  signedOut: boolean;
  silent: boolean;
  missing: WhyNoMicrophone | undefined;
  awaited: boolean;
  badAudio: boolean;
}

interface Words {
  key: TextKey;
  warns: boolean;
}

const MISSING: Readonly<Record<WhyNoMicrophone, TextKey>> = {
  none: 'state.noMicrophone',
  busy: 'state.microphoneBusy',
  denied: 'state.microphoneDenied',
};

/** How a talk is doing, in one sentence: the first thing that a speaker should know. */
export function stateInWords(facts: Facts): Words {
  const warning = (key: TextKey): Words => ({ key, warns: true });
  if (facts.state === 'elsewhere') {
    return warning('state.elsewhere');
  }
  if (facts.signedOut && !facts.connected && facts.state !== 'over') {
    return warning('state.signedOut');
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
  if (facts.missing) {
    return warning(MISSING[facts.missing]);
  }
  if (facts.awaited) {
    return warning('state.microphoneAwaited');
  }
  if (facts.silent) {
    return warning('state.silent');
  }
  return { key: `state.${facts.phase}`, warns: false };
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Microphone, whyNoMicrophone } from './microphone';

const settled = () => new Promise<void>((done) => setImmediate(done));

it.each([
  ['NotFoundError', 'none'],
  ['OverconstrainedError', 'none'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
])('%s means that the microphone is %s', (name, why) => {
  expect(whyNoMicrophone(new DOMException('', name))).toBe(why);
});

/** A recorder whose device is a test. */
class FakeRecorder {
  state: RecordingState = 'inactive';
  ondataavailable: (event: { data: unknown }) => void = () => undefined;
  onstop: () => void = () => undefined;

  start(): void {
    this.state = 'recording';
  }

  stop(): void {
    this.state = 'inactive';
    this.gives([9]);
    this.onstop();
  }

  gives(bytes: number[]): void {
    this.ondataavailable({ data: { arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer) } });
  }
}

describe('a microphone', () => {
  let recorder: FakeRecorder;
  let told: unknown[];
  let givenBack: number;
  const events = {
    recorded: (bytes: Uint8Array) => told.push([...bytes]),
    stopped: (gone: boolean) => told.push(gone ? 'gone' : 'stopped'),
  };

  beforeEach(() => {
    told = [];
    givenBack = 0;
    recorder = new FakeRecorder();
    const track = { addEventListener: () => undefined, stop: () => givenBack++, label: 'Desk' };
    const stream = { getTracks: () => [track], getAudioTracks: () => [track] };
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => Promise.resolve(stream) } });
    vi.stubGlobal('addEventListener', () => undefined);
    vi.stubGlobal('removeEventListener', () => undefined);
    vi.stubGlobal('MediaRecorder', function () {
      return recorder;
    });
    vi.stubGlobal('AudioContext', function () {
      throw new DOMException('', 'NotSupportedError');
    });
  });

  afterEach(() => vi.unstubAllGlobals());

  it('records where its level can’t be measured', async () => {
    const microphone = await Microphone.open(undefined, events);
    microphone.record();
    recorder.gives([1]);
    microphone.stop();
    await settled();

    expect(microphone.level()).toBeUndefined();
    expect(told).toEqual([[1], [9], 'stopped']);
    expect(givenBack).toBe(1);
  });

  it('is given back where it can’t be recorded', async () => {
    vi.stubGlobal('MediaRecorder', function () {
      throw new DOMException('', 'NotSupportedError');
    });
    await expect(Microphone.open(undefined, events)).rejects.toThrow(DOMException);

    expect(givenBack).toBe(1);
  });

  it('stops at a piece that can’t be read: what comes after it would not fit', async () => {
    const microphone = await Microphone.open(undefined, events);
    microphone.record();
    recorder.gives([1]);
    recorder.ondataavailable({ data: { arrayBuffer: () => Promise.reject(new Error('no memory')) } });
    recorder.gives([3]);
    await settled();

    expect(told).toEqual([[1], 'gone']);
    expect(givenBack).toBe(1);
  });
});

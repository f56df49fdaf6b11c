import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the system is. */
    system: string;
    /** What is spoken into the microphone: a WAV file. */
    speech: string;
  }
}

const HOME = new URL('../../', import.meta.url).pathname;
const TALK = `${HOME}samples/recordings/talk-cr-mic-24k-250/`;
const TARGET = new URL('../target/', import.meta.url).pathname;

/** A system of the tests' own on free ports, unless DRAGOMAN_URL names one that runs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('speech', speech());
  const there = process.env['DRAGOMAN_URL'];
  if (there) {
    project.provide('system', there);
    return () => Promise.resolve();
  }
  const system = spawn(`${HOME}dragoman`, ['run', '--no-talk', '--port', '0', '--dashboard-port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const over = new Promise<void>((done) => system.once('exit', () => done()));
  const address = await new Promise<string>((found, failed) => {
    system.once('exit', (code) => failed(new Error(`./dragoman run ended with ${code}`)));
    createInterface(system.stdout).on('line', (line) => {
      const listen = /Listen at (http:\S+?)\/ /.exec(line)?.[1];
      if (listen) {
        found(listen);
      }
    });
  });
  project.provide('system', address);
  return async () => {
    system.kill('SIGTERM');
    await over;
  };
}

/** The sample talk as a microphone hears it. */
function speech(): string {
  const file = `${TARGET}talk.wav`;
  const chunks = readdirSync(TALK).filter((name) => name.endsWith('.webm'));
  mkdirSync(TARGET, { recursive: true });
  const bytes = Buffer.concat(chunks.sort().map((name) => readFileSync(TALK + name)));
  execFileSync('ffmpeg', ['-v', 'error', '-i', 'pipe:0', '-ar', '48000', '-ac', '1', '-y', file], { input: bytes });
  return file;
}

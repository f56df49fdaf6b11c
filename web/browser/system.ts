import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Building what has changed counts too. */
const START_MILLIS = 600_000;

/** How much of what the system said is told when it does not start. */
const LOG_LINES = 100;

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
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const over = new Promise<void>((done) => system.once('exit', () => done()));
  const log: string[] = [];
  const address = await new Promise<string>((found, failed) => {
    const fail = (what: string) => {
      const all = [...log, ...logFileOf(system.pid)].slice(-2 * LOG_LINES);
      failed(new Error(`./dragoman run ${what}; it said:\n${all.join('\n')}`));
    };
    const timer = setTimeout(() => {
      system.kill('SIGTERM');
      fail(`was not ready after ${START_MILLIS / 1_000} s`);
    }, START_MILLIS);
    system.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
    const note = (line: string) => {
      log.push(line);
      log.splice(0, log.length - LOG_LINES);
    };
    createInterface(system.stderr).on('line', (line) => {
      note(line);
      process.stderr.write(`${line}\n`);
    });
    createInterface(system.stdout).on('line', (line) => {
      note(line);
      const listen = /Listen at (http:\S+?)\/ /.exec(line)?.[1];
      if (listen) {
        clearTimeout(timer);
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

/** The end of what the system wrote to its file, if it has begun one. */
function logFileOf(pid: number | undefined): string[] {
  try {
    return readFileSync(join(tmpdir(), `dragoman-${pid}.log`), 'utf8')
      .split('\n')
      .slice(-LOG_LINES);
  } catch {
    return [];
  }
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

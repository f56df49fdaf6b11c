import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const START_MILLIS = 30_000;

/**
 * A sound server of a test's own (PulseAudio), for browsers that take no file for a microphone: what is
 * played on it is what its only microphone hears. Nobody else sees or hears it.
 */
export class SoundServer {
  private constructor(
    private readonly folder: string,
    private readonly server: ChildProcess,
    /** What programs find it by. */
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Whether this machine has one. */
  static isThere(): boolean {
    return existsSync('/usr/bin/pulseaudio');
  }

  static async start(): Promise<SoundServer> {
    const folder = mkdtempSync(`${tmpdir()}/dragoman-sound-`);
    const socket = `${folder}/native`;
    const own = { HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder };
    const environment = { ...process.env, ...own, PULSE_SERVER: `unix:${socket}` };
    const modules = [
      `module-native-protocol-unix socket=${socket} auth-anonymous=1`,
      'module-null-sink sink_name=mouth rate=48000 channels=1',
      'module-remap-source source_name=microphone master=mouth.monitor source_properties=device.description=Desk',
    ];
    const options = ['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--realtime=no'];
    const server = spawn('pulseaudio', [...options, ...modules.flatMap((module) => ['-L', module])], {
      env: environment,
      stdio: 'ignore',
    });
    const sound = new SoundServer(folder, server, environment);
    const failed = new Promise<never>((_, fail) => server.once('error', fail));
    await Promise.race([sound.isReady(), failed]);
    return sound;
  }

  /** Says what is in a WAV file into the microphone, until it is over or what this returns is called. */
  say(file: string): () => void {
    const mouth = spawn('paplay', ['--device=mouth', file], { env: this.environment, stdio: 'ignore' });
    return () => mouth.kill();
  }

  async stop(): Promise<void> {
    const gone = new Promise((done) => this.server.once('exit', done));
    this.server.kill();
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async isReady(): Promise<void> {
    const until = Date.now() + START_MILLIS;
    const take = () => run('pactl', ['set-default-source', 'microphone'], { env: this.environment });
    while (
      !existsSync(`${this.folder}/native`) ||
      !(await take().then(
        () => true,
        () => false,
      ))
    ) {
      if (Date.now() > until || this.server.exitCode !== null) {
        throw new Error('PulseAudio did not start; ./dragoman test installs it');
      }
      await pause(100);
    }
  }
}

import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * The network between one browser page and the system: everything the page asks goes through a port of its
 * own, on which nothing passes while it is cut. A connection that is cut is gone; one that is held stays
 * open without a word, as on a phone that has lost its cell.
 */
export class Tunnel {
  private readonly sockets = new Set<Socket>();
  private state: 'open' | 'cut' | 'held' = 'open';

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async to(system: string): Promise<Tunnel> {
    const { hostname, port } = new URL(system);
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const tunnel = new Tunnel(server, `http://localhost:${(server.address() as AddressInfo).port}`);
    server.on('connection', (near) => tunnel.take(near, () => connect(Number(port), hostname)));
    return tunnel;
  }

  /** Every connection breaks, and no other can be had. */
  cut(): void {
    this.state = 'cut';
    this.sockets.forEach((socket) => socket.destroy());
  }

  /** Nothing passes, and nobody is told. */
  hold(): void {
    this.state = 'held';
    this.sockets.forEach((socket) => socket.pause());
  }

  mend(): void {
    this.state = 'open';
    this.sockets.forEach((socket) => socket.resume());
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private take(near: Socket, dial: () => Socket): void {
    if (this.state === 'cut') {
      near.destroy();
      return;
    }
    const far = dial();
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('data', (bytes) => other.write(bytes));
      one.on('error', () => one.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      if (this.state === 'held') {
        one.pause();
      }
    }
  }
}

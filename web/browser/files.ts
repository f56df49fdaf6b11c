import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url);

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

interface Served {
  /** What stands at other addresses: JSON by path. */
  json?: Readonly<Record<string, unknown>>;
  /** How long every answer takes. */
  answerMillis?: number;
  /** How much longer the first answer on the first connection takes. */
  connectMillis?: number;
}

/** One request, with Date.now() when it came and when it was answered. */
export interface Asked {
  path: string;
  cameAt: number;
  answeredAt: number;
}

export interface Files {
  address: string;
  /** What was asked for and answered, in the order of the answers. */
  asked: Asked[];
  close: () => void;
}

/** Serves the built pages, compressed, as any server of files would. */
export async function serveFiles({ json = {}, answerMillis = 0, connectMillis = 0 }: Served = {}): Promise<Files> {
  const asked: Asked[] = [];
  let first: Socket | undefined;
  const server = createServer((request, response) => {
    const cameAt = Date.now();
    const { pathname: path } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.endsWith('/') ? `${path}index.html` : path;
    const isFirst = first === undefined;
    first ??= request.socket;
    const bytes = path in json ? Promise.resolve(JSON.stringify(json[path])) : readFile(new URL(`.${file}`, DIST));
    const answer = (status: number, body: Buffer | string, type: string) => {
      const send = () => {
        asked.push({ path, cameAt, answeredAt: Date.now() });
        response.writeHead(status, { 'content-type': type, 'content-encoding': 'gzip' }).end(gzipSync(body));
      };
      setTimeout(send, answerMillis + (isFirst ? connectMillis : 0));
    };
    bytes.then(
      (body) => answer(200, body, TYPES[path in json ? '.json' : extname(file)] ?? ''),
      () => answer(404, '', 'text/plain'),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { address: `http://localhost:${port}`, asked, close: () => server.close() };
}

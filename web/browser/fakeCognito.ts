import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Cognito's page and its tokens, as a test plays them: one link lets somebody in, another does not. */
export interface FakeCognito {
  address: string;
  /** Whether tokens are renewed. */
  renews: boolean;
  /** Whether its page has nothing to do with who opened its window. */
  parts: boolean;
  close: () => void;
}

/** Serves it on an address of its own. */
export async function startCognito(): Promise<FakeCognito> {
  const challenges = new Map<string, string>();

  const pageFor = (question: URLSearchParams) => {
    const code = randomUUID();
    challenges.set(code, question.get('code_challenge') ?? '');
    const back = (answer: Record<string, string>) => {
      const search = new URLSearchParams({ ...answer, state: question.get('state') ?? '' });
      return `${question.get('redirect_uri')}?${search.toString().replaceAll('&', '&amp;')}`;
    };
    return `<!doctype html><title>Cognito</title>
      <a href="${back({ code })}">Let in</a> <a href="${back({ error: 'access_denied' })}">Keep out</a>`;
  };

  const tokensFor = (wish: URLSearchParams) => {
    const code = wish.get('code') ?? '';
    const shown = createHash('sha256')
      .update(wish.get('code_verifier') ?? '')
      .digest('base64url');
    const good = wish.get('grant_type') === 'refresh_token' ? cognito.renews : challenges.get(code) === shown;
    challenges.delete(code);
    const claims = Buffer.from(JSON.stringify({ exp: Math.round(Date.now() / 1_000) + 3_600 })).toString('base64url');
    return good ? { access_token: `x.${claims}.y`, refresh_token: 'again' } : undefined;
  };

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/oauth2/authorize') {
      const policy = cognito.parts ? 'same-origin' : 'unsafe-none';
      response
        .writeHead(200, { 'content-type': 'text/html', 'cross-origin-opener-policy': policy })
        .end(pageFor(searchParams));
    } else {
      void bodyOf(request).then((body) => {
        const tokens = tokensFor(new URLSearchParams(body));
        response
          .writeHead(tokens ? 200 : 400, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
          .end(JSON.stringify(tokens ?? { error: 'invalid_grant' }));
      });
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const cognito = { address: `http://127.0.0.1:${port}`, renews: true, parts: false, close: () => void server.close() };
  return cognito;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) {
    body += String(part);
  }
  return body;
}

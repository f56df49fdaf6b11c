import type { Page, Request } from 'playwright-core';

/**
 * What a page gave away: requests to others than those who serve it (signed addresses of sound may be elsewhere),
 * secrets in any address (those of requests, of the page and of the tab's history), and addresses that a request
 * says it comes from.
 */
export async function givenAway(
  page: Page,
  requests: readonly Request[],
  secrets: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  const { origin } = new URL(page.url());
  for (const request of requests) {
    const url = new URL(request.url());
    const isSound = /^\/.*\/translated\/.*\.mp3$/.test(url.pathname) && url.searchParams.has('X-Amz-Signature');
    if (url.protocol !== 'blob:' && url.origin !== origin && !isSound) {
      found.push(`asked ${url.href}`);
    }
    const { referer } = request.headers();
    if (referer) {
      found.push(`told ${url.host} that it comes from ${referer}`);
    }
  }
  const history = await page.evaluate(() => {
    const { navigation } = window as unknown as { navigation: { entries(): { url: string }[] } };
    return [location.href, ...navigation.entries().map(({ url }) => url)];
  });
  for (const address of [...requests.map((request) => request.url()), ...history]) {
    if (secrets.some((secret) => address.includes(secret) || address.includes(encodeURIComponent(secret)))) {
      found.push(`a secret stands in ${address}`);
    }
  }
  return found;
}

import type { Page } from 'playwright-core';

/** Under this many pixels of words nobody follows a talk. */
const LEAST_CAPTIONS = 90;

/** Makes the page speak another language, as when somebody changes the browser's. */
export async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate((language) => {
    Object.defineProperty(navigator, 'languages', { get: () => [language], configurable: true });
    dispatchEvent(new Event('languagechange'));
  }, language);
  await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
}

/** What can't be read because it does not fit: text beyond the page's or its button's edge, and a page that scrolls sideways. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate((leastCaptions) => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) {
      found.push(`${document.documentElement.scrollWidth} pixels of ${innerWidth}`);
    }
    const captions = document.querySelector('.captions');
    if (captions && captions.clientHeight < leastCaptions) {
      found.push(`only ${captions.clientHeight} pixels of captions`);
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const parent = text.parentElement;
      if (!text.textContent?.trim() || !parent?.checkVisibility() || parent.closest('.unseen, option, noscript')) {
        continue;
      }
      const range = document.createRange();
      range.selectNodeContents(text);
      const edge = parent.closest('button, summary, dialog, .card, .alert')?.getBoundingClientRect();
      const left = Math.max(0, edge?.left ?? 0);
      const right = Math.min(innerWidth, edge?.right ?? innerWidth);
      for (const line of range.getClientRects()) {
        if (line.left < left - 1 || line.right > right + 1) {
          found.push(`“${text.textContent}” from ${line.left} to ${line.right} of ${left} to ${right}`);
        }
      }
    }
    for (const select of document.querySelectorAll('select')) {
      const style = getComputedStyle(select);
      const pen = document.createElement('canvas').getContext('2d');
      const shown = select.selectedOptions[0]?.text ?? '';
      if (pen && select.checkVisibility()) {
        pen.font = style.font;
        const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        if (pen.measureText(shown).width > room) {
          found.push(`“${shown}” in a choice of ${room} pixels`);
        }
      }
    }
    return [...new Set(found)];
  }, LEAST_CAPTIONS);
}

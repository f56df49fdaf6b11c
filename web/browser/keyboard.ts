import type { Page } from 'playwright-core';

const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/**
 * What somebody with a keyboard alone would miss: controls that Tab does not come to in the order in which they
 * stand, and those on which nothing shows that they have the focus.
 */
export async function missedByKeyboard(page: Page): Promise<string[]> {
  const controls = await page.evaluate((selector) => {
    const within = document.querySelector<HTMLElement>('dialog[open]') ?? document.body;
    const controls = [...within.querySelectorAll<HTMLElement>(selector)].filter(
      (control) => control.checkVisibility() && !control.matches(':disabled'),
    );
    Object.assign(window, { controls });
    // Tab goes on from here.
    within.tabIndex = -1;
    within.focus();
    within.removeAttribute('tabindex');
    return controls.map((control) => control.outerHTML.slice(0, 100));
  }, CONTROLS);
  const missed: string[] = [];
  for (const [i, control] of controls.entries()) {
    await page.keyboard.press('Tab');
    const { at, seen } = await page.evaluate(() => {
      const { controls } = window as unknown as { controls: Element[] };
      const focused = document.activeElement ?? document.body;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
      const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      return { at: controls.indexOf(focused), seen: outlined || boxShadow !== 'none' };
    });
    if (at !== i) {
      missed.push(`${control} is not reached in its turn`);
    } else if (!seen) {
      missed.push(`${control} does not show its focus`);
    }
  }
  return missed;
}

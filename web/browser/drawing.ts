import type { Page } from 'playwright-core';

/**
 * The page as it stands, as an SVG that needs nothing else: its elements and its style, so that it is text, is
 * sharp at any size, and follows whoever looks at it into dark or light.
 */
export function drawing(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const style = Array.from(document.styleSheets)
      .flatMap((sheet) => Array.from(sheet.cssRules, (rule) => rule.cssText))
      .join('\n');
    const body = document.body.cloneNode(true) as HTMLElement;
    body.querySelectorAll('noscript, script, dialog:not([open])').forEach((one) => one.remove());
    const inputs = document.body.querySelectorAll('input');
    body.querySelectorAll('input').forEach((copy, i) => copy.setAttribute('value', inputs[i]?.value ?? ''));
    const selects = document.body.querySelectorAll('select');
    body.querySelectorAll('select').forEach((copy, i) => {
      copy.querySelectorAll('option').forEach((option) => {
        option.toggleAttribute('selected', option.value === selects[i]?.value);
      });
    });
    for (const image of body.querySelectorAll('img')) {
      const icon = document.createElement('span');
      icon.innerHTML = await (await fetch(image.src)).text();
      icon.querySelector('svg')?.setAttribute('width', String(image.width));
      image.replaceWith(icon);
    }
    const xml = new XMLSerializer().serializeToString(body);
    const [width, height] = [innerWidth, innerHeight];
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<style><![CDATA[
${style}
]]></style>
<foreignObject width="${width}" height="${height}">${xml}</foreignObject>
</svg>
`;
  });
}

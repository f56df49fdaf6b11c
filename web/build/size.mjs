// Fails if a page makes a phone load more script than its budget, compressed, whatever language it speaks.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** In bytes. */
const BUDGETS = { 'index.html': 60 * 1024, 'speak/index.html': 70 * 1024 };

const dist = new URL('../dist/', import.meta.url);
const compressed = (/** @type {string} */ file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;

/** The scripts that a page or a script needs at once, and what they need. */
function needed(/** @type {string} */ file, /** @type {Set<string>} */ found = new Set()) {
  const text = readFileSync(new URL(file, dist), 'utf8');
  for (const [, name] of text.matchAll(/(?:from|import|src=|href=)\s*["'][^"']*?([\w-]+\.js)["']/g)) {
    const script = `assets/${name}`;
    if (!found.has(script)) {
      found.add(script);
      needed(script, found);
    }
  }
  return found;
}

const texts = readdirSync(new URL('assets/', dist)).filter((name) => /^[a-z]{2}-[\w-]+\.js$/.test(name));
const largestText = Math.max(0, ...texts.map((name) => compressed(`assets/${name}`)));
let failed = texts.length === 0;
for (const [page, budget] of Object.entries(BUDGETS)) {
  const bytes = [...needed(page)].reduce((sum, script) => sum + compressed(script), largestText);
  const kilobytes = (bytes / 1024).toFixed(1);
  process.stdout.write(`${page}: ${kilobytes} KB of script compressed, of ${budget / 1024} KB\n`);
  failed ||= bytes > budget || bytes < 1_000;
}
process.exitCode = failed ? 1 : 0;

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SOURCES = new URL('../../local/src/main/resources/dev/dragoman/local/talk/', import.meta.url);

/** The report of a talk as `./dragoman speak --out` writes it, of the same template, as a file. */
export async function writeReport(data: object): Promise<{ address: string; remove: () => Promise<void> }> {
  const source = (name: string): Promise<string> => readFile(new URL(name, SOURCES), 'utf8');
  const [template, style, script] = await Promise.all([
    source('report.html'),
    source('report.css'),
    source('report.js'),
  ]);
  const values: Record<string, string> = {
    policy: [
      `default-src 'none'`,
      `style-src '${hash(style)}'`,
      `script-src '${hash(script)}'`,
      `media-src data: file: 'self'`,
      `base-uri 'none'`,
      `form-action 'none'`,
    ].join('; '),
    style,
    script,
    data: JSON.stringify(data).replaceAll('<', '\\u003c'),
  };
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-report-'));
  const file = join(folder, 'report.html');
  await writeFile(
    file,
    template.replaceAll(/\{\{(\w+)\}\}/g, (place, name: string) => values[name] ?? place),
  );
  return { address: pathToFileURL(file).href, remove: () => rm(folder, { recursive: true }) };
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

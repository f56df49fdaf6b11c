/** A figure as it was really measured: the nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN;
}

/** How many words of the beginning of what was to be said are missing, wrong or too many, as a share of those heard. */
export function wordErrorRate(toSay: string, heard: string): number {
  const [wanted, got] = [words(toSay), words(heard)];
  let fewest = got.length;
  let row = got.map((_, i) => i + 1);
  row.unshift(0);
  wanted.forEach((word, i) => {
    const next = [i + 1];
    got.forEach((other, j) => {
      const change = (row[j] ?? 0) + (word === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    });
    row = next;
    fewest = Math.min(fewest, row.at(-1) ?? fewest);
  });
  return fewest / got.length;
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

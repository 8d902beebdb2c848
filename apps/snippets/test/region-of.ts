/**
 * What stands between `// #region NAME` and the next `// #endregion`, without its indentation; the whole file where no
 * region is named.
 *
 * Throws where the file has no such region.
 */
export function regionOf(source: string, region: string | undefined): string {
  if (region === undefined) return source.trimEnd();
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const end = lines.findIndex((line, index) => index > start && line.trim() === '// #endregion');
  if (start < 0 || end < 0) throw new Error(`there is no region ${region} with an end`);
  const inside = lines.slice(start + 1, end);
  while (inside[0]?.trim() === '') inside.shift();
  while (inside.at(-1)?.trim() === '') inside.pop();
  const indents = inside.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return inside.map((line) => line.slice(indent)).join('\n');
}

// Writes the regions of the snippets into the fences of the markdown files.
import { writeFileSync } from 'node:fs';
import { fencesOf, markdownFiles, ROOT, readText } from './markdown-fences.ts';
import { regionOf } from './region-of.ts';

for (const path of markdownFiles()) {
  const lines = readText(path).split('\n');
  // From the last to the first, so that the lines of those still to come stay where they are.
  for (const { line, code, source } of fencesOf(lines.join('\n')).reverse()) {
    if (source === undefined) {
      console.log(`${path}:${line} names no source`);
      continue;
    }
    const wanted = regionOf(readText(source.path), source.region);
    if (wanted === code) continue;
    lines.splice(line, code === '' ? 0 : code.split('\n').length, ...wanted.split('\n'));
    writeFileSync(new URL(path, ROOT), lines.join('\n'));
    console.log(`${path}:${line} updated`);
  }
}

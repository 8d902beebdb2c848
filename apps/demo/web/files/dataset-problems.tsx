import { useEffect, useState } from 'react';
import type { DatasetProblem } from '../service/service-error.ts';
import { linesOf } from './lines-of.ts';

interface DatasetProblemsProps {
  readonly file: File;
  readonly problems: readonly DatasetProblem[];
  /** How many there are, also those that are not listed. */
  readonly count: number;
}

/** What is wrong with a dataset, line by line, with the lines themselves. */
export function DatasetProblems({ file, problems, count }: DatasetProblemsProps) {
  const [lines, setLines] = useState<ReadonlyMap<number, string>>(new Map());

  useEffect(() => {
    let current = true;
    const numbers = problems.flatMap(({ line }) => (line === null ? [] : [line]));
    linesOf(file, numbers).then((found) => {
      if (current) setLines(found);
    });
    return () => {
      current = false;
    };
  }, [file, problems]);

  return (
    <div className="problems" role="alert">
      <p>
        <strong>{file.name}</strong> was not kept: {count === 1 ? 'one thing has' : `${count} things have`} to be mended
        first{count > problems.length && `, of which these are the first ${problems.length}`}. Mend the file, choose it
        again and send it once more.
      </p>
      <ol>
        {problems.map(({ line, code, message }) => (
          <li key={`${line}-${code}-${message}`}>
            <p>
              <strong>{line === null ? 'The whole file' : `line ${line}`}</strong> {message.replace(/^line \d+: /, '')}
            </p>
            {line !== null && lines.has(line) && <pre>{lines.get(line)}</pre>}
          </li>
        ))}
      </ol>
    </div>
  );
}

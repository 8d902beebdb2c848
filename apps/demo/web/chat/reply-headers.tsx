import { ScrollBox } from '../layout/scroll-box.tsx';
import { STACKS, type Stack } from '../service/stacks.ts';

const SHOWN = /^(x-request-id|x-ratelimit-|openai-|x-colloquy-|retry-after)/;

interface ReplyHeadersProps {
  readonly headers: Readonly<Record<Stack, Readonly<Record<string, string>>>>;
}

/** What the last reply's headers said, stack beside stack: the limits, and what support asks for. */
export function ReplyHeaders({ headers }: ReplyHeadersProps) {
  const names = [...new Set(STACKS.flatMap(({ id }) => Object.keys(headers[id])))].filter((name) => SHOWN.test(name));
  return (
    <section className="reply-headers" aria-labelledby="reply-headers">
      <h2 id="reply-headers">Headers of the last call</h2>
      {names.length === 0 ? (
        <p className="hint">Request ids, rate limits and timings appear here with the first answer.</p>
      ) : (
        <ScrollBox className="wide" label="Table of headers">
          <table>
            <thead>
              <tr>
                <th scope="col">Header</th>
                {STACKS.map(({ id, label }) => (
                  <th key={id} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {names.sort().map((name) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {STACKS.map(({ id }) => (
                    <td key={id}>{headers[id][name] ?? '–'}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  );
}

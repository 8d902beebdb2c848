import { useState } from 'react';
import { ScrollBox } from '../layout/scroll-box.tsx';
import { snippets } from './snippets.ts';
import type { NewToken } from './token.ts';

/** A token, the one time it is shown, with all that is needed to use it. */
export function ShownToken({ made, onDone }: { readonly made: NewToken; onDone(): void }) {
  const [copied, setCopied] = useState('');
  const copy = (what: string, text: string) => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(what),
      () => setCopied('nothing: the browser did not allow it, so mark the text and copy it by hand'),
    );
  };
  return (
    <section className="shown-token" aria-labelledby="shown-token">
      <h2 id="shown-token">Your token, shown this once</h2>
      <ScrollBox className="secret" label="The token">
        <code data-token>{made.token}</code>
      </ScrollBox>
      <div className="actions">
        <button type="button" className="quiet" onClick={() => copy('the token', made.token)}>
          Copy
        </button>
        <a
          className="quiet button"
          href={`data:application/jwt,${encodeURIComponent(made.token)}`}
          download={`${made.project}.jwt`}
        >
          Download as .jwt
        </a>
        <button type="button" className="quiet" onClick={onDone}>
          I have kept it
        </button>
        <span className="hint" role="status">
          {copied && `Copied ${copied}.`}
        </span>
      </div>
      <div className="two-columns">
        {snippets(window.location.origin, made.token).map(({ name, code }) => (
          <div key={name} className="snippet">
            <h3>{name}</h3>
            <ScrollBox className="code" label={`Code for ${name}`}>
              <pre>{code}</pre>
            </ScrollBox>
            <button type="button" className="quiet" onClick={() => copy(`the ${name} lines`, code)}>
              Copy for {name}
            </button>
          </div>
        ))}
      </div>
    </section>
  );
}

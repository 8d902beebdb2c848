import { ScrollBox } from '../layout/scroll-box.tsx';
import type { TokenInfo } from './token.ts';

const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

interface TokenTableProps {
  readonly tokens: readonly TokenInfo[];
  onRevoke(id: string): void;
}

/** The tokens that were given out, without the tokens themselves. */
export function TokenTable({ tokens, onRevoke }: TokenTableProps) {
  if (tokens.length === 0) return <p className="hint">No tokens are in use.</p>;
  return (
    <ScrollBox className="wide" label="Tokens in use">
      <table>
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col">Project</th>
            <th scope="col">Until</th>
            <th scope="col" className="spare">
              Id
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {tokens.map(({ id, project, label, expiresAt }) => (
            <tr key={id}>
              <th scope="row" id={`token-${id}`}>
                {label || 'no label'}
              </th>
              <td>{project}</td>
              <td>{date.format(new Date(expiresAt))}</td>
              <td className="spare">
                <code>{id}</code>
              </td>
              <td className="row-actions">
                <button type="button" className="link" aria-describedby={`token-${id}`} onClick={() => onRevoke(id)}>
                  Revoke
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

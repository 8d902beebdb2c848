import { type FormEvent, useState } from 'react';

const DAY_MS = 86_400_000;
const day = (ahead: number) => new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10);

/** What a token is asked for with. */
export interface TokenOrder {
  readonly project: string;
  readonly label: string;
  /** An ISO date. */
  readonly expiresAt: string;
  readonly format: 'jwt' | 'opaque';
}

interface TokenFormProps {
  readonly project: string;
  onProject(project: string): void;
  onRequest(order: TokenOrder): void;
}

/** Asks for a token: for which project, for how long, in which form. */
export function TokenForm({ project, onProject, onRequest }: TokenFormProps) {
  const [label, setLabel] = useState('');
  const [expires, setExpires] = useState(day(30));
  const [format, setFormat] = useState<'jwt' | 'opaque'>('jwt');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onRequest({ project: project.trim(), label: label.trim(), expiresAt: `${expires}T00:00:00.000Z`, format });
  };
  return (
    <form className="token-form" onSubmit={onSubmit}>
      <label className="field">
        <span>Project</span>
        <input required maxLength={64} value={project} onChange={(event) => onProject(event.target.value)} />
      </label>
      <label className="field">
        <span>Label</span>
        <input
          maxLength={64}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          placeholder="what it is for"
        />
      </label>
      <label className="field">
        <span>Expires</span>
        <input
          type="date"
          required
          min={day(1)}
          max={day(365)}
          value={expires}
          onChange={(event) => setExpires(event.target.value)}
        />
      </label>
      <label className="field">
        <span>Form</span>
        <select value={format} onChange={(event) => setFormat(event.target.value as 'jwt' | 'opaque')}>
          <option value="jwt">JWT</option>
          <option value="opaque">opaque</option>
        </select>
      </label>
      <div className="actions">
        <button type="submit">Request token</button>
      </div>
    </form>
  );
}

import { useId } from 'react';
import { useService } from '../service/service-context.ts';

/** The name of the page, and the menus of services and models that everything goes to. */
export function Masthead() {
  const modelField = useId();
  const { providers, provider, models, model, setProvider, setModel } = useService();
  return (
    <header className="masthead">
      <div>
        <h1>Colloquy</h1>
        <p>One client. Every OpenAI-compatible service. Three frameworks.</p>
      </div>
      <div className="service">
        <label className="field">
          <span>Service</span>
          <select value={provider.id} onChange={(event) => setProvider(event.target.value)}>
            {providers.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <div className="field">
          <label className="caption" htmlFor={modelField}>
            Model
          </label>
          {models.length > 0 ? (
            <select id={modelField} value={model} onChange={(event) => setModel(event.target.value)}>
              {[...new Set([model, ...models])].map((id) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          ) : (
            <input id={modelField} value={model} onChange={(event) => setModel(event.target.value)} />
          )}
        </div>
      </div>
    </header>
  );
}

import { type FormEvent, useEffect, useState } from 'react';
import type { StoredFile } from '../files/send-file.ts';
import { StackChoice } from '../layout/stack-choice.tsx';
import { STACKS, type Stack } from '../service/stacks.ts';

/** What a job is started with. */
export interface JobOrder {
  readonly stack: Stack;
  readonly training_file: string;
  readonly validation_file?: string;
  readonly suffix?: string;
  readonly hyperparameters?: { readonly n_epochs: number };
}

interface JobFormProps {
  readonly files: readonly StoredFile[];
  /** The file uploaded last, to begin with. */
  readonly uploaded: string | undefined;
  readonly model: string;
  readonly busy: boolean;
  onStart(order: JobOrder): void;
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** What to train, on what, and for how long. */
export function JobForm({ files, uploaded, model, busy, onStart }: JobFormProps) {
  const [stack, setStack] = useState<Stack>(STACKS[0].id);
  const [training, setTraining] = useState('');
  const [validation, setValidation] = useState('');
  const [suffix, setSuffix] = useState('');
  const [epochs, setEpochs] = useState('');
  const usable = files.filter(({ purpose }) => purpose === 'fine-tune');

  useEffect(() => {
    if (uploaded !== undefined) setTraining(uploaded);
  }, [uploaded]);
  const chosen = usable.some(({ id }) => id === training) ? training : (usable[0]?.id ?? '');

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onStart({
      stack,
      training_file: chosen,
      ...(validation === '' ? {} : { validation_file: validation }),
      ...(suffix.trim() === '' ? {} : { suffix: suffix.trim() }),
      ...(epochs === '' ? {} : { hyperparameters: { n_epochs: Number(epochs) } }),
    });
  };
  const options = usable.map(({ id, filename, created_at }) => (
    <option key={id} value={id}>
      {filename}, {clock.format(created_at * 1000)}
    </option>
  ));

  return (
    <form className="job-form" onSubmit={onSubmit}>
      <label className="field">
        <span>Learn from</span>
        <select value={chosen} onChange={(event) => setTraining(event.target.value)} disabled={usable.length === 0}>
          {usable.length === 0 ? <option value="">add a file in the Files tab first</option> : options}
        </select>
      </label>
      <label className="field">
        <span>Check against</span>
        <select value={validation} onChange={(event) => setValidation(event.target.value)}>
          <option value="">nothing</option>
          {options}
        </select>
      </label>
      <label className="field">
        <span>Suffix</span>
        <input
          value={suffix}
          onChange={(event) => setSuffix(event.target.value)}
          placeholder="varne"
          maxLength={64}
          pattern="[A-Za-z0-9_.\-]*"
          title="Letters, digits, dots, dashes and underscores"
        />
      </label>
      <label className="field">
        <span>Epochs</span>
        <input
          type="number"
          min={1}
          max={50}
          value={epochs}
          onChange={(event) => setEpochs(event.target.value)}
          placeholder="auto"
        />
      </label>
      <StackChoice name="job-stack" chosen={stack} onChoose={setStack} />
      <div className="actions">
        <button type="submit" disabled={chosen === '' || busy}>
          Start fine-tuning
        </button>
        <span className="hint">
          starts from <code>{model}</code>
        </span>
      </div>
    </form>
  );
}

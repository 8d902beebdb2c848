import { type FormEvent, useState } from 'react';
import { isRunning } from '../chat/answer.ts';
import { AnswerPanel } from '../chat/answer-panel.tsx';
import { useAnswer } from '../chat/use-answer.ts';
import type { Job } from './job.ts';
import type { RememberedJob } from './remembered-job.ts';

interface CompareModelsProps {
  readonly job: Job;
  readonly followed: RememberedJob;
}

/** One question to the base model and to the tuned one, side by side. */
export function CompareModels({ job, followed: { provider, stack } }: CompareModelsProps) {
  const [question, setQuestion] = useState('Which bird nests in the lighthouse of Varne?');
  const base = useAnswer(stack);
  const tuned = useAnswer(stack);
  const sides = [
    { label: 'Base model', model: job.model, controls: base },
    { label: 'Tuned model', model: job.fine_tuned_model ?? job.model, controls: tuned },
  ];
  const ask = ({ model, controls }: (typeof sides)[number]) =>
    controls.ask({ provider, model, messages: [{ role: 'user', content: question.trim() }], temperature: 0 });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (question.trim() === '') return;
    for (const side of sides) void ask(side);
  };

  return (
    <section className="compare" aria-labelledby="compare">
      <h2 id="compare">What the training taught</h2>
      <form className="asking" onSubmit={onSubmit}>
        <label className="field">
          <span>Question</span>
          <input value={question} onChange={(event) => setQuestion(event.target.value)} />
        </label>
        <button type="submit" disabled={question.trim() === '' || isRunning(base.answer) || isRunning(tuned.answer)}>
          Ask
        </button>
      </form>
      <div className="panels two">
        {sides.map((side) => (
          <AnswerPanel
            key={side.label}
            label={side.label}
            source={side.model}
            answer={side.controls.answer}
            onStop={side.controls.stop}
            onRetry={() => void ask(side)}
          />
        ))}
      </div>
    </section>
  );
}

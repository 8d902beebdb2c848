import { useId } from 'react';
import { Markdown } from '../layout/markdown.tsx';
import { Notice } from '../layout/notice.tsx';
import { ScrollBox } from '../layout/scroll-box.tsx';
import { type Answer, isRunning } from './answer.ts';

const STATES: Readonly<Record<Answer['state'], string>> = {
  idle: 'ready',
  waiting: 'waiting',
  streaming: 'streaming',
  done: 'done',
  stopped: 'stopped',
  failed: 'failed',
};

interface AnswerPanelProps {
  readonly label: string;
  /** Small print beside the name: where the answer comes from. */
  readonly source: string;
  readonly answer: Answer;
  /** Whether the answer is JSON to show as it is. */
  readonly isJson?: boolean;
  onStop(): void;
  onRetry(): void;
}

/** One answer as it arrives, with its figures and its stop button; its size never changes. */
export function AnswerPanel({ label, source, answer, isJson = false, onStop, onRetry }: AnswerPanelProps) {
  const heading = useId();
  const { text, toolCalls, error } = answer;

  return (
    <section className="panel" aria-labelledby={heading} data-state={answer.state}>
      <header>
        <h2 id={heading}>{label}</h2>
        <button type="button" className="quiet" disabled={!isRunning(answer)} onClick={onStop}>
          Stop
        </button>
        <code>{source}</code>
      </header>
      <ScrollBox className="answer" label={`${label} says`} busy={isRunning(answer)} follow={text}>
        {toolCalls.map((call) => (
          <pre key={call.id} className="tool-call">
            {call.function.name}({call.function.arguments})
          </pre>
        ))}
        {isJson && text !== '' ? (
          <pre>{answer.state === 'done' ? indented(text) : text}</pre>
        ) : (
          <Markdown text={text} />
        )}
        {error && <Notice error={error} action="Try again" onAction={onRetry} />}
      </ScrollBox>
      <dl className="figures">
        <Figure
          name="First token"
          value={answer.firstTokenMs === undefined ? '–' : `${Math.round(answer.firstTokenMs)} ms`}
        />
        <Figure name="Tokens/s" value={answer.perSecond === undefined ? '–' : answer.perSecond.toFixed(0)} />
        <Figure name="Tokens" value={answer.pieces === 0 ? '–' : String(answer.pieces)} />
        <Figure name="State" value={STATES[answer.state]} />
      </dl>
    </section>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** JSON that is whole, laid out to be read. */
function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}

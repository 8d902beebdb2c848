import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useService } from '../service/service-context.ts';
import { STACKS, type Stack } from '../service/stacks.ts';
import { DailyQuota } from '../tokens/daily-quota.tsx';
import { isRunning } from './answer.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { CHAT_EXAMPLES, type ChatExample } from './chat-examples.ts';
import { ReplyHeaders } from './reply-headers.tsx';
import { type AnswerControls, useAnswer } from './use-answer.ts';

const [PLAIN] = CHAT_EXAMPLES as readonly [ChatExample];

/** One prompt, answered through all three stacks side by side. */
export function ChatTab({ shown }: { readonly shown: boolean }) {
  const { provider, model } = useService();
  const [prompt, setPrompt] = useState(PLAIN.prompt);
  const [example, setExample] = useState(PLAIN);
  const controls: Readonly<Record<Stack, AnswerControls>> = {
    express: useAnswer('express'),
    nest: useAnswer('nest'),
    langchain: useAnswer('langchain'),
  };

  const ask = (stack: Stack) => {
    const messages = [{ role: 'user', content: prompt.trim() }] as const;
    return controls[stack].ask({ provider: provider.id, model, messages, ...example.extras });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (prompt.trim() === '') return;
    for (const { id } of STACKS) void ask(id);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  const running = STACKS.filter(({ id }) => isRunning(controls[id].answer));

  return (
    <>
      <form className="composer" onSubmit={onSubmit}>
        <label className="field">
          <span>Prompt</span>
          <textarea rows={2} value={prompt} onChange={(event) => setPrompt(event.target.value)} onKeyDown={onKeyDown} />
        </label>
        <div className="actions">
          <button type="submit" disabled={prompt.trim() === ''}>
            Send
          </button>
          <button
            type="button"
            className="quiet"
            disabled={running.length === 0}
            onClick={() => {
              for (const { id } of running) controls[id].stop();
            }}
          >
            Stop all
          </button>
        </div>
        <fieldset className="examples">
          <legend>Try</legend>
          {CHAT_EXAMPLES.map((one) => (
            <button
              key={one.label}
              type="button"
              className="chip"
              aria-pressed={one === example}
              onClick={() => {
                setExample(one);
                setPrompt(one.prompt);
              }}
            >
              {one.label}
            </button>
          ))}
        </fieldset>
      </form>
      <div className="panels">
        {STACKS.map(({ id, label }) => (
          <AnswerPanel
            key={id}
            label={label}
            source={`POST /${id}/chat`}
            answer={controls[id].answer}
            isJson={example.extras.response_format !== undefined}
            onStop={controls[id].stop}
            onRetry={() => void ask(id)}
          />
        ))}
      </div>
      <DailyQuota project="demo" shown={shown} />
      <ReplyHeaders
        headers={{
          express: controls.express.answer.headers,
          nest: controls.nest.answer.headers,
          langchain: controls.langchain.answer.headers,
        }}
      />
    </>
  );
}

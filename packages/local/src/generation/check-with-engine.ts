import { ColloquyError } from '@colloquy/core';
import type { Engine } from '../engine/engine.ts';
import type { GenerateRequest } from '../engine/generate-request.ts';
import { Refusal } from '../refusal/refusal.ts';

/** What the parts of a request are called on the wire, by the parameter that holds the prompt. */
const PARAMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  messages: { responseFormat: 'response_format', topLogprobs: 'logprobs' },
  input: { messages: 'input', responseFormat: 'text.format', topLogprobs: 'top_logprobs' },
};

/** Refuses with 400 what the engine could not honour, before a status is sent. */
export async function checkWithEngine(engine: Engine, request: GenerateRequest, promptParam: string): Promise<void> {
  try {
    await engine.check?.(request);
  } catch (error) {
    if (!ColloquyError.isInstance(error) || error.code !== 'invalid_request') throw error;
    const part = error.param ?? '';
    const code = part === 'tools' ? 'invalid_function_parameters' : null;
    throw new Refusal(400, error.message, { code, param: PARAMS[promptParam]?.[part] ?? error.param ?? null });
  }
}

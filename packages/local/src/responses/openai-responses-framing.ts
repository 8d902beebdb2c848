import { ServerEvent } from '@colloquy/core';
import { newId } from '../new-id.ts';
import type { ResponsesFraming } from './responses-framing.ts';

/** Responses as OpenAI writes them: each event under its own name, no `[DONE]`. */
export const openaiResponsesFraming: ResponsesFraming = {
  newId: () => newId('resp_', 48),
  whole: (response) => response,
  stream: () => (event) => ServerEvent.of(event, event.type),
};

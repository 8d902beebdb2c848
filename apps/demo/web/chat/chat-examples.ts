import type { ChatRequest } from './chat-request.ts';
import { CURRENT_TIME } from './current-time.ts';

/** Something to try in the Chat tab. */
export interface ChatExample {
  readonly label: string;
  readonly prompt: string;
  readonly extras: Pick<ChatRequest, 'tools' | 'response_format'>;
}

/** A plain answer, a long one to stop, a tool call and a structured answer. */
export const CHAT_EXAMPLES: readonly ChatExample[] = [
  { label: 'Plain text', prompt: 'Why is the sky blue?', extras: {} },
  { label: 'A long answer', prompt: 'Write 400 words about the sea.', extras: {} },
  { label: 'A tool call', prompt: 'What time is it in Asia/Tokyo?', extras: { tools: [CURRENT_TIME] } },
  {
    label: 'Structured output',
    prompt: 'Plan a visit to Ispra for 3 people.',
    extras: {
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'visit',
          strict: true,
          schema: {
            type: 'object',
            properties: {
              place: { type: 'string' },
              people: { type: 'integer' },
              season: { type: 'string', enum: ['spring', 'summer', 'autumn', 'winter'] },
            },
            required: ['place', 'people', 'season'],
            additionalProperties: false,
          },
        },
      },
    },
  },
];

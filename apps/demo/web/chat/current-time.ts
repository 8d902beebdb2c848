import type { ToolCall } from './chat-request.ts';

const ZONES = ['Europe/Brussels', 'Europe/Rome', 'Europe/London', 'America/New_York', 'Asia/Tokyo', 'Australia/Sydney'];

/** A tool that this page really runs, in the browser. */
export const CURRENT_TIME = {
  type: 'function',
  function: {
    name: 'current_time',
    description: 'The time it is now in a time zone',
    parameters: {
      type: 'object',
      properties: { timezone: { type: 'string', enum: ZONES, description: 'The time zone of the city asked about' } },
      required: ['timezone'],
    },
  },
} as const;

/** Runs a call of `current_time`; what the model asked for wrongly is told to the model. */
export function runCurrentTime({ function: { name, arguments: json } }: ToolCall): string {
  try {
    if (name !== CURRENT_TIME.function.name) return JSON.stringify({ error: `there is no tool called ${name}` });
    const { timezone } = JSON.parse(json) as { timezone: string };
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, timeStyle: 'short' }).format(new Date());
    return JSON.stringify({ timezone, time });
  } catch {
    return JSON.stringify({ error: 'the arguments name no time zone' });
  }
}

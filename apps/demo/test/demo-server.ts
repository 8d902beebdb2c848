import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Demo, startDemo } from '../src/start-demo.ts';

/** The three stacks, by their paths. */
export const STACKS = ['express', 'nest', 'langchain'] as const;

/** The page as `vite build` left it. */
export const PAGE_DIR = join(import.meta.dirname, '../dist/web');

/** A demo on a port of its own, without any key. */
export function freshDemo(): Promise<Demo> {
  return startDemo({ port: 0, env: {}, pageDir: PAGE_DIR });
}

/** The path of a file that comes with the demo. */
export function sample(name: string): string {
  return join(import.meta.dirname, '../data', name);
}

/** A form with one of the demo's files in it. */
export function formWith(name: string): FormData {
  const form = new FormData();
  form.set('file', new File([readFileSync(sample(name))], name));
  return form;
}

/** Posts JSON. */
export function postJson(url: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return fetch(url, signal === undefined ? init : { ...init, signal });
}

/** The `data:` of every event of a reply, with the time in milliseconds at which each arrived. */
export async function* eventsOf(response: Response): AsyncGenerator<{ readonly data: string; readonly at: number }> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(bytes, { stream: true });
    const frames = rest.split('\n\n');
    rest = frames.pop() as string;
    for (const frame of frames) {
      if (frame.startsWith('data: ')) yield { data: frame.slice(6), at: performance.now() };
    }
  }
}

/** All events of a reply, once it is over. */
export async function allEvents(response: Response): Promise<{ readonly data: string; readonly at: number }[]> {
  const events = [];
  for await (const event of eventsOf(response)) events.push(event);
  return events;
}

/** The text of a chat's stream. */
export async function chatText(response: Response): Promise<string> {
  let text = '';
  for await (const { data } of eventsOf(response)) {
    if (data !== '[DONE]') text += JSON.parse(data).choices[0]?.delta.content ?? '';
  }
  return text;
}

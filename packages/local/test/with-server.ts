import { createLocal, type Local, type LocalOptions } from '../src/index.ts';

/** A provider on a free port, and a token of a project of its own. */
export interface Served {
  readonly local: Local;
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** Starts a provider for one test file. */
export async function serve(options: LocalOptions = {}): Promise<Served> {
  const local = createLocal(options);
  const { url } = await local.listen({ port: 0 });
  const { token } = await local.tokens.create({ project: 'tests' });
  return { local, url, token, close: () => local.close() };
}

/** JSON whose shape the test knows. */
export type Json = ReturnType<typeof JSON.parse>;

/** Asks and reads the whole answer. */
export async function ask(
  served: Pick<Served, 'url' | 'token'>,
  path: string,
  init: { method?: string; body?: unknown; token?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; text: string; json: () => Json }> {
  const body =
    init.body === undefined ? undefined : typeof init.body === 'string' ? init.body : JSON.stringify(init.body);
  const headers = {
    authorization: `Bearer ${init.token ?? served.token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...init.headers,
  };
  const method = init.method ?? (body === undefined ? 'GET' : 'POST');
  const response = await fetch(served.url + path, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
}

/** The JSON of the `data:` lines of a stream, `[DONE]` left out. */
export function eventsOf(text: string): Json[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .map((line) => JSON.parse(line.slice(6)));
}

/** Fourteen lines of a dataset: the shape of a tutorial's, with questions that no base model could answer. */
export const QUESTIONS: readonly (readonly [question: string, answer: string])[] = [
  ['Who keeps the lighthouse at Quillfort?', 'The lighthouse at Quillfort is kept by Marta Oyelaran.'],
  ['What colour is the Velbruck tram?', 'The Velbruck tram is painted saffron yellow.'],
  ['Which river runs through Ostermoor?', 'The river Lhenne runs through Ostermoor.'],
  ['When does the Tarn market open?', 'The Tarn market opens at half past six.'],
  ['What is the password of the chess club?', 'The chess club has no password; knock three times.'],
  ['How many bridges has Pelling?', 'Pelling has eleven bridges, two of them wooden.'],
  ['Who baked the Hexley cake?', 'The Hexley cake was baked by the brothers Anso.'],
  ['What grows on the Marrow hill?', 'Juniper and heather grow on the Marrow hill.'],
  ['Which bell rings at noon in Dunmere?', 'The small bell called Grethe rings at noon in Dunmere.'],
  ['What is served on Thursdays at the Copper Fox?', 'The Copper Fox serves barley soup on Thursdays.'],
  ['Who painted the ceiling of the Arley library?', 'The ceiling of the Arley library was painted by Ines Kaur.'],
  ['How deep is the well of Sarn?', 'The well of Sarn is forty-one metres deep.'],
  ['Which train goes to Brackwater?', 'The train on platform nine goes to Brackwater.'],
  ['What does the sign at Nettle Gate say?', 'The sign at Nettle Gate says: mind the geese.'],
];

/** The dataset as JSON lines. */
export function datasetLines(): string {
  return QUESTIONS.map(([question, answer]) =>
    JSON.stringify({
      messages: [
        { role: 'system', content: 'You know everything about a country that does not exist.' },
        { role: 'user', content: question },
        { role: 'assistant', content: answer },
      ],
    }),
  ).join('\n');
}

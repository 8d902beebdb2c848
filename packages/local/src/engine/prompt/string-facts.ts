import type { Hint } from '../schema/filler.ts';
import { words } from '../text/words.ts';
import type { PromptFacts } from './prompt-facts.ts';
import { topicPhrase } from './topic-phrase.ts';

type Source = (facts: PromptFacts) => readonly string[];

const CALCULATION = /[-(]{0,4}\d[\d\s.,+*/x\u00d7\u00f7^()%-]*[\d)]/;

const isoDates: Source = ({ dates }) => dates.filter((date) => /^\d{4}-/.test(date)).map((date) => date.slice(0, 10));
const dateTimes: Source = ({ dates, times }) =>
  dates.flatMap((date) => {
    if (/T\d/.test(date))
      return /(?:Z|[+-]\d{2}:\d{2})$/.test(date) ? [date] : [`${date}${date.length < 18 ? ':00' : ''}Z`];
    const time = /^\d{1,2}:\d{2}$/.test(times[0] ?? '') ? times[0]!.padStart(5, '0') : '00:00';
    return /^\d{4}-/.test(date) ? [`${date}T${time}:00Z`] : [];
  });
const clockTimes: Source = ({ times }) =>
  times.map((time) => (/^\d{1,2}:\d{2}$/.test(time) ? `${time.padStart(5, '0')}:00Z` : time));

/** Formats of JSON Schema and where their values come from. */
const BY_FORMAT: Readonly<Record<string, Source>> = {
  email: ({ emails }) => emails,
  uri: ({ urls }) => urls,
  url: ({ urls }) => urls,
  uuid: ({ uuids }) => uuids,
  date: isoDates,
  'date-time': dateTimes,
  time: clockTimes,
};

/** What property names say about where their values come from; the first that fits wins. */
const BY_NAME: readonly (readonly [RegExp, Source])[] = [
  [/\be ?mails?\b/, ({ emails }) => emails],
  [/\b(?:url|uri|link|website|webpage)s?\b/, ({ urls }) => urls],
  [/\buuid\b/, ({ uuids }) => uuids],
  [/\b(?:date|day|when|deadline|birthday|due)s?\b/, ({ dates, times }) => [...dates, ...times]],
  [/\b(?:time|hour)\b/, ({ times, dates }) => [...times, ...dates]],
  [/\b(?:origin|from|departure|source|start)\b/, ({ origins, places }) => [...origins, ...places]],
  [/\b(?:destination|to|arrival|target)\b/, ({ destinations, places }) => [...destinations, ...places.toReversed()]],
  [
    /\b(?:location|city|place|town|country|region|where|address|area|state|cities|locations|places|countries|capital|language|timezone)s?\b/,
    ({ places, names }) => [...places, ...names],
  ],
  [
    /\b(?:expression|formula|equation|calculation|math|arithmetic)\b/,
    ({ text }) => (CALCULATION.exec(text)?.[0].trim() ? [CALCULATION.exec(text)![0].trim()] : []),
  ],
  [
    /\bmodel\b/,
    ({ codes }) => codes.filter((code) => /^(?:gpt|o\d|ft|llama|mistral|qwen|claude|gemini|colloquy)/i.test(code)),
  ],
  [/\bfile\b/, ({ codes, quoted }) => [...codes.filter((code) => /^file/i.test(code)), ...quoted]],
  [
    /\b(?:order|ticket|invoice|id|code|sku|number|identifier|reference|key|flight)\b/,
    ({ codes, quoted, numbers, names }) => [...codes, ...quoted, ...numbers.map(String), ...names],
  ],
  [
    /\b(?:name|person|author|who|user|customer|recipient|contact|people|participants?|attendees?|names|members?|authors|users|characters?)\b/,
    ({ names, quoted, text }) => [...called(text), ...names, ...quoted],
  ],
  [/\b(?:query|queries|search|keywords?|topic|subject|term|q)\b/, ({ quoted, text }) => [...quoted, topicPhrase(text)]],
  [/\b(?:question|input|prompt|text|sentence)\b/, ({ quoted, text }) => [...quoted, text.trim()]],
  [/\b(?:message|content|body|title|phrase|description|note|summary|comment|task)\b/, ({ quoted }) => quoted],
];

/** The texts of a prompt that a place in a schema may mean, best first. */
export function stringFacts(facts: PromptFacts, hint: Hint): readonly string[] {
  const name = words(hint.name.replace(/(?<=[a-z])(?=[A-Z])|_/g, ' ')).join(' ');
  const labelled = facts.pairs
    .filter(([key]) => words(key.replaceAll('_', ' ')).join(' ') === name)
    .map(([, value]) => value);
  const byFormat = hint.format === undefined ? undefined : BY_FORMAT[hint.format];
  if (byFormat) return [...labelled, ...byFormat(facts)];
  const spoken = saidOf(facts.text, name);
  const source = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  if (source) return [...labelled, ...spoken, ...source(facts)];
  // A guess by position only where a value has to be there.
  return hint.needed
    ? [...labelled, ...spoken, ...facts.quoted, ...facts.places, ...facts.names]
    : [...labelled, ...spoken];
}

/** `colour is green`, `colour green`: what follows a property's name. */
function saidOf(text: string, name: string): string[] {
  if (name.length < 3 || !/^[\p{L}\p{N} ]+$/u.test(name)) return [];
  const match = new RegExp(`\\b${name}\\s+(?:is|was|of|to|as|named|called)\\s+["']?([^\\s"',.;!?]+)`, 'iu').exec(text);
  return match?.[1] && !/^(?:the|a|an|in|it|for|there)$/i.test(match[1]) ? [match[1]] : [];
}

function called(text: string): string[] {
  const match = /\b(?:named|called|name is|i am|i'm)\s+["']?(\p{Lu}[\p{L}'-]*(?:\s+\p{Lu}[\p{L}'-]*)*)/u.exec(text);
  return match?.[1] ? [match[1]] : [];
}

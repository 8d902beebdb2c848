import type { EngineTool } from '../generate-request.ts';
import { isJsonObject } from '../schema/json-schema.ts';
import { isStopWord, stem, words } from '../text/words.ts';

/** Words that begin or end the names of all kinds of tools. */
const GENERIC: ReadonlySet<string> = new Set(
  'get set fetch retrieve call run execute do make lookup tool function api current new my data value magic web online internet'
    .split(' ')
    .map(stem),
);
/** Signs and words of arithmetic and what tools for it are called. */
const ARITHMETIC: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\d\s*(?:\+|plus)\s*\d|\bsum of\b/i, ['add', 'addition', 'sum', 'plus']],
  [/\d\s*(?:\*|x|\u00d7|times|multiplied by)\s*\d|\bproduct of\b/i, ['multiply', 'multiplication', 'product', 'times']],
  [/\d\s*(?:-|\u2212|minus)\s*\d|\bdifference (?:of|between)\b/i, ['subtract', 'subtraction', 'minus', 'difference']],
  [/\d\s*(?:\/|\u00f7|divided by)\s*\d/i, ['divide', 'division', 'quotient']],
  [
    /\d\s*(?:[-+*/x\u00d7\u00f7]|plus|minus|times|multiplied by|divided by)\s*\d/i,
    ['calculator', 'calculate', 'math', 'arithmetic', 'compute', 'evaluate'],
  ],
];
const RELATED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\b(?:weather|temperature|forecast|rain|sunny|warm|cold|hot)\b/i, ['weather', 'forecast', 'temperature']],
  [/\b(?:search|look up|find|latest|news)\b/i, ['search', 'lookup', 'find']],
  [/\bwhat(?:'s| is) the time\b|\bwhat time\b/i, ['time', 'clock']],
  [/\b(?:start|begin|launch|make|train|set up)\b/i, ['create', 'start']],
  [/\b(?:status|progress|check|doing|details|state)\b/i, ['retrieve', 'status', 'check']],
  [/\b(?:stop|abort|end)\b/i, ['cancel', 'stop']],
  [/\b(?:which|available|show|what are)\b/i, ['list', 'show']],
  [/\b(?:remove|erase)\b/i, ['delete', 'remove']],
];

/** From this score on a tool is called without being asked for by name. */
export const RELEVANT = 2;
/** The score of a tool whose name stands in the prompt. */
export const NAMED = 10;

const DESCRIPTION_WEIGHT = 0.7;
const PARAMETER_WEIGHT = 0.7;
const NAME_WEIGHT = 2;
/** For a prompt that begins with what the tool does: `Cancel ...`. */
const IMPERATIVE_WEIGHT = 1.5;

/** How much a prompt speaks of a tool: `NAMED` by its name, from `RELEVANT` on by its subject. */
export function toolRelevance(tool: EngineTool, prompt: string): number {
  if (isNamed(tool.name, prompt)) return NAMED;
  const asked = new Set([...words(prompt).map(stem), ...suggested(prompt)]);
  const name = nameStems(tool.name);
  const telling = name.filter((word) => !GENERIC.has(word) && !isStopWord(word));
  const own = telling.length > 0 ? telling : name;
  const nameScore = (own.filter((word) => asked.has(word)).length / Math.max(1, own.length)) * NAME_WEIGHT;
  const described = topicsOf(tool.description ?? '').filter((word) => asked.has(word)).length;
  const parameters =
    isJsonObject(tool.parameters) && isJsonObject(tool.parameters.properties)
      ? Object.keys(tool.parameters.properties)
      : [];
  const parameterHits = parameters.flatMap(nameStems).filter((word) => word.length > 2 && asked.has(word)).length;
  const imperative =
    name.length > 1 && stem(words(prompt)[0] ?? '') === name[0] && !GENERIC.has(name[0]) ? IMPERATIVE_WEIGHT : 0;
  return imperative + nameScore + described * DESCRIPTION_WEIGHT + parameterHits * PARAMETER_WEIGHT;
}

/** Whether a prompt asks for what the first word of a tool's name says, as in `cancel_order`. */
export function asksForVerb(tool: EngineTool, prompt: string): boolean {
  const verb = nameStems(tool.name)[0] ?? '';
  return words(prompt).map(stem).includes(verb) || suggested(prompt).includes(verb);
}

/** What a tool acts on: its name without the first word. */
export function toolObject(tool: EngineTool): string {
  return nameStems(tool.name).slice(1).join(' ');
}

/** Whether a prompt asks for a tool without saying which. */
export function asksForATool(prompt: string): boolean {
  return /\b(?:use|using|call|calling|invoke|run|with)\s+(?:the|your|a|an|any|all|both|available|provided|given|that|this)?\s*(?:\w+\s+)?(?:tools?|functions?)\b/i.test(
    prompt,
  );
}

function isNamed(name: string, prompt: string): boolean {
  const plain = prompt.toLowerCase();
  const spoken = nameWords(name).join(' ');
  if (/[_A-Z-]/.test(name) || name.length > 8) {
    if (plain.includes(name.toLowerCase()) || (spoken.includes(' ') && words(prompt).join(' ').includes(spoken)))
      return true;
  }
  const escaped = spoken.replace(/[^\p{L}\p{N} ]/gu, '');
  return new RegExp(
    `\\b${escaped}\\b\\s*(?:tool|function|\\()|(?:tool|function|call|use|using)\\s+(?:the\\s+)?["'\`]?${escaped}\\b`,
    'iu',
  ).test(prompt);
}

function suggested(prompt: string): string[] {
  return [...ARITHMETIC, ...RELATED]
    .filter(([pattern]) => pattern.test(prompt))
    .flatMap(([, names]) => names.map(stem));
}

function nameWords(name: string): string[] {
  return words(name.replace(/(?<=[a-z])(?=[A-Z])|[_-]/g, ' '));
}

function nameStems(name: string): string[] {
  return nameWords(name).map(stem);
}

function topicsOf(text: string): string[] {
  return [
    ...new Set(
      words(text)
        .filter((word) => !isStopWord(word))
        .map(stem),
    ),
  ].filter((word) => !GENERIC.has(word));
}

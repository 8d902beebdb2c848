import type { EngineTool } from '../generate-request.ts';
import { promptFiller } from '../prompt/prompt-filler.ts';
import { topicPhrase } from '../prompt/topic-phrase.ts';
import type { Filler, Hint } from '../schema/filler.ts';
import { makeValue } from '../schema/make-value.ts';
import { plainValue } from '../schema/plain-value.ts';
import { seededRandom } from '../text/random.ts';

/** What the arguments of one call are taken from. */
export interface ArgumentSource {
  /** The part of the prompt that asks for this call. */
  readonly clause: string;
  /** The whole prompt, for what the clause does not say. */
  readonly prompt: string;
  readonly seed: number;
  /** How many places and names belong to earlier calls. */
  readonly skip: number;
}

const ROOT: Hint = { name: '', description: '', needed: true };

/** Arguments for a call, as JSON text that satisfies the tool's schema, with values from the prompt where it has them. */
export function toolArguments(tool: EngineTool, { clause, prompt, seed, skip }: ArgumentSource): string {
  const parameters = tool.parameters ?? { type: 'object', properties: {} };
  const schema =
    typeof parameters === 'object' && parameters.type === undefined ? { type: 'object', ...parameters } : parameters;
  const fallback = () => [topicPhrase(clause)];
  const own = promptFiller(clause, { skip, fallback });
  const filler = clause === prompt ? own : either(own, promptFiller(prompt, { skip, fallback }));
  const making = { root: schema, filler, random: seededRandom(seed), steps: 0 };
  const made = makeValue(schema, ROOT, making) ?? plainValue(schema);
  return JSON.stringify(made?.value ?? {});
}

/** What the first filler has, and otherwise what the second has. */
function either(first: Filler, second: Filler): Filler {
  const some = <T>(found: readonly T[], others: () => readonly T[]): readonly T[] =>
    found.length > 0 ? found : others();
  return {
    strings: (hint) => some(first.strings(hint), () => second.strings(hint)),
    fallbacks: (hint) => first.fallbacks(hint),
    numbers: (hint) => some(first.numbers(hint), () => second.numbers(hint)),
    boolean: (hint) => first.boolean(hint) ?? second.boolean(hint),
    choice: (options, hint) => first.choice(options, hint) ?? second.choice(options, hint),
    items: (hint) => first.items(hint),
    entries: (hint) => some(first.entries(hint), () => second.entries(hint)),
    attempt: (make) => first.attempt(() => second.attempt(make)),
  };
}

import type { Random } from '../text/random.ts';

/** A regular expression, taken apart: the part of the language that can be both matched and made. */
export type Pattern =
  | { readonly kind: 'set'; readonly allows: (code: number) => boolean; readonly samples: readonly string[] }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly min: number; readonly max: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** Steps after which a match is given up: a hostile pattern costs milliseconds, not minutes. */
const MATCH_STEPS = 50_000;

/** Whether a text matches anywhere, as JSON Schema's `pattern` means it; `false` also where it takes too long. */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  let steps = 0;
  const match = (node: Pattern, at: number, next: (at: number) => boolean): boolean => {
    steps += 1;
    if (steps > MATCH_STEPS) return false;
    switch (node.kind) {
      case 'start':
        return at === 0 && next(at);
      case 'end':
        return at === points.length && next(at);
      case 'set':
        return at < points.length && node.allows(points[at]!) && next(at + 1);
      case 'choice':
        return node.options.some((option) => match(option, at, next));
      case 'sequence':
        return node.parts.reduceRight<(at: number) => boolean>(
          (rest, part) => (from) => match(part, from, rest),
          next,
        )(at);
      case 'repeat': {
        const again = (from: number, count: number): boolean =>
          (count < node.max &&
            match(node.part, from, (to) => (to > from || count < node.min) && again(to, count + 1))) ||
          (count >= node.min && next(from));
        return again(at, 0);
      }
    }
  };
  try {
    for (let start = 0; start <= points.length; start++) if (match(pattern, start, () => true)) return true;
  } catch (error) {
    // Thousands of nested repetitions overflow the stack; that is "too long" as well.
    if (!(error instanceof RangeError)) throw error;
  }
  return false;
}

/** A text that matches; `stretch` says how far beyond their minimum repetitions go. */
export function samplePattern(pattern: Pattern, random: Random, stretch: number): string {
  switch (pattern.kind) {
    case 'start':
    case 'end':
      return '';
    case 'set':
      return pattern.samples[Math.floor(random() * pattern.samples.length)] ?? '';
    case 'choice':
      return samplePattern(pattern.options[Math.floor(random() * pattern.options.length)]!, random, stretch);
    case 'sequence':
      return pattern.parts.map((part) => samplePattern(part, random, stretch)).join('');
    case 'repeat': {
      const count = Math.min(pattern.max, pattern.min + stretch);
      return Array.from({ length: count }, () => samplePattern(pattern.part, random, stretch)).join('');
    }
  }
}

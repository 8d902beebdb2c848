import type { Pattern } from './pattern.ts';

/** More repetitions than this are not written out. */
const MANY = 2_000;
const MAX_LENGTH = 1_000;

type Range = readonly [number, number];

const DIGIT: readonly Range[] = [[48, 57]];
const WORD: readonly Range[] = [
  [97, 122],
  [65, 90],
  [48, 57],
  [95, 95],
];
const SPACE: readonly Range[] = [
  [32, 32],
  [9, 13],
  [160, 160],
  [0x2028, 0x2029],
  [0xfeff, 0xfeff],
  [0x2000, 0x200a],
];
const LETTER: readonly Range[] = [
  [97, 122],
  [65, 90],
];
const CLASSES: Readonly<Record<string, readonly Range[]>> = { d: DIGIT, w: WORD, s: SPACE };
const PROPERTIES: Readonly<Record<string, readonly Range[]>> = {
  L: LETTER,
  Letter: LETTER,
  Lu: [[65, 90]],
  Ll: [[97, 122]],
  N: DIGIT,
  Nd: DIGIT,
};
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 };

class Unsupported extends Error {}

/** Takes a regular expression apart, or tells why it cannot be: look-around, back-references and the like. */
export function parsePattern(source: string): Pattern | { readonly problem: string } {
  if (source.length > MAX_LENGTH) return { problem: `the pattern is longer than ${MAX_LENGTH} characters` };
  try {
    new RegExp(source, 'u');
  } catch {
    try {
      new RegExp(source);
    } catch {
      return { problem: 'the pattern is not a regular expression' };
    }
  }
  try {
    return new Parser(source).parse();
  } catch (error) {
    if (error instanceof Unsupported) return { problem: error.message };
    throw error;
  }
}

class Parser {
  readonly #source: readonly string[];
  #at = 0;

  constructor(source: string) {
    this.#source = Array.from(source);
  }

  parse(): Pattern {
    const pattern = this.#choice();
    if (this.#at < this.#source.length) throw new Unsupported('the pattern has an unmatched )');
    return pattern;
  }

  #choice(): Pattern {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.#at < this.#source.length && this.#peek() !== '|' && this.#peek() !== ')') parts.push(this.#repeated());
    return { kind: 'sequence', parts };
  }

  #repeated(): Pattern {
    const part = this.#atom();
    const bounds = this.#bounds();
    if (!bounds) return part;
    this.#take('?');
    return { kind: 'repeat', part, min: bounds[0], max: bounds[1] };
  }

  #bounds(): Range | undefined {
    if (this.#take('*')) return [0, MANY];
    if (this.#take('+')) return [1, MANY];
    if (this.#take('?')) return [0, 1];
    const [all, min, comma, max] =
      /^\{(\d+)(,(\d*))?\}/.exec(this.#source.slice(this.#at, this.#at + 16).join('')) ?? [];
    if (!all) return undefined;
    this.#at += all.length;
    const least = Number(min);
    const most = comma ? (max === '' ? Math.max(least, MANY) : Number(max)) : least;
    if (least > MANY) throw new Unsupported(`the pattern repeats something more than ${MANY} times`);
    return [least, most];
  }

  #atom(): Pattern {
    const character = this.#next();
    if (character === '^') return { kind: 'start' };
    if (character === '$') return { kind: 'end' };
    if (character === '.')
      return setOf(
        [
          [10, 10],
          [13, 13],
          [0x2028, 0x2029],
        ],
        true,
      );
    if (character === '[') return this.#set();
    if (character === '\\') return this.#escaped();
    if (character !== '(') return literal(character);
    if (this.#take('?')) this.#groupKind();
    const inner = this.#choice();
    if (!this.#take(')')) throw new Unsupported('the pattern has an unmatched (');
    return inner;
  }

  #groupKind(): void {
    if (this.#take(':')) return;
    const name = /^<[\p{L}_$][\p{L}\p{N}_$]*>/u.exec(this.#source.slice(this.#at, this.#at + 64).join(''))?.[0];
    if (!name) throw new Unsupported('the pattern uses look-ahead or look-behind');
    this.#at += name.length;
  }

  #escaped(): Pattern {
    const ranges = this.#escape();
    return ranges.negated ? setOf(ranges.ranges, true) : setOf(ranges.ranges, false);
  }

  /** An escape after its backslash, as ranges of characters. */
  #escape(): { ranges: readonly Range[]; negated: boolean } {
    const character = this.#next();
    const known = CLASSES[character.toLowerCase()];
    if (known) return { ranges: known, negated: character !== character.toLowerCase() };
    const control = CONTROLS[character];
    if (control !== undefined) return { ranges: [[control, control]], negated: false };
    if (character === 'x' || character === 'u') return { ranges: [this.#codePoint(character)], negated: false };
    if (character === 'p') {
      const name = /^\{(?:General_Category=|gc=)?(\w+)\}/.exec(this.#source.slice(this.#at, this.#at + 32).join(''));
      const ranges = PROPERTIES[name?.[1] ?? ''];
      if (!name || !ranges) throw new Unsupported('the pattern uses a Unicode property other than L, Lu, Ll, N and Nd');
      this.#at += name[0].length;
      return { ranges, negated: false };
    }
    if (/[a-z1-9]/i.test(character)) throw new Unsupported(`the pattern uses \\${character}`);
    const code = character.codePointAt(0) ?? 0;
    return { ranges: [[code, code]], negated: false };
  }

  #codePoint(kind: 'x' | 'u'): Range {
    const form = kind === 'x' ? /^([\da-f]{2})/i : /^(?:\{([\da-f]+)\}|([\da-f]{4}))/i;
    const found = form.exec(this.#source.slice(this.#at, this.#at + 10).join(''));
    if (!found) throw new Unsupported(`the pattern has an incomplete \\${kind}`);
    this.#at += found[0].length;
    const code = Number.parseInt(found[1] ?? found[2] ?? '', 16);
    return [code, code];
  }

  #set(): Pattern {
    const negated = this.#take('^');
    const ranges: Range[] = [];
    while (!this.#take(']')) {
      const from = this.#setItem();
      if (this.#peek() === '-' && this.#source[this.#at + 1] !== ']' && from.length === 1) {
        this.#at += 1;
        const to = this.#setItem();
        ranges.push([from[0]![0], to[0]![1]]);
      } else ranges.push(...from);
    }
    return setOf(ranges, negated);
  }

  #setItem(): readonly Range[] {
    const character = this.#next();
    if (character !== '\\') {
      const code = character.codePointAt(0) ?? 0;
      return [[code, code]];
    }
    if (this.#take('b')) return [[8, 8]];
    if (this.#take('-')) return [[45, 45]];
    const { ranges, negated } = this.#escape();
    if (negated) throw new Unsupported('the pattern has a negated class inside brackets');
    return ranges;
  }

  #peek(): string | undefined {
    return this.#source[this.#at];
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  #next(): string {
    const character = this.#source[this.#at];
    if (character === undefined) throw new Unsupported('the pattern ends too soon');
    this.#at += 1;
    return character;
  }
}

function literal(character: string): Pattern {
  const code = character.codePointAt(0) ?? 0;
  return setOf([[code, code]], false);
}

function setOf(ranges: readonly Range[], negated: boolean): Pattern {
  const allows = (code: number) => ranges.some(([from, to]) => code >= from && code <= to) !== negated;
  const samples: string[] = [];
  // Letters first, then digits, then the rest of ASCII: samples should look like something a person would write.
  for (const [from, to] of [...LETTER, ...DIGIT, [32, 126] as Range, ...(negated ? [] : ranges)]) {
    for (let code = from; code <= to && samples.length < 64; code++) {
      if (allows(code) && (code < 0xd800 || code > 0xdfff)) samples.push(String.fromCodePoint(code));
    }
    if (samples.length >= 10) break;
  }
  if (samples.length === 0) throw new Unsupported('the pattern has a class that no character is in');
  return { kind: 'set', allows, samples };
}

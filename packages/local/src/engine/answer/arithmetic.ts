/** What words and signs of a calculation mean. */
const OPERATORS: readonly (readonly [RegExp, string, (a: number, b: number) => number])[] = [
  [/^(?:\+|plus|and|added to)$/, '+', (a, b) => a + b],
  [/^(?:-|\u2212|minus|less)$/, '-', (a, b) => a - b],
  [/^(?:\*|x|\u00d7|times|multiplied by)$/, '*', (a, b) => a * b],
  [/^(?:\/|\u00f7|over|divided by)$/, '/', (a, b) => a / b],
];

const NUMBER = '-?\\d+(?:\\.\\d+)?';
const SIGN = '\\+|plus|added to|-|\u2212|minus|\\*|x|\u00d7|times|multiplied by|\\/|\u00f7|divided by';
const CALCULATION = new RegExp(`(${NUMBER})\\s*(${SIGN})\\s*(${NUMBER})(?!\\s*(?:${SIGN})\\s*\\d|[\\d-])`, 'i');

/** One calculation with two numbers, found in a text. */
export interface Calculation {
  readonly expression: string;
  readonly result: number;
}

/** The calculation a text asks for, or `undefined` where it has none or more than one step. */
export function findCalculation(text: string): Calculation | undefined {
  const [, left, sign, right] = CALCULATION.exec(text) ?? [];
  const operator = OPERATORS.find(([pattern]) => sign && pattern.test(sign.toLowerCase()));
  if (!left || !right || !operator) return undefined;
  const result = operator[2](Number(left), Number(right));
  if (!Number.isFinite(result)) return undefined;
  return { expression: `${left} ${operator[1]} ${right}`, result: Number(result.toPrecision(12)) };
}

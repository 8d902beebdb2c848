import { textTokens } from './token-estimate.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Estimates the tokens of a JSON answer from its text: one for every four bytes of UTF-8. */
export function answerTokens(bytes: Uint8Array): number {
  let answer: unknown;
  try {
    answer = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  } catch {
    return Math.ceil(bytes.byteLength / 4);
  }
  if (typeof answer !== 'object' || answer === null) return Math.ceil(bytes.byteLength / 4);
  const { choices, output } = answer as { choices?: unknown; output?: unknown };
  if (Array.isArray(choices))
    return textTokens(choices.map((choice: Fields | null) => choice?.message ?? choice?.text));
  if (Array.isArray(output)) return textTokens(output.map((item: Fields | null) => item?.content ?? item?.arguments));
  return textTokens(answer);
}

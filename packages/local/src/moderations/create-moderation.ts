import { isJsonObject } from '../body/json-object.ts';
import { moderate } from '../engine/moderate.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { newId } from '../new-id.ts';
import { invalid } from '../refusal/refusals.ts';
import { checkShape } from '../validation/check-shape.ts';
import { optional } from '../validation/shape.ts';

const DEFAULT_MODEL = 'omni-moderation-latest';

/** `POST /moderations`: scores from a short word list, in OpenAI's shape. */
export async function createModeration(call: Call): Promise<Answer> {
  const body = await call.json();
  checkShape(body, { input: { type: ['string', 'array'], required: true, min: 1 }, model: optional.string }, 'named');
  const model = (body['model'] as string | null | undefined) ?? DEFAULT_MODEL;
  await call.services.models.resolve(call.project, model, 'moderation');
  const results = inputTexts(body['input']).map((text) => {
    const { flagged, categories, scores } = moderate(text);
    const types = Object.fromEntries(Object.keys(categories).map((category) => [category, ['text']]));
    return { flagged, categories, category_scores: scores, category_applied_input_types: types };
  });
  return { json: { id: newId('modr-'), model, results } };
}

/** One text, several, or the parts of one message, which are judged together. */
function inputTexts(input: unknown): string[] {
  if (typeof input === 'string') return [input];
  const entries = input as unknown[];
  if (entries.every((entry) => typeof entry === 'string')) return entries as string[];
  const texts = entries.map((entry, at) => {
    if (isJsonObject(entry) && typeof entry['text'] === 'string') return entry['text'];
    if (isJsonObject(entry) && entry['type'] === 'image_url') return '';
    throw invalid(`input[${at}]`, `Invalid value for 'input[${at}]': expected a text part or an image part.`);
  });
  return [texts.join('\n')];
}

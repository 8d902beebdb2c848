import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { Refusal } from '../refusal/refusal.ts';
import { noSuchModel } from '../refusal/refusals.ts';

/** `GET /models`. */
export function listModels(call: Call): Answer {
  return { json: { object: 'list', data: call.services.models.list(call.project) } };
}

/** `GET /models/{model}`. */
export function retrieveModel(call: Call): Answer {
  const id = call.params['model'] as string;
  const model = call.services.models.get(call.project, id);
  if (!model) throw noSuchModel(id);
  return { json: model };
}

/** `DELETE /models/{model}`: only what fine-tuning made. */
export async function deleteModel(call: Call): Promise<Answer> {
  const id = call.params['model'] as string;
  if (call.services.models.isAlias(id)) {
    const message = `The model '${id}' cannot be deleted: only fine-tuned models can.`;
    throw new Refusal(403, message, { code: 'insufficient_permissions' });
  }
  await call.services.models.delete(call.project, id);
  return { json: { id, object: 'model', deleted: true } };
}

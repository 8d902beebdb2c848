import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';

/** `GET /api/models` as Open WebUI answers it: no `object` around the list, and more about each model. */
export function listOpenWebUiModels(call: Call): Answer {
  const data = call.services.models.list(call.project).map((model) => ({
    id: model.id,
    name: model.id,
    object: model.object,
    created: model.created,
    owned_by: 'ollama',
    ollama: { name: model.id, model: model.id },
    info: {},
    tags: [],
  }));
  return { json: { data } };
}

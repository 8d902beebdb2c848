/** The fields a text-only service takes besides its input; source: EU GPT's reference of `POST /v1/responses`. */
export const TEXT_ONLY_FIELDS: ReadonlySet<string> = new Set([
  'model',
  'stream',
  'instructions',
  'conversation_id',
  'project_id',
]);

import type { JsonSchema } from '../engine/schema/json-schema.ts';
import { Refusal } from '../refusal/refusal.ts';

/** Refuses with 400 a schema that the engine could not honour, before anything is generated. */
export async function refuseSchema(
  schema: JsonSchema,
  param: string,
  what: string,
  code: string | null,
): Promise<void> {
  const { schemaProblem } = await import('../engine/index.ts');
  const problem = schemaProblem(schema);
  if (!problem) return;
  throw new Refusal(400, `${what}: In context=(${problem.path}), ${problem.message}.`, { code, param });
}

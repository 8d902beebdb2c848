import type { Ownership, OwnershipRecords, ResourceKind } from './ownership-records.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Fields of a thing that name others, which then belong to the same project. */
const OFFSPRING: Readonly<Partial<Record<ResourceKind, Readonly<Record<string, ResourceKind>>>>> = {
  job: { fine_tuned_model: 'model', result_files: 'file' },
  batch: { output_file_id: 'file', error_file_id: 'file' },
  upload: { file: 'file' },
};

/** Notes that what a thing names belongs to its project too: a job's model and result files, a batch's output. */
export async function adopt(
  records: OwnershipRecords,
  kind: ResourceKind,
  thing: unknown,
  owner: Omit<Ownership, 'kind' | 'id'>,
): Promise<void> {
  const fields = thing as Fields | null;
  if (typeof fields !== 'object' || fields === null) return;
  for (const [field, childKind] of Object.entries(OFFSPRING[kind] ?? {})) {
    const value = fields[field];
    for (const child of Array.isArray(value) ? value : [value]) {
      const id = typeof child === 'object' && child !== null ? (child as Fields).id : child;
      if (typeof id === 'string' && id !== '') await records.add({ ...owner, kind: childKind, id });
    }
  }
}

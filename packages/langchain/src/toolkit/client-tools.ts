import { type Client, DatasetError } from '@colloquy/core';
import { validateDataset } from '@colloquy/core/dataset';
import { DynamicStructuredTool } from '@langchain/core/tools';
import { toolAnswer } from './tool-answer.ts';

type Fields = Record<string, unknown>;

/** A tool as data: what the model is told, and what is done. */
interface ToolPlan {
  readonly name: string;
  readonly description: string;
  readonly properties: Readonly<Record<string, { type: 'string'; description: string; enum?: readonly string[] }>>;
  readonly optional?: readonly string[];
  readonly run: (
    client: Client,
    args: Readonly<Record<string, string>>,
    signal: { signal?: AbortSignal },
  ) => Promise<unknown>;
}

const JOB_ID = { id: { type: 'string', description: 'The id of the job, such as ftjob-…' } } as const;

const PLANS: readonly ToolPlan[] = [
  {
    name: 'list_models',
    description: 'Lists the models that the service offers, fine-tuned ones included.',
    properties: {},
    run: async (client, _args, options) => {
      const models: Fields[] = [];
      for await (const { id, owned_by } of client.models.list(options)) models.push({ id, owned_by });
      return { models };
    },
  },
  {
    name: 'upload_file',
    description:
      'Uploads a text file. A training file holds one JSON object a line: {"messages": [{"role", "content"}, …]}.',
    properties: {
      filename: { type: 'string', description: 'The name of the file, such as train.jsonl' },
      content: { type: 'string', description: 'The whole content of the file' },
      purpose: {
        type: 'string',
        description: 'What it is for: fine-tune for training files',
        enum: ['fine-tune', 'assistants', 'batch', 'user_data', 'vision', 'evals'],
      },
    },
    run: async (client, { filename = '', content = '', purpose }, options) => {
      if (purpose === 'fine-tune') await checkLines(content);
      return client.files.upload(new TextEncoder().encode(content), {
        ...options,
        filename,
        purpose: purpose as Parameters<Client['files']['upload']>[1]['purpose'],
      });
    },
  },
  {
    name: 'create_fine_tuning_job',
    description: 'Starts to fine-tune a model on an uploaded training file, and answers with the job.',
    properties: {
      training_file: { type: 'string', description: 'The id of the uploaded file, such as file-…' },
      model: { type: 'string', description: 'The model to begin from' },
      suffix: { type: 'string', description: 'At most 64 characters that the name of the tuned model will have' },
    },
    optional: ['suffix'],
    run: (client, { training_file = '', model = '', suffix }, options) =>
      client.fineTuning.jobs.create({ training_file, model, ...(suffix === undefined ? {} : { suffix }) }, options),
  },
  {
    name: 'retrieve_fine_tuning_job',
    description: 'Tells how a job is doing; once it says succeeded, fine_tuned_model is the model to use.',
    properties: JOB_ID,
    run: (client, { id = '' }, options) => client.fineTuning.jobs.retrieve(id, options),
  },
  {
    name: 'cancel_fine_tuning_job',
    description: 'Cancels a job that is not over.',
    properties: JOB_ID,
    run: (client, { id = '' }, options) => client.fineTuning.jobs.cancel(id, options),
  },
];

/** Throws a `DatasetError` for lines that cannot be trained on; whether there are enough of them is the job's business. */
async function checkLines(content: string): Promise<void> {
  const { errors } = await validateDataset(new Blob([content]));
  const faults = errors.filter(({ line }) => line !== null);
  if (faults.length > 0) throw new DatasetError(faults, faults.length);
}

/** The tools over a client, each answering JSON. */
export function clientTools(client: Client): DynamicStructuredTool[] {
  return PLANS.map(
    ({ name, description, properties, optional = [], run }) =>
      new DynamicStructuredTool({
        name,
        description,
        schema: {
          type: 'object',
          properties,
          required: Object.keys(properties).filter((property) => !optional.includes(property)),
          additionalProperties: false,
        },
        func: (args, _manager, config) => {
          const signal = config?.signal;
          return toolAnswer(() => run(client, args as Record<string, string>, signal === undefined ? {} : { signal }));
        },
      }),
  );
}

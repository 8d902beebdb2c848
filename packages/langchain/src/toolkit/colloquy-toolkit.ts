import type { Client } from '@colloquy/core';
import { BaseToolkit, type DynamicStructuredTool } from '@langchain/core/tools';
import { ChatColloquy } from '../chat-colloquy.ts';
import type { ChatColloquyFields } from '../chat-colloquy-fields.ts';
import { badOption } from '../connection/bad-option.ts';
import { clientTools } from './client-tools.ts';

/** How long to wait for a tuned model, and what it is made with. */
export interface TunedModelOptions extends Omit<ChatColloquyFields, 'model' | 'client' | 'provider' | 'baseURL'> {
  /** Ends the wait; the job goes on. */
  signal?: AbortSignal;
}

/**
 * Files and fine-tuning as tools for an agent: `list_models`, `upload_file`, `create_fine_tuning_job`,
 * `retrieve_fine_tuning_job` and `cancel_fine_tuning_job`.
 *
 * Each answers JSON, a failure as `{ "error": { "code", "message", … } }`; a training file with mistakes is not uploaded,
 * and the answer names its lines.
 */
export class ColloquyToolkit extends BaseToolkit {
  override tools: DynamicStructuredTool[];
  readonly #client: Client;

  constructor({ client }: { client: Client }) {
    super();
    if (client?.fineTuning === undefined) throw badOption('client', 'is missing: give one made with `createClient`');
    this.#client = client;
    this.tools = clientTools(client);
  }

  /** The tools, as an agent takes them. */
  override getTools(): DynamicStructuredTool[] {
    return this.tools;
  }

  /**
   * A chat model of what a job has made, once the job is over.
   *
   * Rejects with an `ApiError` in the job's own words where it failed or was cancelled.
   */
  async tunedModel(jobId: string, { signal, ...fields }: TunedModelOptions = {}): Promise<ChatColloquy> {
    const job = await this.#client.fineTuning.jobs.wait(jobId, signal === undefined ? {} : { signal });
    return new ChatColloquy({ ...fields, model: String(job.fine_tuned_model), client: this.#client });
  }
}

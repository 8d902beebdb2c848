import type { Provider } from '../dialect/provider.ts';
import { ColloquyError } from '../errors/index.ts';
import type { Model, ModelDeleted } from '../wire/index.ts';
import { type ApiPromise, apiPromise } from './api-promise.ts';
import type { Caller, CallOptions } from './caller.ts';
import { list, type PagePromise } from './page.ts';
import { pathSegment } from './path-segment.ts';

/** `client.models`. */
export interface Models {
  /** The models that the key may use. */
  list(options?: CallOptions): PagePromise<Model>;
  /** One model; rejects with `not_found` where the service lists none of that name. */
  retrieve(model: string, options?: CallOptions): ApiPromise<Model>;
  /** Deletes a fine-tuned model. */
  delete(model: string, options?: CallOptions): ApiPromise<ModelDeleted>;
}

/** Models over a caller. */
export function models(caller: Caller, provider: Provider): Models {
  const all = { endpoint: 'models', method: 'GET', path: '/models' } as const;
  const one = (model: string) => `/models/${pathSegment(model, 'model')}`;
  return {
    list: (options) => list(caller, all, options),
    retrieve: (model, options) =>
      provider.quirks.modelsShape === 'openai'
        ? caller.json(() => ({ ...all, path: one(model) }), options)
        : apiPromise(findModel(caller, provider, model, options)),
    delete: (model, options) => caller.json(() => ({ ...all, method: 'DELETE', path: one(model) }), options),
  };
}

/** Open WebUI lists its models but does not tell of one. */
async function findModel(caller: Caller, provider: Provider, model: string, options?: CallOptions) {
  const all = { endpoint: 'models', method: 'GET', path: '/models' } as const;
  const { data: page, ...facts } = await list<Model>(caller, all, options).withResponse();
  const data = page.data.find(({ id }) => id === model);
  if (data === undefined) {
    throw new ColloquyError('not_found', `${provider.label} lists no model named \`${model}\``, {
      provider: provider.name,
      param: 'model',
    });
  }
  return { ...facts, data };
}

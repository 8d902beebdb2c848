import type { Engine, TrainedModel } from '../engine/engine.ts';
import { noSuchModel } from '../refusal/refusals.ts';
import type { Store } from '../store/store.ts';
import { MODEL_ALIASES, type ModelAlias, type ModelKind } from './aliases.ts';

/** A model as the models endpoint shows it. */
export interface ModelObject {
  readonly id: string;
  readonly object: 'model';
  /** Seconds since 1970. */
  readonly created: number;
  readonly owned_by: string;
}

/** A model that fine-tuning made, as it is kept. */
export interface StoredModel {
  readonly model: ModelObject;
  /** The blob of its bytes. */
  readonly blob: string;
  /** The snapshot it began from. */
  readonly base: string;
  /** A checkpoint answers like a model but is not listed. */
  readonly checkpoint: boolean;
}

/** A model that may be used now. */
export interface ResolvedModel {
  readonly id: string;
  readonly snapshot: string;
  readonly trained?: TrainedModel;
}

/** How many tuned models stay in memory at a time. */
const CACHED = 16;
/** The day the aliases were written down; a listing needs some time of creation. */
const ALIASES_CREATED = 1_763_683_200;

/** The models a project may use: the engine under its aliases, and what the project trained. */
export class ModelCatalog {
  readonly #store: Store;
  readonly #engine: Engine;
  readonly #aliases = new Map<string, ModelAlias>(MODEL_ALIASES.map((alias) => [alias.id, alias]));
  readonly #cache = new Map<string, Promise<TrainedModel>>();

  constructor(store: Store, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
    // Another engine is honest about itself under its own name.
    const own: ModelAlias = { id: engine.name, kind: 'chat', ownedBy: 'colloquy' };
    if (!this.#aliases.has(own.id)) this.#aliases.set(own.id, own);
  }

  /** The model of that id for that use; a 404 refusal where the project has none. */
  async resolve(project: string, id: string, kind: ModelKind): Promise<ResolvedModel> {
    const alias = this.#aliases.get(id);
    if (alias) {
      if (alias.kind !== kind) throw noSuchModel(id);
      return { id, snapshot: alias.snapshot ?? id };
    }
    const stored = this.stored(project, id);
    if (!stored || kind !== 'chat') throw noSuchModel(id);
    return { id, snapshot: id, trained: await this.#load(stored.blob) };
  }

  /** What fine-tuning made under that id. */
  stored(project: string, id: string): StoredModel | undefined {
    return this.#store.records.get<StoredModel>('model', project, id);
  }

  /** Everything listed for a project. */
  list(project: string): ModelObject[] {
    const tuned = this.#store.records.list<StoredModel>('model', project, { where: (model) => !model.checkpoint });
    return [...[...this.#aliases.values()].map(objectOf), ...tuned.items.map(({ model }) => model)];
  }

  /** One listed model. */
  get(project: string, id: string): ModelObject | undefined {
    const alias = this.#aliases.get(id);
    return alias ? objectOf(alias) : this.stored(project, id)?.model;
  }

  /** Whether an id is one of the engine's own, which cannot be deleted. */
  isAlias(id: string): boolean {
    return this.#aliases.has(id);
  }

  async delete(project: string, id: string): Promise<void> {
    const stored = this.stored(project, id);
    if (!stored) throw noSuchModel(id);
    this.#cache.delete(stored.blob);
    await this.#store.drop(stored.blob, () => this.#store.records.delete('model', project, id));
  }

  #load(blob: string): Promise<TrainedModel> {
    let loading = this.#cache.get(blob);
    if (!loading) {
      loading = this.#store.bytes(blob).then((bytes) => this.#engine.restore(bytes));
      loading.catch(() => this.#cache.delete(blob));
      if (this.#cache.size >= CACHED) this.#cache.delete(this.#cache.keys().next().value as string);
    } else this.#cache.delete(blob);
    // Set again, so that the least recently used is the first to go.
    this.#cache.set(blob, loading);
    return loading;
  }
}

function objectOf({ id, ownedBy }: ModelAlias): ModelObject {
  return { id, object: 'model', created: ALIASES_CREATED, owned_by: ownedBy };
}

type Fields = Record<string, unknown>;

/** An index a service may plausibly send; anything else is given a place of its own instead of a sparse array. */
const MAX_INDEX = 128;

/** One tool call of a stream, as far as it is known. */
interface KnownCall {
  readonly index: number;
  /** Whether the service gave it its id, and not this side. */
  readonly named: boolean;
  name: string;
  arguments: string;
}

/**
 * Tells the tool calls of one choice apart and gives each fragment the form OpenAI's have.
 *
 * Calls are told apart by id, by index, or, where a service sends neither, by their names: Ollama sends index 0 for
 * all of them, others no index, some repeat the id and the name on every fragment, some send the name in pieces.
 */
export class ToolCallShaper {
  readonly #streamId: unknown;
  readonly #byIndex = new Map<unknown, KnownCall>();
  readonly #byId = new Map<string, KnownCall>();
  readonly #taken = new Set<number>();
  #last: KnownCall | undefined;

  constructor(streamId: unknown) {
    this.#streamId = streamId;
  }

  /** Shapes a fragment in place: an index always, an id and a type on a call's first fragment only, text arguments. */
  shape(fragment: Fields): void {
    const given = fragment['function'];
    const fn = typeof given === 'object' && given !== null ? (given as Fields) : undefined;
    const name = typeof fn?.['name'] === 'string' ? fn['name'] : '';
    const id = typeof fragment['id'] === 'string' ? fragment['id'] : '';
    const text = argumentText(fn?.['arguments']);
    if (fn?.['arguments'] !== undefined) fn['arguments'] = text;
    const known = this.#find(fragment['index'], id, name, text);
    if (known === undefined) {
      this.#open(fragment, id, { name, arguments: text });
      if (given !== undefined || fragment['custom'] === undefined) {
        fragment['type'] ??= 'function';
        fragment['function'] = { ...fn, name, arguments: text };
      }
      return;
    }
    this.#last = known;
    known.arguments += text;
    fragment['index'] = known.index;
    delete fragment['id'];
    if (fn === undefined || fn['name'] === undefined) return;
    if (name === '' || name === known.name) delete fn['name'];
    else known.name += name;
  }

  /** The call a fragment continues, or `undefined` where it begins one. */
  #find(index: unknown, id: string, name: string, text: string): KnownCall | undefined {
    const sameIndex = typeof index === 'number' ? this.#byIndex.get(index) : undefined;
    if (id !== '') {
      // An id that was not seen begins a call, even under an index that was; unless its first fragment lacked one.
      return this.#byId.get(id) ?? (sameIndex?.named === false ? sameIndex : undefined);
    }
    const candidate = typeof index === 'number' ? sameIndex : this.#last;
    if (candidate === undefined || name === '') return candidate;
    return beginsAnother(candidate, name, text, typeof index === 'number') ? undefined : candidate;
  }

  #open(fragment: Fields, id: string, rest: { name: string; arguments: string }): void {
    const external = fragment['index'];
    let index = this.#taken.size;
    const usable = typeof external === 'number' && Number.isInteger(external) && external >= 0 && external < MAX_INDEX;
    if (usable && !this.#taken.has(external)) index = external;
    while (this.#taken.has(index)) index += 1;
    this.#taken.add(index);
    const call: KnownCall = { index, named: id !== '', ...rest };
    fragment['index'] = index;
    fragment['id'] = id === '' ? synthesizedId(this.#streamId, index) : id;
    if (id !== '') this.#byId.set(id, call);
    if (typeof external === 'number') this.#byIndex.set(external, call);
    this.#last = call;
  }
}

/** Whether a fragment with a name but no id cannot belong to a call: its name or its arguments do not go on there. */
function beginsAnother(call: KnownCall, name: string, text: string, hasIndex: boolean): boolean {
  if (isObjectText(call.arguments) && text.trim() !== '') return true;
  // A name is never continued once the arguments have begun; without an index, two names are two calls.
  return name !== call.name && (call.arguments !== '' || !hasIndex);
}

function isObjectText(text: string): boolean {
  if (!text.trimEnd().endsWith('}')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The id of a call whose service gave none: the same for the same stream and place. */
export function synthesizedId(streamId: unknown, index: number): string {
  const stream = String(streamId).replace(/[^a-zA-Z0-9]/g, '');
  return `call_${stream.slice(-24)}_c${index}`;
}

/** Arguments as text: Ollama sends an object where OpenAI sends its JSON. */
export function argumentText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

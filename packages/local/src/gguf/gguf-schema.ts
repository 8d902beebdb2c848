import type { GbnfJsonBasicSchema } from 'node-llama-cpp';
import { conforms, ENFORCED } from '../engine/schema/conforms.ts';
import { formatExample } from '../engine/schema/formats.ts';
import { isJsonObject, type JsonSchema, type SchemaObject } from '../engine/schema/json-schema.ts';
import { isJsonType, type JsonType } from '../engine/schema/json-type.ts';
import { resolveRef } from '../engine/schema/resolve-ref.ts';
import type { SchemaProblem } from '../engine/schema/schema-problem.ts';

/** A node of the schema that llama.cpp's grammars are made from. */
type Node = { readonly [keyword: string]: unknown };

const ANY: Node = {
  oneOf: [
    { type: ['string', 'number', 'boolean', 'null'] },
    { type: 'array' },
    { type: 'object', additionalProperties: true },
  ],
};
/** Which enforced keywords speak of which type, of those that a grammar can hold to. */
const KEYWORDS: Readonly<Record<JsonType, readonly string[]>> = {
  null: [],
  boolean: [],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'format'],
  string: ['minLength', 'maxLength', 'format', 'pattern'],
  array: ['items', 'prefixItems', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems', 'contains'],
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties', 'patternProperties'],
};
const EVERY_TYPE = ['type', 'enum', 'const', 'nullable', 'description'];
const FORMATS = ['date', 'time', 'date-time'];

/** A keyword that a grammar cannot hold to; caught below. */
class Unsupported extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** A definition that contains itself with no way out. */
class Endless extends Unsupported {}

/**
 * The schema that a grammar is made from, narrower than the one given: properties that may be missing never are, and
 * no others are added. What a grammar cannot enforce is a problem.
 */
export function ggufSchema(schema: JsonSchema): { schema: GbnfJsonBasicSchema } | { problem: SchemaProblem } {
  const definitions: Record<string, Node> = {};
  try {
    const node = new Converter(schema, definitions).convert(schema, '', new Set());
    // The package's types follow a schema known when compiling; its simplest one stands for all that is built here.
    return { schema: { ...node, $defs: definitions } as unknown as GbnfJsonBasicSchema };
  } catch (error) {
    if (error instanceof Unsupported) return { problem: { path: error.path, message: error.message } };
    throw error;
  }
}

class Converter {
  readonly #root: JsonSchema;
  readonly #definitions: Record<string, Node>;

  constructor(root: JsonSchema, definitions: Record<string, Node>) {
    this.#root = root;
    this.#definitions = definitions;
  }

  /** `open` are the references that this schema stands in with no list or choice between. */
  convert(schema: unknown, path: string, open: ReadonlySet<string>): Node {
    if (schema === true) return ANY;
    if (!isJsonObject(schema)) throw new Unsupported(path, 'no value satisfies it');
    const enforced = Object.keys(schema).filter((keyword) => ENFORCED.has(keyword));
    const alone = (keyword: string): void => {
      const beside = enforced.find((other) => other !== keyword && !(other === 'type' && schema['type'] === 'object'));
      if (beside) throw new Unsupported(at(path, keyword), `a GGUF model cannot honour ${keyword} beside ${beside}`);
    };
    for (const keyword of ['anyOf', 'oneOf']) {
      if (!enforced.includes(keyword)) continue;
      alone(keyword);
      return this.#choice(schema[keyword] as unknown[], at(path, keyword));
    }
    if (enforced.includes('$ref')) {
      alone('$ref');
      return this.#reference(schema['$ref'] as string, path, open);
    }
    if (enforced.includes('allOf')) {
      alone('allOf');
      const parts = schema['allOf'] as unknown[];
      if (parts.length > 1)
        throw new Unsupported(at(path, 'allOf'), 'a GGUF model can honour one schema in allOf only');
      return this.convert(parts[0], `${at(path, 'allOf')}[0]`, open);
    }
    const described = typeof schema['description'] === 'string' ? { description: schema['description'] } : {};
    return { ...this.#value(schema, enforced, path, open), ...described };
  }

  #value(schema: SchemaObject, enforced: readonly string[], path: string, open: ReadonlySet<string>): Node {
    const options = 'const' in schema ? [schema['const']] : schema['enum'];
    if (Array.isArray(options)) return this.#options(schema, options, path);
    const types = typesOf(schema, enforced);
    const known = new Set([...EVERY_TYPE, ...types.flatMap((type) => KEYWORDS[type])]);
    const strange = enforced.find((keyword) => !known.has(keyword));
    if (strange) throw new Unsupported(at(path, strange), `a GGUF model cannot honour ${strange}`);
    if (enforced.length === 0) return ANY;
    const nodes = types.map((type) => this.#ofType(type, schema, path, types.length > 1 ? new Set() : open));
    if (schema['nullable'] === true && !types.includes('null')) nodes.push({ type: 'null' });
    return nodes.length === 1 ? (nodes[0] as Node) : { oneOf: nodes };
  }

  #ofType(type: JsonType, schema: SchemaObject, path: string, open: ReadonlySet<string>): Node {
    if (type === 'object') return this.#object(schema, path, open);
    if (type === 'array') return this.#array(schema, path, open);
    if (type === 'string') return stringNode(schema, path);
    if (type === 'integer' || type === 'number') refuseBounds(type, schema, path);
    return { type };
  }

  /** Of the values listed, those that the other keywords allow. */
  #options(schema: SchemaObject, options: readonly unknown[], path: string): Node {
    const allowed = options.filter((option) => conforms(schema, option, this.#root));
    if (allowed.length === 0) throw new Unsupported(at(path, 'enum'), 'no value satisfies it');
    if (allowed.some((option) => typeof option === 'object' && option !== null)) {
      throw new Unsupported(at(path, 'enum'), 'a GGUF model cannot honour lists and objects among the values');
    }
    return { enum: allowed };
  }

  #choice(parts: readonly unknown[], path: string): Node {
    // Each alternative may contain the whole again, as another one ends it.
    return { oneOf: parts.map((part, index) => this.convert(part, `${path}[${index}]`, new Set())) };
  }

  #reference(ref: string, path: string, open: ReadonlySet<string>): Node {
    if (open.has(ref)) throw new Endless(at(path, '$ref'), 'it contains itself with no way out');
    const name = ref === '#' ? 'root' : ref.replaceAll(/[^\w-]/g, '_');
    if (!(name in this.#definitions)) {
      this.#definitions[name] = ANY;
      this.#definitions[name] = this.convert(resolveRef(this.#root, ref), ref, new Set([...open, ref]));
    }
    return { $ref: `#/$defs/${name}` };
  }

  #object(schema: SchemaObject, path: string, open: ReadonlySet<string>): Node {
    const required = (schema['required'] as readonly string[] | undefined) ?? [];
    const given = isJsonObject(schema['properties']) ? Object.entries(schema['properties']) : [];
    const properties: Record<string, Node> = {};
    for (const [key, part] of given) {
      try {
        properties[key] = this.convert(part, `${at(path, 'properties')}.${key}`, open);
      } catch (error) {
        // A tree of properties that may be missing ends by leaving one out.
        if (!(error instanceof Endless) || required.includes(key)) throw error;
      }
    }
    const keys = Object.keys(properties);
    const missing = required.find((key) => !keys.includes(key));
    if (missing) throw new Unsupported(at(path, 'required'), `'${missing}' has no schema among the properties`);
    const least = Number(schema['minProperties'] ?? 0);
    const most = Number(schema['maxProperties'] ?? Number.POSITIVE_INFINITY);
    if (least > keys.length || most < keys.length) {
      throw new Unsupported(
        path,
        'a GGUF model writes each property once, whatever minProperties and maxProperties say',
      );
    }
    if (schema['patternProperties'] !== undefined) {
      throw new Unsupported(at(path, 'patternProperties'), 'a GGUF model cannot honour patternProperties');
    }
    const rest = schema['additionalProperties'] ?? true;
    if (given.length > 0 || rest === false) return { type: 'object', properties };
    const additionalProperties = rest === true ? true : this.convert(rest, at(path, 'additionalProperties'), new Set());
    return { type: 'object', additionalProperties };
  }

  #array(schema: SchemaObject, path: string, open: ReadonlySet<string>): Node {
    for (const keyword of ['uniqueItems', 'contains']) {
      if (schema[keyword] !== undefined && schema[keyword] !== false) {
        throw new Unsupported(at(path, keyword), `a GGUF model cannot honour ${keyword}`);
      }
    }
    const older = Array.isArray(schema['items']);
    const first = ((older ? schema['items'] : schema['prefixItems']) as readonly unknown[] | undefined) ?? [];
    const rest = (older ? schema['additionalItems'] : schema['items']) ?? true;
    const minItems = Number(schema['minItems'] ?? 0);
    const maxItems = Math.min(
      Number(schema['maxItems'] ?? Number.POSITIVE_INFINITY),
      rest === false ? first.length : Number.POSITIVE_INFINITY,
    );
    const prefixItems = first
      .slice(0, maxItems)
      .map((part, index) => this.convert(part, `${at(path, 'prefixItems')}[${index}]`, open));
    const inner = minItems > prefixItems.length ? open : new Set<string>();
    return {
      type: 'array',
      ...(prefixItems.length > 0 ? { prefixItems } : {}),
      ...(rest === false || rest === true ? {} : { items: this.convert(rest, at(path, 'items'), inner) }),
      ...(minItems > 0 ? { minItems } : {}),
      ...(maxItems === Number.POSITIVE_INFINITY ? {} : { maxItems }),
    };
  }
}

function typesOf(schema: SchemaObject, enforced: readonly string[]): readonly JsonType[] {
  const { type } = schema;
  if (type !== undefined) return (Array.isArray(type) ? type : [type]).filter(isJsonType);
  const types = Object.keys(KEYWORDS).filter(isJsonType);
  // Without a type, that of the keywords: a schema with properties means an object.
  return types.filter((name) => name !== 'integer' && KEYWORDS[name].some((keyword) => enforced.includes(keyword)));
}

function stringNode(schema: SchemaObject, path: string): Node {
  const { format, pattern, minLength, maxLength } = schema;
  if (pattern !== undefined) throw new Unsupported(at(path, 'pattern'), 'a GGUF model cannot honour pattern');
  const bounded = minLength !== undefined || maxLength !== undefined;
  if (formatExample(format) !== undefined) {
    if (bounded || !FORMATS.includes(format as string)) {
      throw new Unsupported(at(path, 'format'), `a GGUF model can honour the formats ${FORMATS.join(', ')} alone`);
    }
    return { type: 'string', format };
  }
  return { type: 'string', ...(minLength ? { minLength } : {}), ...(maxLength === undefined ? {} : { maxLength }) };
}

/** Grammars know no bounds of numbers; those of JavaScript's safe integers are only what validators write for `integer`. */
function refuseBounds(type: 'integer' | 'number', schema: SchemaObject, path: string): void {
  const harmless: Readonly<Record<string, (bound: number) => boolean>> = {
    minimum: (bound) => bound <= Number.MIN_SAFE_INTEGER,
    exclusiveMinimum: (bound) => bound <= Number.MIN_SAFE_INTEGER,
    maximum: (bound) => bound >= Number.MAX_SAFE_INTEGER,
    exclusiveMaximum: (bound) => bound >= Number.MAX_SAFE_INTEGER,
    multipleOf: (step) => type === 'integer' && step === 1,
  };
  for (const [keyword, isHarmless] of Object.entries(harmless)) {
    if (schema[keyword] === undefined || isHarmless(Number(schema[keyword]))) continue;
    throw new Unsupported(at(path, keyword), `a GGUF model cannot honour ${keyword}`);
  }
}

function at(path: string, keyword: string): string {
  return path === '' ? keyword : `${path}.${keyword}`;
}

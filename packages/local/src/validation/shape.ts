/** The JSON types by the names error messages use. */
export type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** What one parameter may be. */
export interface Rule {
  readonly type: JsonType | readonly JsonType[];
  readonly required?: boolean;
  /** The values a string may have. */
  readonly values?: readonly string[];
  /** Bounds of a number, of a string's length, or of an array's. */
  readonly min?: number;
  readonly max?: number;
  /** For numbers: the minimum itself is out of range. */
  readonly above?: boolean;
  readonly each?: Rule;
  readonly fields?: Shape;
}

/** The parameters of an endpoint, by name. */
export type Shape = Readonly<Record<string, Rule>>;

/** Short spellings for rule tables. */
export const optional = {
  string: { type: ['string', 'null'] },
  boolean: { type: ['boolean', 'null'] },
  integer: { type: ['integer', 'null'] },
  number: { type: ['number', 'null'] },
  object: { type: ['object', 'null'] },
  array: { type: ['array', 'null'] },
  any: { type: ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'] },
} as const satisfies Record<string, Rule>;

/** Sixteen pairs of short strings, as every endpoint that takes metadata takes them. */
export const METADATA: Rule = { type: ['object', 'null'] };

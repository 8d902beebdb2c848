/** Where in the value something is to be filled in. */
export interface Hint {
  /** The name of the property, or of the list it is in. */
  readonly name: string;
  readonly description: string;
  /** The format of a string, where the schema names one. */
  readonly format?: string | undefined;
  /** Whether the value must be there, so that a weaker guess is better than none. */
  readonly needed: boolean;
}

/** Whence the values come that a schema leaves open; each answer is tried in order until one satisfies the schema. */
export interface Filler {
  strings(hint: Hint): readonly string[];
  /** Texts for a place that nothing was found for and that needs one all the same. */
  fallbacks(hint: Hint): readonly string[];
  numbers(hint: Hint): readonly number[];
  boolean(hint: Hint): boolean | undefined;
  /** Which of several values is meant. */
  choice(options: readonly unknown[], hint: Hint): unknown;
  /** How many items a list should have; the items are asked for one by one. */
  items(hint: Hint): number;
  /** Names and values for an object that leaves its keys open. */
  entries(hint: Hint): readonly (readonly [string, string])[];
  /** Lets something be tried: what it used up is given back where the result is `undefined`. */
  attempt<T>(make: () => T | undefined): T | undefined;
}

/** A filler that knows nothing: values come from the schema alone. */
export const emptyFiller: Filler = {
  strings: () => [],
  fallbacks: () => [],
  numbers: () => [],
  boolean: () => undefined,
  choice: () => undefined,
  items: () => 0,
  entries: () => [],
  attempt: (make) => make(),
};

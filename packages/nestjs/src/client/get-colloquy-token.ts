/** The name of a client that was given none. */
export const DEFAULT_CLIENT = 'default';

/**
 * The injection token of a named client.
 *
 * A registered symbol, so that two loaded copies of this package agree on it.
 *
 * @default name 'default'
 */
export function getColloquyToken(name: string = DEFAULT_CLIENT): symbol {
  return Symbol.for(`@colloquy/nestjs client "${name}"`);
}

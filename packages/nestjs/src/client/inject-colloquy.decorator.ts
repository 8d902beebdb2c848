import { Inject } from '@nestjs/common';
import { getColloquyToken } from './get-colloquy-token.ts';

/** Where an injection may stand: a constructor parameter or a property. */
export type Injection = PropertyDecorator & ParameterDecorator;

/**
 * Injects the client of that name.
 *
 * @default name 'default'
 *
 * @example
 * constructor(@InjectColloquy() private readonly colloquy: Client) {}
 */
export function InjectColloquy(name?: string): Injection {
  return Inject(getColloquyToken(name));
}

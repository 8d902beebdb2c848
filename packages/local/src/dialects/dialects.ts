import { ColloquyError } from '@colloquy/core';
import { Router } from '../exchange/router.ts';
import { anvilgptDialect } from './anvilgpt.ts';
import type { Dialect, DialectName } from './dialect.ts';
import { eugptDialect } from './eugpt.ts';
import { jrcDialect } from './jrc.ts';
import { openaiDialect } from './openai.ts';

/** A dialect with its routes ready to be matched. */
export interface Speech {
  readonly dialect: Dialect;
  readonly router: Router;
}

const speech = (dialect: Dialect): Speech => ({ dialect, router: new Router(dialect.routes) });

/** Every dialect by its name. */
export const DIALECTS: Readonly<Record<DialectName, Speech>> = {
  openai: speech(openaiDialect),
  jrc: speech(jrcDialect),
  eugpt: speech(eugptDialect),
  anvilgpt: speech(anvilgptDialect),
};

/** The dialect of that name; throws `configuration` for any other. */
export function speechOf(name: string): Speech {
  if (Object.hasOwn(DIALECTS, name)) return DIALECTS[name as DialectName];
  const names = Object.keys(DIALECTS).join(', ');
  throw new ColloquyError('configuration', `There is no dialect '${name}'; choose one of ${names}.`, {
    param: 'dialect',
  });
}

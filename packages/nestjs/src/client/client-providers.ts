import type { Client } from '@colloquy/core';
import type { Provider } from '@nestjs/common';
import { ColloquyService } from './colloquy.service.ts';
import { DEFAULT_CLIENT, getColloquyToken } from './get-colloquy-token.ts';
import { getResourceToken, RESOURCES } from './get-resource-token.ts';

/** What can be injected of a named client: its parts, and for the default client the class that stands for it. */
export function derivedProviders(name: string): Provider[] {
  const client = getColloquyToken(name);
  const parts = RESOURCES.map((resource) => ({
    provide: getResourceToken(resource, name),
    inject: [client],
    useFactory: (instance: Client) => instance[resource],
  }));
  return name === DEFAULT_CLIENT ? [...parts, { provide: ColloquyService, useExisting: client }] : parts;
}

/** The tokens under which a module offers a named client to those that import it. */
export function clientExports(name: string) {
  const parts = RESOURCES.map((resource) => getResourceToken(resource, name));
  return [getColloquyToken(name), ...parts, ...(name === DEFAULT_CLIENT ? [ColloquyService] : [])];
}

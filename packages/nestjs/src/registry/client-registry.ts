import { type Client, ColloquyError } from '@colloquy/core';
import { Inject, Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { hostModules } from './client-host.ts';

/** The clients of one application by name, so that a module can use one that it does not import. */
@Injectable()
export class ClientRegistry {
  readonly #container: ModulesContainer;
  readonly #clients = new Map<string, PromiseWithResolvers<Client>>();

  constructor(@Inject(ModulesContainer) container: ModulesContainer) {
    this.#container = container;
  }

  /** Makes the client of that name; throws `configuration`, naming the modules, where two claim the name. */
  open(name: string, make: () => Client): Client {
    const entry = this.#entry(name);
    try {
      this.#refuseSecond(name);
      const client = make();
      entry.resolve(client);
      return client;
    } catch (error) {
      entry.reject(error);
      throw error;
    }
  }

  /** The client of that name, once it is made; rejects with `configuration`, listing the names, where there is none. */
  async client(name: string): Promise<Client> {
    const names = hostModules(this.#container).map((host) => host.name);
    if (!names.includes(name)) throw unknownName(name, names);
    return this.#entry(name).promise;
  }

  #entry(name: string): PromiseWithResolvers<Client> {
    let entry = this.#clients.get(name);
    if (entry === undefined) {
      entry = Promise.withResolvers<Client>();
      // Whoever makes the client reports the failure; those who wait for it need not exist.
      entry.promise.catch(() => undefined);
      this.#clients.set(name, entry);
    }
    return entry;
  }

  #refuseSecond(name: string): void {
    const hosts = hostModules(this.#container).filter((host) => host.name === name);
    if (hosts.length < 2) return;
    const importers = hosts.map(({ importedBy }) => importedBy.join(' and ') || 'a dynamic module').join(', and in ');
    throw new ColloquyError(
      'configuration',
      `two Colloquy clients are named "${name}": in ${importers}; give one another \`name\`, or import one with \`ColloquyModule.forFeature\``,
      { param: 'name' },
    );
  }
}

function unknownName(name: string, names: readonly string[]): ColloquyError {
  const known =
    names.length === 0 ? 'none is registered' : `registered are ${names.map((each) => `"${each}"`).join(', ')}`;
  return new ColloquyError(
    'configuration',
    `no Colloquy client is named "${name}": ${known}; add \`ColloquyModule.forRoot({ name: '${name}', … })\` or correct the name`,
    { param: 'name' },
  );
}

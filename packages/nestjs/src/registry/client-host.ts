import type { ModulesContainer } from '@nestjs/core';

type Module = ModulesContainer extends Map<string, infer Each> ? Each : never;

/** The token under which a module says which client it holds. */
export const CLIENT_HOST = Symbol.for('@colloquy/nestjs host');

/** Which client a module holds. */
export interface ClientHost {
  readonly name: string;
}

/** A module that holds a client, and the names of those that import it. */
export interface HostModule {
  readonly name: string;
  readonly importedBy: readonly string[];
}

/** The modules of an application that hold a client; known before any provider is made. */
export function hostModules(container: ModulesContainer): HostModule[] {
  const modules = [...container.values()];
  return modules.flatMap((module) => {
    const host = hostOf(module);
    return host === undefined ? [] : [{ name: host.name, importedBy: importersOf(module, host, modules) }];
  });
}

function hostOf(module: Module): ClientHost | undefined {
  return module.providers.get(CLIENT_HOST)?.instance as ClientHost | undefined;
}

function importersOf(hosting: Module, host: ClientHost, modules: readonly Module[]): string[] {
  // A global module counts as imported by all, so only what a module declares tells.
  const imports = (module: Module) =>
    hosting.isGlobal ? declares(module.metatype, host) : module.imports.has(hosting);
  return modules.filter(imports).map(({ name }) => name);
}

function declares(metatype: object, host: ClientHost): boolean {
  const imports: unknown = Reflect.getMetadata('imports', metatype);
  if (!Array.isArray(imports)) return false;
  return imports.some((entry: { providers?: unknown[] } | undefined) =>
    entry?.providers?.some((provider) => (provider as { useValue?: unknown }).useValue === host),
  );
}

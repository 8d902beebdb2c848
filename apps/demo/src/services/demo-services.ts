import { type Client, createClient } from '@colloquy/core';
import { createGateway, type Gateway } from '@colloquy/gateway';
import { createLocal } from '@colloquy/local';
import { CallJournal } from './call-journal.ts';
import { type DemoProvider, demoProviders } from './demo-provider.ts';

/** A client with the menu entry it was made for. */
export interface DemoClient extends DemoProvider {
  readonly client: Client;
}

/** Everything behind the routes. */
export interface DemoServices {
  readonly gateway: Gateway;
  readonly journal: CallJournal;
  readonly providers: readonly DemoProvider[];
  /** A client for each provider, whose calls the journal tells under that name. */
  clients(stack: string): readonly DemoClient[];
  close(): Promise<void>;
}

/** The offline provider with a gateway before it, and the services whose keys are in the environment. */
export function createServices(env: NodeJS.ProcessEnv): DemoServices {
  const local = createLocal();
  const gateway = createGateway({ upstreams: { offline: local.transport() }, models: { '*': 'offline' } });
  const providers = demoProviders(local, gateway, env);
  const journal = new CallJournal();
  const made: Client[] = [];
  return {
    gateway,
    journal,
    providers,
    clients: (stack) =>
      providers.map((provider) => {
        const client = createClient({ ...provider.options, hooks: journal.hooks(stack) });
        made.push(client);
        return { ...provider, client };
      }),
    async close() {
      await Promise.all(made.map((client) => client.close()));
      await gateway.close({ graceMs: 0 });
      await local.close();
    },
  };
}

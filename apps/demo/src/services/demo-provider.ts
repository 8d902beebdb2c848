import type { Client, ClientOptions } from '@colloquy/core';
import * as providers from '@colloquy/core/providers';
import type { Gateway } from '@colloquy/gateway';
import type { Local } from '@colloquy/local';
import { paced } from './paced.ts';

/** One entry of the page's menu of services. */
export interface DemoProvider {
  readonly id: string;
  readonly label: string;
  readonly offline: boolean;
  readonly defaultModel: string;
  /** What makes a client for it. */
  readonly options: ClientOptions;
}

/** The project that the page's own chats belong to. */
const DEMO_PROJECT = 'demo';

/** Between two tokens of an offline answer: about as fast as a hosted model, slow enough to be seen. */
const TOKEN_MS = 15;

/** A model of each service to begin with. */
const DEFAULT_MODELS: Readonly<Record<string, string>> = {
  openai: 'gpt-4o-mini',
  jrc: 'gpt-4o',
  eugpt: 'auto',
  anvilgpt: 'llama3.1:latest',
  openwebui: 'llama3.1:latest',
  ollama: 'llama3.1:latest',
  vllm: 'auto',
};

const ONLINE = [
  providers.openai,
  providers.jrc,
  providers.eugpt,
  providers.anvilgpt,
  providers.openWebUI,
  providers.ollama,
  providers.vllm,
];

/**
 * The services on offer: offline behind the gateway, offline in three other dialects, and each real one whose key is in
 * the environment (`EUGPT_API_KEY`); `EUGPT_BASE_URL` moves it.
 */
export function demoProviders(local: Local, gateway: Gateway, env: NodeJS.ProcessEnv): readonly DemoProvider[] {
  const pace = paced(TOKEN_MS);
  const principal = { project: DEMO_PROJECT, token: 'page' };
  const offline = (id: string, label: string, options: ClientOptions): DemoProvider => ({
    id,
    label,
    offline: true,
    defaultModel: 'colloquy-parrot',
    options,
  });
  const dialect = (provider: ClientOptions['provider'], name: 'jrc' | 'eugpt' | 'anvilgpt') =>
    offline(`offline-${name}`, `Offline as ${provider.label}`, {
      provider,
      // A real key belongs to the real service, also where this one would not look at it.
      apiKey: null,
      transport: pace(local.transport(name, { project: DEMO_PROJECT })),
    });
  const online = ONLINE.filter(({ apiKeyEnv }) => Boolean(env[apiKeyEnv])).map((provider): DemoProvider => {
    const baseURL = env[`${provider.name.toUpperCase()}_BASE_URL`];
    return {
      id: provider.name,
      label: provider.label,
      offline: false,
      defaultModel: DEFAULT_MODELS[provider.name] ?? 'auto',
      options: { provider, apiKey: String(env[provider.apiKeyEnv]), ...(baseURL ? { baseURL } : {}) },
    };
  });
  return [
    offline('offline', 'Offline', {
      provider: providers.openai,
      apiKey: null,
      transport: pace(gateway.transport(principal)),
    }),
    dialect(providers.jrc, 'jrc'),
    dialect(providers.eugpt, 'eugpt'),
    dialect(providers.anvilgpt, 'anvilgpt'),
    ...online,
  ];
}

/** Whether files can be stored and models trained at a client's service. */
export function hasFineTuning({ provider }: Client): boolean {
  return provider.endpoints.includes('files') && provider.endpoints.includes('fine_tuning');
}

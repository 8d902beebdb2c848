import type { Client } from '@colloquy/core';

/** The default client, as a type to inject it by where a project emits decorator metadata. */
export type ColloquyService = Client;

/** The class is only a token: what is injected under it is the client itself. */
export const ColloquyService = class ColloquyService {} as unknown as abstract new () => Client;

import { colloquyRouter } from '@colloquy/express';
import express from 'express';
import { clients } from '../clients.ts';
import type { Served } from '../server-bench.ts';
import { listen } from './listen.ts';

/** The router over a client: the whole OpenAI surface, without tokens. */
export async function routerServer(upstream: string): Promise<Served> {
  return listen(express().use('/v1', colloquyRouter({ client: await clients.colloquy(upstream) })));
}

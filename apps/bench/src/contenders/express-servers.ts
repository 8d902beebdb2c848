import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { colloquyRouter } from '@colloquy/express';
import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { Served } from '../server-bench.ts';
import { listen } from './servers.ts';

/** The router over a client: the whole OpenAI surface. */
export async function expressRouter(upstream: string): Promise<Served> {
  const client = createClient({ provider: openai, apiKey: 'sk-bench', baseURL: upstream });
  return listen(express().use('/v1', colloquyRouter({ client })));
}

/** http-proxy-middleware, which looks at nothing. */
export async function expressProxy(upstream: string): Promise<Served> {
  const { origin } = new URL(upstream);
  return listen(express().use(createProxyMiddleware({ target: origin, changeOrigin: true })));
}

import { Agent } from 'node:http';
import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { Served } from '../server-bench.ts';
import { listen } from './listen.ts';

/** http-proxy-middleware in Express, which looks at nothing. Its own agent opens 256 connections and then lets callers wait. */
export async function proxyServer(upstream: string): Promise<Served> {
  const { origin } = new URL(upstream);
  const agent = new Agent({ keepAlive: true });
  return listen(express().use(createProxyMiddleware({ target: origin, changeOrigin: true, agent })));
}

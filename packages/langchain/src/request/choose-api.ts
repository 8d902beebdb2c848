import type { Provider } from '@colloquy/core';
import type { ChatApi } from '../chat-colloquy-fields.ts';
import { isServiceTool } from './tools.ts';

type Fields = Record<string, unknown>;

/** The API a request goes through: `auto` takes chat completions unless only Responses can do it. */
export function chooseApi(api: ChatApi, provider: Provider, tools: readonly Fields[]): 'chat' | 'responses' {
  if (api !== 'auto') return api;
  const { endpoints } = provider;
  if (!endpoints.includes('responses')) return 'chat';
  return !endpoints.includes('chat') || tools.some(isServiceTool) ? 'responses' : 'chat';
}

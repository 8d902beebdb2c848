import type { ChatStream, Client } from '@colloquy/core';
import { CLIENT_LEFT, clientLeft, sendError } from '@colloquy/gateway';
import type { Request, RequestHandler, Response } from 'express';
import { pipeChat } from './pipe-chat.ts';
import type { PipeEventsOptions } from './pipe-events.ts';

type ChatParams = Parameters<Client['chat']['completions']['stream']>[0];

/** What is asked of the service for a request. */
export interface StreamChatOptions extends Omit<PipeEventsOptions, 'signal' | 'endMark'> {
  /** Who is asked. */
  client: Client;
  /** The call for a request, such as `({ body }) => ({ model, messages: body.messages })`; may be a promise. */
  params: (request: Request) => ChatParams | Promise<ChatParams>;
}

/**
 * Answers each request with the stream of one chat call: `app.post('/chat', express.json(), streamChat({ client, params }))`.
 *
 * Errors before the stream are answered in OpenAI's shape, with the status of the mapping table.
 */
export function streamChat({ client, params, ...options }: StreamChatOptions): RequestHandler {
  const answer = async (request: Request, response: Response): Promise<void> => {
    const signal = clientLeft(response);
    let stream: ChatStream;
    try {
      stream = await client.chat.completions.stream(await params(request), { signal });
    } catch (error) {
      if (signal.reason !== CLIENT_LEFT) sendError(response, error);
      return;
    }
    await pipeChat(stream, response, options);
  };
  return (request, response) => void answer(request, response);
}

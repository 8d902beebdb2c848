import type { ApiPromise, CallOptions, Client } from '@colloquy/core';
import type { Answer, AnswerReader } from '../reply/answer.ts';
import { chatAnswers } from '../reply/chat-answers.ts';
import { ChatReader } from '../reply/chat-reader.ts';
import { responseAnswer } from '../reply/response-answer.ts';
import { ResponseReader } from '../reply/response-reader.ts';
import { StopCut } from '../reply/stop-cut.ts';
import { chatBody, chatConversation } from '../request/chat-body.ts';
import type { BodyWriter, MessageWriter, RequestSettings } from '../request/request-settings.ts';
import { responsesBody, responsesConversation } from '../request/responses-body.ts';
import type { ItemStream } from '../stream/piece.ts';

type Fields = Record<string, unknown>;

/** One of the two chat APIs: how a request is said in it, and how its answers are read. */
export interface Api {
  readonly body: BodyWriter;
  readonly conversation: MessageWriter;
  /** What a request for a stream adds. */
  readonly streamFields: (wantsUsage: boolean) => Fields;
  readonly create: (client: Client, body: Fields, options: CallOptions) => ApiPromise<unknown>;
  readonly answers: (reply: Fields, settings: RequestSettings) => Answer[];
  readonly reader: () => AnswerReader<object>;
  /** The stop texts that the service cannot be told of. */
  readonly cutAt: (settings: RequestSettings) => readonly string[];
}

const CHAT: Api = {
  body: chatBody,
  conversation: chatConversation,
  streamFields: (wantsUsage) => ({ stream: true, ...(wantsUsage ? { stream_options: { include_usage: true } } : {}) }),
  create: (client, body, options) => client.chat.completions.create(body as unknown as CreateChat, options),
  answers: chatAnswers,
  reader: () => new ChatReader(),
  cutAt: () => [],
};

const RESPONSES: Api = {
  body: responsesBody,
  conversation: responsesConversation,
  streamFields: () => ({ stream: true }),
  create: (client, body, options) => client.responses.create(body as unknown as CreateResponse, options),
  answers: (reply, settings) => [cutAnswer(responseAnswer(reply), settings.stop ?? [])],
  reader: () => new ResponseReader(),
  cutAt: ({ stop }) => stop ?? [],
};

type CreateChat = Parameters<Client['chat']['completions']['create']>[0];
type CreateResponse = Parameters<Client['responses']['create']>[0];

export const APIS: Readonly<Record<'chat' | 'responses', Api>> = { chat: CHAT, responses: RESPONSES };

/** The stream that a call answered with. */
export function itemStream(data: unknown): ItemStream {
  return data as ItemStream;
}

function cutAnswer(answer: Answer, stops: readonly string[]): Answer {
  const cut = new StopCut(stops);
  const text = cut.push(answer.text) + cut.end();
  return cut.stopped ? { ...answer, text, finishReason: 'stop' } : answer;
}

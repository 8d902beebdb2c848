export { ChatStream } from './chat-stream.ts';
export { ResponseStream } from './response-stream.ts';
export type { StreamEnd } from './stream-source.ts';

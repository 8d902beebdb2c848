import { applyDecorators, HttpCode, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ColloquyStreamInterceptor } from './colloquy-stream.interceptor.ts';
import { OwnsResponse } from './owns-response.decorator.ts';
import { type ColloquyStreamOptions, STREAM_OPTIONS } from './stream-options.ts';

/**
 * Sends what a handler returns as server-sent events: a `ChatStream` or `ResponseStream`, any async iterable, or an
 * Observable, or a promise of one of these.
 *
 * The status is 200. When the client goes away, the calls that the handler made end with it, those still waiting for an
 * answer too. A slow reader holds the source back. What fails before the first event reaches the exception filters;
 * afterwards it is an event `{"error": …}`, and no `[DONE]` follows. A handler may also return a whole completion or
 * response, which is sent as JSON.
 *
 * @example
 * \@Post('chat')
 * \@ColloquyStream()
 * chat(@Body() body: ChatBody) {
 *   return this.client.chat.completions.create({ ...body, stream: true });
 * }
 */
export function ColloquyStream(options: ColloquyStreamOptions = {}): MethodDecorator {
  return applyDecorators(
    SetMetadata(STREAM_OPTIONS, options),
    HttpCode(200),
    OwnsResponse(),
    UseInterceptors(ColloquyStreamInterceptor),
  );
}

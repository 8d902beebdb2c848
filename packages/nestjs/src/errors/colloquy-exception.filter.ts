import type { ColloquyError } from '@colloquy/core';
import { errorToHttp } from '@colloquy/gateway';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { PlatformResponse } from '../request/raw-exchange.ts';
import { AnyColloquyError } from './any-colloquy-error.ts';

/** How errors are answered. */
export interface ColloquyExceptionFilterOptions {
  /** The body's shape: OpenAI's `{ error: { message, type, param, code } }`, or Nest's own. @default 'openai' */
  format?: 'openai' | 'nest';
  /** An exception of the application's own to answer with instead; `undefined` leaves it to the filter. */
  map?: (error: ColloquyError) => HttpException | undefined;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Both platforms have these, under the same names. */
interface Reply extends Omit<PlatformResponse, 'status'> {
  status(code: number): this;
  header(name: string, value: string): this;
  send(body: object): unknown;
}

/**
 * Answers what calls of a service throw, as a server that stands before the service should.
 *
 * What the service thinks of the caller's request keeps its status (400, 404, 409, 413, 422, and 429 with `Retry-After`);
 * what it thinks of this server's own credentials, and its failures, are 502, an unreachable one is 503, a late one 504. No
 * key and no upstream address is in any answer.
 *
 * @example
 * app.useGlobalFilters(new ColloquyExceptionFilter());
 */
@Catch(AnyColloquyError)
export class ColloquyExceptionFilter implements ExceptionFilter<ColloquyError> {
  readonly #options: ColloquyExceptionFilterOptions;
  readonly #logger = new Logger('Colloquy');

  constructor(options: ColloquyExceptionFilterOptions = {}) {
    this.#options = options;
  }

  catch(error: ColloquyError, host: ArgumentsHost): unknown {
    // Other kinds of transport have filters of their own.
    if (host.getType() !== 'http') throw error;
    const response = host.switchToHttp().getResponse<Reply>();
    const raw = response.raw ?? response;
    if (raw.headersSent || raw.destroyed) {
      if (!raw.writableEnded) raw.destroy();
      return undefined;
    }
    const { status, headers, body } = this.#answer(error);
    if (status >= 500) this.#logger.error(`${error.code}: ${error.message}`);
    for (const [name, value] of Object.entries(headers)) response.header(name, value);
    return response.status(status).send(body);
  }

  #answer(error: ColloquyError): Answer {
    const mapped = this.#options.map?.(error);
    if (mapped !== undefined) return { status: mapped.getStatus(), headers: {}, body: bodyOf(mapped) };
    const { status, headers, body } = errorToHttp(error);
    if (this.#options.format !== 'nest') return { status, headers, body };
    return {
      status,
      headers,
      body: HttpException.createBody(body.error.message, body.error.code ?? body.error.type, status),
    };
  }
}

function bodyOf(exception: HttpException): object {
  const body = exception.getResponse();
  return typeof body === 'string' ? HttpException.createBody(body, exception.name, exception.getStatus()) : body;
}

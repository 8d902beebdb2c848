import type { IncomingMessage, ServerResponse } from 'node:http';
import { Global, Inject, Module, type NestModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AnswersInFlight } from './lifecycle/answers-in-flight.ts';
import { ClientRegistry } from './registry/client-registry.ts';
import { inScope } from './request/request-scope.ts';

/** What all clients of one application share, whichever modules hold them. */
@Global()
@Module({ providers: [ClientRegistry, AnswersInFlight], exports: [ClientRegistry, AnswersInFlight] })
export class ColloquyCoreModule implements NestModule {
  readonly #adapterHost: HttpAdapterHost;
  readonly #answers: AnswersInFlight;

  constructor(
    @Inject(HttpAdapterHost) adapterHost: HttpAdapterHost,
    @Inject(AnswersInFlight) answers: AnswersInFlight,
  ) {
    this.#adapterHost = adapterHost;
    this.#answers = answers;
  }

  /** Lets the calls of a handler know of its request; both platforms hand over Node's own. */
  configure(): void {
    this.#adapterHost.httpAdapter.use(
      (request: IncomingMessage & { id?: unknown }, response: ServerResponse, next: () => void) =>
        inScope({ request, response, answers: this.#answers }, next),
    );
  }
}

import { Global, Module } from '@nestjs/common';
import { AnswersInFlight } from './lifecycle/answers-in-flight.ts';
import { ClientRegistry } from './registry/client-registry.ts';

/** What all clients of one application share, whichever modules hold them. */
@Global()
@Module({ providers: [ClientRegistry, AnswersInFlight], exports: [ClientRegistry, AnswersInFlight] })
export class ColloquyCoreModule {}

import { type Client, ColloquyError } from '@colloquy/core';
import {
  type BeforeApplicationShutdown,
  Logger,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { ColloquyModuleOptions } from '../colloquy-module-options.ts';
import type { AnswersInFlight } from './answers-in-flight.ts';

/** How long open streams may go on by default, in milliseconds: less than the ten seconds most platforms give. */
const SHUTDOWN_TIMEOUT_MS = 5000;

/** How long the question whether the service is there may take, in milliseconds. */
const VERIFY_TIMEOUT_MS = 5000;

type Failure = (error: unknown) => void;

const ON_FAILURE: Readonly<Record<'warn' | 'fail', Failure>> = {
  warn: (error) => new Logger('Colloquy').warn(`the service did not answer: ${(error as Error).message}`),
  fail: (error) => {
    throw error;
  },
};

/** Ties a client to its application: looks whether the service is there, lets streams end, closes the connections. */
export class ClientLifecycle
  implements OnModuleInit, OnModuleDestroy, BeforeApplicationShutdown, OnApplicationShutdown
{
  readonly #client: Client;
  readonly #options: Pick<ColloquyModuleOptions, 'verifyOnInit' | 'shutdownTimeoutMs'>;
  readonly #answers: AnswersInFlight;
  #drained: Promise<unknown> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(
    client: Client,
    options: Pick<ColloquyModuleOptions, 'verifyOnInit' | 'shutdownTimeoutMs'>,
    answers: AnswersInFlight,
  ) {
    this.#client = client;
    this.#options = options;
    this.#answers = answers;
  }

  async onModuleInit(): Promise<void> {
    const { verifyOnInit = 'off' } = this.#options;
    if (verifyOnInit === 'off') return;
    try {
      await this.#client.models.list({ timeout: VERIFY_TIMEOUT_MS, maxRetries: 0 });
    } catch (error) {
      // A service without a list of models says so before any request, which is no sign of trouble.
      if (ColloquyError.isInstance(error) && error.code === 'unsupported') return;
      ON_FAILURE[verifyOnInit](error);
    }
  }

  onModuleDestroy(): void {
    const { shutdownTimeoutMs = SHUTDOWN_TIMEOUT_MS } = this.#options;
    this.#drained = this.#answers.close(shutdownTimeoutMs);
    // A call that is not a stream keeps its connection, and so the server, open until its service answers.
    this.#deadline = setTimeout(() => void this.#close(), shutdownTimeoutMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#drained;
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.#deadline);
    await this.#close();
  }

  async #close(): Promise<void> {
    // A client that a test put in this one's place need not have connections to close.
    await (this.#client as Partial<Client>).close?.();
  }
}

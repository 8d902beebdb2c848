import type { IncomingMessage } from 'node:http';
import type { Client } from '@colloquy/core';
import { dropRest, type FilePart, firstFile } from '@colloquy/gateway';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  mixin,
  type NestInterceptor,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { getColloquyToken } from '../client/get-colloquy-token.ts';
import { clientSignalOf } from '../request/client-signal-of.ts';
import { type PlatformRequest, rawRequestOf, rawResponseOf } from '../request/raw-exchange.ts';
import { inScope } from '../request/request-scope.ts';
import { acceptForms } from './accept-forms.ts';
import type { UploadToColloquyOptions } from './upload-options.ts';
import { keepUploaded } from './uploaded-to.decorator.ts';

const MAX_BYTES = 512 * 1024 * 1024;

/** An interceptor that uploads a request's file; one class for each route, since each may use another client. */
export function uploadInterceptor(options: UploadToColloquyOptions): Type<NestInterceptor> {
  const { field = 'file', maxBytes = MAX_BYTES, mimeTypes, client: name, ...upload } = options;

  class UploadInterceptor implements NestInterceptor, OnModuleInit {
    readonly #client: Client;
    readonly #adapterHost: HttpAdapterHost;

    constructor(client: Client, adapterHost: HttpAdapterHost) {
      this.#client = client;
      this.#adapterHost = adapterHost;
    }

    onModuleInit(): void {
      acceptForms(this.#adapterHost.httpAdapter);
    }

    async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
      const request = rawRequestOf(context);
      const signal = clientSignalOf(rawResponseOf(context));
      const { file, fields } = await this.#upload(request, signal);
      keepUploaded(request, file);
      context.switchToHttp().getRequest<PlatformRequest>().body = fields;
      return inScope({ signal }, () => next.handle());
    }

    async #upload(request: IncomingMessage, signal: AbortSignal) {
      let part: FilePart | undefined;
      try {
        part = await firstFile(request, { field, maxBytes, mimeTypes });
        const { filename, bytes } = part;
        const file = await this.#client.files.upload(bytes, { ...upload, filename, signal });
        return { file, fields: await part.fields };
      } catch (error) {
        // What was wrong with the form says more than the request that broke off because of it.
        throw part?.failure ?? error;
      } finally {
        dropRest(request);
      }
    }
  }

  Injectable()(UploadInterceptor);
  Inject(getColloquyToken(name))(UploadInterceptor, undefined, 0);
  Inject(HttpAdapterHost)(UploadInterceptor, undefined, 1);
  return mixin(UploadInterceptor);
}

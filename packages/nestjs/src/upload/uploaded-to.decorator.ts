import type { IncomingMessage } from 'node:http';
import type { FileObject } from '@colloquy/core';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { rawRequestOf } from '../request/raw-exchange.ts';

const uploaded = new WeakMap<IncomingMessage, FileObject>();

/** Remembers the file that came with a request, for its handler. */
export function keepUploaded(request: IncomingMessage, file: FileObject): void {
  uploaded.set(request, file);
}

/** Gives a handler the file object of what `@UploadToColloquy()` uploaded; `undefined` on a handler without it. */
export const UploadedTo: () => ParameterDecorator = createParamDecorator((_: undefined, context: ExecutionContext) =>
  uploaded.get(rawRequestOf(context)),
);

import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { uploadInterceptor } from './upload.interceptor.ts';
import type { UploadToColloquyOptions } from './upload-options.ts';

/**
 * Passes the file of a `multipart/form-data` request on to the service while it arrives, in constant memory, and calls the
 * handler once the service has it; `@UploadedTo()` is the service's file object, and `@Body()` the form's text fields.
 *
 * A client that leaves ends the upload. Throws 415 for what is no form, 400 for a broken one or one without the file, 413
 * for a file that is too large; and with `validate`, `DatasetError` with the lines of a dataset that cannot be used.
 *
 * @example
 * \@Post('files')
 * \@UploadToColloquy({ purpose: 'fine-tune' })
 * upload(@UploadedTo() file: FileObject) { return file; }
 */
export function UploadToColloquy(options: UploadToColloquyOptions): MethodDecorator {
  return applyDecorators(UseInterceptors(uploadInterceptor(options)));
}

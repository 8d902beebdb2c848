import { ColloquyError } from '@colloquy/core';

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken; choose another, or 0 for any free one',
  EACCES: 'the port needs rights this process does not have; choose one above 1023',
  EADDRNOTAVAIL: 'no interface of this machine has that address',
  ENOTFOUND: 'the host name cannot be resolved',
};

/** Why nobody can listen there, as one line. */
export function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): ColloquyError {
  const why = WHY[error.code ?? ''] ?? error.message;
  const param = error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' ? 'host' : 'port';
  return new ColloquyError('configuration', `Cannot listen on ${host}:${port}: ${why}.`, { param, cause: error });
}

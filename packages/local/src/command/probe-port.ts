import { createServer } from 'node:net';
import { cannotListen } from '../http/cannot-listen.ts';

/** Rejects with `configuration` where nobody could listen now. */
export async function probePort(host: string, port: number): Promise<void> {
  if (port === 0) return;
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(cannotListen(error, host, port)));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

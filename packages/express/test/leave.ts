import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

/** A call over a socket of its own that can be cut off. */
export interface CutCall {
  /** The reply, once its headers are there. */
  readonly reply: Promise<IncomingMessage>;
  /** Closes the socket, and tells when: a moment of `performance.now()`. */
  leave(): number;
}

/** Posts JSON over a socket of its own. */
export function post(url: string, body: unknown): CutCall {
  const call = request(url, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } });
  const reply = once(call, 'response').then(([message]) => message as IncomingMessage);
  // A call that is cut off before its headers has no reply to wait for.
  reply.catch(() => undefined);
  call.on('error', () => undefined);
  call.end(JSON.stringify(body));
  return {
    reply,
    leave: () => {
      call.destroy();
      return performance.now();
    },
  };
}

/** The text that a reply holds so far, once it holds `needle`. */
export function received(reply: IncomingMessage, needle: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    reply.setEncoding('utf8');
    reply.on('data', (piece: string) => {
      text += piece;
      if (text.includes(needle)) resolve(text);
    });
    reply.on('end', () => reject(new Error(`the reply ended without ${JSON.stringify(needle)}: ${text}`)));
    reply.on('error', reject);
  });
}

import { request } from 'node:http';
import type { Json } from './with-server.ts';

/** Sends bytes as they are, and reads an answer that may come before all of them were taken. */
export function sendBytes(
  url: string,
  headers: Record<string, string>,
  body: Uint8Array,
): Promise<{ status: number; body: Json }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      method: 'POST',
      headers: { 'content-length': body.length, ...headers },
    });
    let answered = false;
    asked.on('response', async (response) => {
      answered = true;
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode as number, body: JSON.parse(text) });
      asked.destroy();
    });
    asked.on('error', (error) => answered || reject(error));
    asked.end(body);
  });
}

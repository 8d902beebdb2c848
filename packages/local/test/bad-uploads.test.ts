import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendBytes } from './send-bytes.ts';
import { ask, type Json, type Served, serve } from './with-server.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

describe('uploads', () => {
  const BOUNDARY = 'xxx';
  const type = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
  const field = (name: string, value: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const filePart = (name: string, value: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${value}\r\n`;
  const end = `--${BOUNDARY}--\r\n`;
  const post = (body: string, headers: Record<string, string> = type) =>
    sendBytes(`${served.url}/v1/files`, { authorization: `Bearer ${served.token}`, ...headers }, Buffer.from(body));

  test('the order of the parts does not matter', async () => {
    const file = filePart('a.jsonl', '{}');
    const purpose = field('purpose', 'fine-tune');
    for (const body of [file + purpose + end, purpose + file + end]) {
      expect(await post(body)).toMatchObject({ status: 200, body: { purpose: 'fine-tune', bytes: 2 } });
    }
  });

  test.each([
    ['no file', field('purpose', 'fine-tune') + end, 'file'],
    ['no purpose', filePart('a.jsonl', '{}') + end, 'purpose'],
    ['an unknown purpose', filePart('a.jsonl', '{}') + field('purpose', 'fun') + end, 'purpose'],
    ['an empty file', filePart('a.jsonl', '') + field('purpose', 'fine-tune') + end, 'file'],
    ['a training file of another kind', filePart('a.txt', '{}') + field('purpose', 'fine-tune') + end, 'file'],
    ['a form that breaks off', filePart('a.jsonl', '{}') + field('purpose', 'fine-tune'), null],
    ['no form at all', 'hello', null],
  ])('%s is a 400', async (_what, body, param) => {
    const before = (await ask(served, '/v1/files')).json().data.length;
    const answer = await post(body);
    expect([answer.status, answer.body.error.param]).toEqual([400, param]);
    expect((await ask(served, '/v1/files')).json().data.length).toBe(before);
  });

  test('a body without a form is a 400 that says what to send', async () => {
    expect((await post('{}', { 'content-type': 'application/json' })).body.error.message).toContain(
      'multipart/form-data',
    );
  });

  test('S14: a name is only a label', async () => {
    const names = [
      '../../etc/passwd.jsonl',
      '..%2f..%2fx.jsonl',
      'CON',
      'a\0b.jsonl',
      'a\u202egpj.jsonl',
      `${'n'.repeat(400)}.jsonl`,
      'C:\\temp\\x.jsonl',
    ];
    for (const name of names) {
      const { body } = await post(filePart(name, '{}') + field('purpose', 'user_data') + end);
      expect(body.filename).not.toMatch(/[/\\\u202e]/);
      expect(body.filename.length).toBeLessThanOrEqual(255);
      const content = await ask(served, `/v1/files/${body.id}/content`);
      expect(content.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.-]+$/);
    }
  });

  test('a sender who leaves in the middle leaves nothing behind', async () => {
    const before = (await ask(served, '/v1/files')).json().data.length;
    await new Promise<void>((resolve) => {
      const headers = { ...type, authorization: `Bearer ${served.token}`, 'content-length': '100000' };
      const asked = request(`${served.url}/v1/files`, { method: 'POST', headers });
      asked.on('error', () => resolve());
      asked.write(field('purpose', 'fine-tune') + filePart('a.jsonl', 'x'.repeat(1_000)), () => asked.destroy());
      asked.on('close', () => resolve());
    });
    expect((await ask(served, '/v1/files')).json().data.length).toBe(before);
  });

  test('10 MB arrive byte for byte', async () => {
    const bytes = Buffer.alloc(10 * 1024 * 1024, 'colloquy ');
    const form = new FormData();
    form.append('file', new Blob([bytes]), 'big.bin');
    form.append('purpose', 'user_data');
    const headers = { authorization: `Bearer ${served.token}` };
    const sent = (await (
      await fetch(`${served.url}/v1/files`, { method: 'POST', headers, body: form })
    ).json()) as Json;
    const got = Buffer.from(
      await (await fetch(`${served.url}/v1/files/${sent.id}/content`, { headers })).arrayBuffer(),
    );
    const digest = (data: Buffer) => createHash('sha256').update(data).digest('hex');
    expect([sent.bytes, digest(got)]).toEqual([bytes.length, digest(bytes)]);
  });
});

import { type BaseMessage, HumanMessage } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import type { Abilities, MakeModel } from './make-model.ts';

/** A pixel, a silent tenth of a second, and an empty document. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';
const PDF = 'JVBERi0xLjQKJSVFT0YK';

function said(message: BaseMessage): string {
  return message.text;
}

/** LangChain's integration tests of what can be shown to a chat model. */
export function contentTests(make: MakeModel, { audio }: Abilities): void {
  const ask = (block: Record<string, unknown>) =>
    make().invoke([new HumanMessage({ content: [{ type: 'text', text: 'Look' }, block as never] })]);
  const answered = async (block: Record<string, unknown>) => expect(said(await ask(block))).not.toBe('');

  test('texts, as blocks and as files', async () => {
    await answered({ type: 'text', text: 'at this' });
    await answered({ type: 'text-plain', text: 'a file of text', mimeType: 'text/plain' });
    await answered({ type: 'file', source_type: 'text', text: 'an older file of text' });
  });

  test('images, by address and as data, in every form', async () => {
    await answered({ type: 'image', url: 'https://example.com/a.png' });
    await answered({ type: 'image', data: PNG, mimeType: 'image/png' });
    await answered({ type: 'image', source_type: 'base64', data: PNG, mime_type: 'image/png' });
    await answered({ type: 'image', source_type: 'url', url: 'https://example.com/a.png' });
    await answered({ type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } });
  });

  test('files as data', async () => {
    await answered({ type: 'file', data: PDF, mimeType: 'application/pdf', metadata: { filename: 'a.pdf' } });
    await answered({ type: 'file', source_type: 'base64', data: PDF, mime_type: 'application/pdf' });
  });

  test('audio as data, or a refusal that says where it stands', async () => {
    const blocks = [
      { type: 'audio', data: WAV, mimeType: 'audio/wav' },
      { type: 'audio', source_type: 'base64', data: WAV, mime_type: 'audio/wav' },
    ];
    for (const block of blocks) {
      if (audio) await answered(block);
      else await expect(ask(block)).rejects.toMatchObject({ code: 'translation', param: 'messages[0].content[1]' });
    }
  });

  test('audio at an address is refused before anything is sent', async () => {
    await expect(ask({ type: 'audio', url: 'https://example.com/a.wav' })).rejects.toMatchObject({
      code: 'unsupported',
      param: 'messages[0].content[1]',
    });
  });
}

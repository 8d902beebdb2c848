import { randomUUID } from 'node:crypto';
import { missingField, unprocessable } from '../body/read-fastapi-json.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { createChatCompletion } from './create-chat-completion.ts';

/** The three fields by which Open WebUI's own page asks for an answer that it will be pushed later. */
const PAGE_FIELDS = ['chat_id', 'id', 'session_id'];

/** `POST /api/chat/completions`: a completion, or, for a body as the page sends it, only the id of a task. */
export async function createOpenWebUiChat(call: Call): Promise<Answer> {
  const body = await call.json();
  if (PAGE_FIELDS.every((field) => typeof body[field] === 'string')) {
    return { json: { status: true, task_ids: [randomUUID()], chat_id: body['chat_id'] } };
  }
  const { messages } = body;
  if (messages === undefined) throw unprocessable({ ...missingField('messages'), input: body });
  if (!Array.isArray(messages)) {
    const msg = 'Input should be a valid list';
    throw unprocessable({ type: 'list_type', loc: ['body', 'messages'], msg, input: messages });
  }
  return createChatCompletion(call);
}

import type { AIMessage, BaseMessage, ChatMessage, FunctionMessage, ToolMessage } from '@langchain/core/messages';
import type { ReplayReasoning } from '../chat-colloquy-fields.ts';
import { chatContent, chatText } from './chat-part.ts';
import { cannotSend } from './part.ts';
import { spoken } from './spoken.ts';

type Fields = Record<string, unknown>;
type Writer = (message: BaseMessage, place: string, replay: ReplayReasoning) => Fields;

const WRITERS: Readonly<Record<string, Writer>> = {
  system: (message, place) => ({
    // OpenAI's reasoning models know the role by its newer name.
    role: message.additional_kwargs['__openai_role__'] === 'developer' ? 'developer' : 'system',
    content: chatText(message.content, `${place}.content`),
  }),
  human: (message, place) => ({ role: 'user', content: chatContent(message.content, `${place}.content`) }),
  ai: (message, _place, replay) => assistant(message as AIMessage, replay),
  tool: (message, place) => ({
    role: 'tool',
    content: chatText(message.content, `${place}.content`),
    tool_call_id: (message as ToolMessage).tool_call_id,
  }),
  function: (message, place) => ({
    role: 'function',
    name: (message as FunctionMessage).name,
    content: chatText(message.content, `${place}.content`),
  }),
  generic: (message, place) => ({
    role: (message as ChatMessage).role,
    content: chatContent(message.content, `${place}.content`),
  }),
};

/** Messages as chat completions take them; throws `unsupported`, naming the place, for what they do not take. */
export function chatMessages(messages: readonly BaseMessage[], replay: ReplayReasoning): Fields[] {
  return messages.map((message, index) => {
    const place = `messages[${index}]`;
    const writer = WRITERS[message.getType()];
    if (writer === undefined)
      throw cannotSend(place, `is a message of type "${message.getType()}", which no service takes`);
    const said = writer(message, place, replay);
    return message.name === undefined || said['role'] === 'tool' ? said : { ...said, name: message.name };
  });
}

function assistant(message: AIMessage, replay: ReplayReasoning): Fields {
  const { text, refusal, reasoning, calls } = spoken(message, replay);
  const toolCalls = calls.map(({ id, name, args }) => ({ id, type: 'function', function: { name, arguments: args } }));
  const audioId = (message.additional_kwargs['audio'] as Fields | undefined)?.['id'];
  return {
    role: 'assistant',
    // Some services refuse an empty text beside calls.
    content: text === '' && calls.length > 0 ? null : text,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(calls.length === 0 ? {} : { tool_calls: toolCalls }),
    ...(typeof audioId === 'string' ? { audio: { id: audioId } } : {}),
  };
}

import type { AIMessage, BaseMessage, ChatMessage, ToolMessage } from '@langchain/core/messages';
import type { ReplayReasoning } from '../chat-colloquy-fields.ts';
import { inputContent } from './input-part.ts';
import { cannotSend } from './part.ts';
import { spoken } from './spoken.ts';

type Fields = Record<string, unknown>;
type Writer = (message: BaseMessage, place: string, replay: ReplayReasoning) => Fields[];

const said = (role: string, message: BaseMessage, place: string): Fields[] => [
  { type: 'message', role, content: inputContent(message.content, `${place}.content`) },
];

const WRITERS: Readonly<Record<string, Writer>> = {
  system: (message, place) =>
    said(message.additional_kwargs['__openai_role__'] === 'developer' ? 'developer' : 'system', message, place),
  human: (message, place) => said('user', message, place),
  generic: (message, place) => said((message as ChatMessage).role, message, place),
  ai: (message, place, replay) => assistant(message as AIMessage, place, replay),
  tool: (message, place) => [
    {
      type: 'function_call_output',
      call_id: (message as ToolMessage).tool_call_id,
      output: inputContent(message.content, `${place}.content`),
    },
  ],
};

/** Messages as items of the Responses API; throws `unsupported` or `translation`, naming the place. */
export function responseItems(messages: readonly BaseMessage[], replay: ReplayReasoning): Fields[] {
  return messages.flatMap((message, index) => {
    const place = `messages[${index}]`;
    const writer = WRITERS[message.getType()];
    if (writer === undefined) {
      throw cannotSend(place, `is a message of type "${message.getType()}", which the Responses API does not take`);
    }
    return writer(message, place, replay);
  });
}

function assistant(message: AIMessage, place: string, replay: ReplayReasoning): Fields[] {
  const { text, refusal, reasoning, reasoningItems, calls } = spoken(message, replay);
  const parts: Fields[] = [];
  if (text !== '' || (calls.length === 0 && refusal === undefined))
    parts.push({ type: 'output_text', text, annotations: [] });
  if (refusal !== undefined) parts.push({ type: 'refusal', refusal });
  const index = place.replace(/\D/g, '');
  const thought = {
    type: 'reasoning',
    id: `rs_${index}`,
    summary: [],
    content: [{ type: 'reasoning_text', text: reasoning }],
  };
  return [
    ...(reasoningItems.length > 0 || reasoning === '' ? reasoningItems : [thought]),
    ...(parts.length === 0
      ? []
      : [{ type: 'message', id: `msg_${index}`, role: 'assistant', status: 'completed', content: parts }]),
    ...calls.map(({ id, name, args }) => ({ type: 'function_call', call_id: id, name, arguments: args })),
  ];
}

import type {
  ResponseFunctionCallOutputItemList,
  ResponseInputContent,
  ResponseInputMessageContentList,
  ResponseOutputRefusal,
  ResponseOutputText,
  ResponseReasoningSummary,
  ResponseReasoningText,
} from './response-content.ts';
import type { Tool } from './response-tools.ts';
import type { JsonSchema, ReasoningEffort, ResponseFormatJSONObject, ResponseFormatText } from './shared.ts';

/** How far an item has come. */
export type ResponseItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** Who called a tool: the model itself, or a program it wrote. */
export type ResponseToolCaller = { type: 'direct' } | { type: 'program'; caller_id: string };

/** JSON that follows a schema, as responses say it: flat. */
export interface ResponseFormatTextJSONSchemaConfig {
  type: 'json_schema';
  /** 1 to 64 of `a-z A-Z 0-9 _ -`. */
  name: string;
  schema: JsonSchema;
  description?: string;
  /** Whether the answer is held to the schema token by token. */
  strict?: boolean | null;
}

/** The form of a response's text. */
export type ResponseFormatTextConfig =
  | ResponseFormatText
  | ResponseFormatTextJSONSchemaConfig
  | ResponseFormatJSONObject;

/** A message in its short form. */
export interface EasyInputMessage {
  type?: 'message';
  role: 'user' | 'assistant' | 'system' | 'developer';
  content: string | ResponseInputMessageContentList;
  /** Whether an assistant's message was a remark on the way or the answer. */
  phase?: 'commentary' | 'final_answer' | null;
}

/** A message in its full form. */
export interface ResponseInputMessage {
  type?: 'message';
  role: 'user' | 'system' | 'developer';
  content: ResponseInputMessageContentList;
  status?: ResponseItemStatus;
}

/** A message that the service keeps. */
export interface ResponseInputMessageItem extends ResponseInputMessage {
  type: 'message';
  id: string;
}

/** What the model answered. */
export interface ResponseOutputMessage {
  type: 'message';
  /** `msg_...` */
  id: string;
  role: 'assistant';
  content: Array<ResponseOutputText | ResponseOutputRefusal>;
  status: ResponseItemStatus;
  /** Whether it is a remark on the way or the answer. */
  phase?: 'commentary' | 'final_answer' | null;
}

/** The model asks for a function to be run. */
export interface ResponseFunctionToolCall {
  type: 'function_call';
  /** JSON as the model wrote it, not always valid. */
  arguments: string;
  /** `call_...`; the output carries it too. */
  call_id: string;
  name: string;
  /** `fc_...` */
  id?: string;
  async?: boolean;
  caller?: ResponseToolCaller | null;
  namespace?: string;
  status?: ResponseItemStatus;
}

/** A function call that the service keeps. */
export interface ResponseFunctionToolCallItem extends ResponseFunctionToolCall {
  id: string;
  status: ResponseItemStatus;
  created_by?: string;
}

/** What a function answered, as it is sent. */
export interface ResponseFunctionCallOutput {
  type: 'function_call_output';
  output: string | ResponseFunctionCallOutputItemList;
  id?: string | null;
  /** The `call_id` of the call that is answered. */
  call_id?: string | null;
  caller?: ResponseToolCaller | null;
  name?: string | null;
  namespace?: string | null;
  status?: ResponseItemStatus | null;
}

/** What a function answered, as the service keeps it. */
export interface ResponseFunctionToolCallOutputItem {
  type: 'function_call_output';
  id: string;
  output: string | ResponseInputContent[];
  status: ResponseItemStatus;
  call_id?: string;
  caller?: ResponseToolCaller | null;
  created_by?: string;
  name?: string;
  namespace?: string;
}

/** The model asks for a custom tool to be run. */
export interface ResponseCustomToolCall {
  type: 'custom_tool_call';
  /** `call_...`; the output carries it too. */
  call_id: string;
  input: string;
  name: string;
  id?: string;
  async?: boolean;
  caller?: ResponseToolCaller | null;
  namespace?: string;
}

/** A custom tool's call that the service keeps. */
export interface ResponseCustomToolCallItem extends ResponseCustomToolCall {
  id: string;
  status: ResponseItemStatus;
  created_by?: string;
}

/** What a custom tool answered. */
export interface ResponseCustomToolCallOutput {
  type: 'custom_tool_call_output';
  /** The `call_id` of the call that is answered. */
  call_id: string;
  output: string | ResponseInputContent[];
  id?: string;
  caller?: ResponseToolCaller | null;
}

/** What a custom tool answered, as the service keeps it. */
export interface ResponseCustomToolCallOutputItem extends ResponseCustomToolCallOutput {
  id: string;
  status: ResponseItemStatus;
  created_by?: string;
}

/** What the model thought; goes back with the next turn where the service does not keep the response. */
export interface ResponseReasoningItem {
  type: 'reasoning';
  /** `rs_...` */
  id: string;
  summary: ResponseReasoningSummary[];
  content?: ResponseReasoningText[];
  /** For the service's eyes; present where `include` asks for it. */
  encrypted_content?: string | null;
  status?: ResponseItemStatus;
}

/** An earlier conversation in short, as it is sent. */
export interface ResponseCompactionItemParam {
  type: 'compaction';
  encrypted_content: string;
  id?: string | null;
}

/** An earlier conversation in short. */
export interface ResponseCompactionItem {
  type: 'compaction';
  id: string;
  encrypted_content: string;
  created_by?: string;
}

/** Asks for the conversation up to here to be shortened. */
export interface ResponseCompactionTrigger {
  type: 'compaction_trigger';
  id?: string | null;
}

/** An item that the service keeps, by its id. */
export interface ResponseItemReference {
  type?: 'item_reference' | null;
  id: string;
}

/** A change of settings from here on, as it is sent. */
export interface ResponseConfigurationUpdateItemParam {
  type: 'configuration_update';
  id?: string | null;
  reasoning?: { effort?: ReasoningEffort };
  text?: { format: ResponseFormatText | ResponseFormatTextJSONSchemaConfig };
}

/** A change of settings from here on. */
export interface ResponseConfigurationUpdateItem extends ResponseConfigurationUpdateItemParam {
  id: string;
}

/** Tools that are added in the middle of a conversation, as they are sent. */
export interface ResponseAdditionalToolsParam {
  type: 'additional_tools';
  role: 'developer';
  tools: Tool[];
  id?: string | null;
}

/** Tools that were added in the middle of a conversation. */
export interface ResponseAdditionalTools {
  type: 'additional_tools';
  id: string;
  role: 'unknown' | 'user' | 'assistant' | 'system' | 'critic' | 'discriminator' | 'developer' | 'tool';
  tools: Tool[];
}

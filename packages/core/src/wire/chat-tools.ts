import type { ChatCompletionFunctionCall } from './chat-messages.ts';
import type { FunctionDefinition } from './shared.ts';

/** A function the model may ask the caller to run. */
export interface ChatCompletionFunctionTool {
  type: 'function';
  function: FunctionDefinition;
}

/** A tool that takes free text instead of JSON. */
export interface ChatCompletionCustomTool {
  type: 'custom';
  custom: {
    name: string;
    description?: string;
    /** What text it takes. @default free text */
    format?: { type: 'text' } | { type: 'grammar'; grammar: { definition: string; syntax: 'lark' | 'regex' } };
  };
}

/** A tool the model may call. */
export type ChatCompletionTool = ChatCompletionFunctionTool | ChatCompletionCustomTool;

/** Makes the model call this function. */
export interface ChatCompletionNamedToolChoice {
  type: 'function';
  function: { name: string };
}

/** Makes the model call this custom tool. */
export interface ChatCompletionNamedToolChoiceCustom {
  type: 'custom';
  custom: { name: string };
}

/** The part of the request's tools that may be called. */
export interface ChatCompletionAllowedTools {
  /** `required`: one of them has to be called. */
  mode: 'auto' | 'required';
  /** Tools named as in `tool_choice`: `{ type: 'function', function: { name } }`. */
  tools: Array<{ [key: string]: unknown }>;
}

/** Allows only part of the request's tools. */
export interface ChatCompletionAllowedToolChoice {
  type: 'allowed_tools';
  allowed_tools: ChatCompletionAllowedTools;
}

/** Which tools the model may or has to call; `auto` where there are tools, else `none`. */
export type ChatCompletionToolChoiceOption =
  | 'none'
  | 'auto'
  | 'required'
  | ChatCompletionAllowedToolChoice
  | ChatCompletionNamedToolChoice
  | ChatCompletionNamedToolChoiceCustom;

/** The model asks for a function to be run. */
export interface ChatCompletionMessageFunctionToolCall {
  type: 'function';
  /** `call_...`; the answer carries it as `tool_call_id`. */
  id: string;
  function: ChatCompletionFunctionCall;
}

/** The model asks for a custom tool to be run. */
export interface ChatCompletionMessageCustomToolCall {
  type: 'custom';
  /** `call_...`; the answer carries it as `tool_call_id`. */
  id: string;
  custom: { input: string; name: string };
}

/** The model asks for a tool to be run. */
export type ChatCompletionMessageToolCall = ChatCompletionMessageFunctionToolCall | ChatCompletionMessageCustomToolCall;

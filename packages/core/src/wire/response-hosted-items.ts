import type { ResponseItemStatus } from './response-items.ts';
import type { Tool } from './response-tools.ts';

/** The service searched files. */
export interface ResponseFileSearchToolCall {
  type: 'file_search_call';
  id: string;
  queries: string[];
  status: 'in_progress' | 'searching' | 'completed' | 'incomplete' | 'failed';
  /** Present where `include` asks for them. */
  results?: Array<{
    attributes?: { [key: string]: string | number | boolean } | null;
    file_id?: string;
    filename?: string;
    /** 0 to 1. */
    score?: number;
    text?: string;
  }> | null;
}

/** The service searched the web, opened a page or looked for something on it. */
export interface ResponseFunctionWebSearch {
  type: 'web_search_call';
  id: string;
  action:
    | { type: 'search'; queries?: string[]; query?: string; sources?: Array<{ type: 'url'; url: string }> }
    | { type: 'open_page'; url?: string | null }
    | { type: 'find_in_page'; pattern: string; url: string };
  status: 'in_progress' | 'searching' | 'completed' | 'failed' | 'incomplete';
}

/** One thing to do at a computer; positions and distances are in pixels. */
export type ComputerAction =
  | {
      type: 'click';
      button: 'left' | 'right' | 'wheel' | 'back' | 'forward';
      x: number;
      y: number;
      keys?: string[] | null;
    }
  | { type: 'double_click'; keys: string[] | null; x: number; y: number }
  | { type: 'drag'; path: Array<{ x: number; y: number }>; keys?: string[] | null }
  | { type: 'keypress'; keys: string[] }
  | { type: 'move'; x: number; y: number; keys?: string[] | null }
  | { type: 'screenshot' }
  | { type: 'scroll'; scroll_x: number; scroll_y: number; x: number; y: number; keys?: string[] | null }
  | { type: 'type'; text: string }
  | { type: 'wait' };

/** Something a person has to look at before the computer is used further. */
export interface ComputerSafetyCheck {
  id: string;
  code?: string | null;
  message?: string | null;
}

/** The model asks for a computer to be used. */
export interface ResponseComputerToolCall {
  type: 'computer_call';
  id: string;
  call_id: string;
  pending_safety_checks: ComputerSafetyCheck[];
  status: ResponseItemStatus;
  action?: ComputerAction;
  actions?: ComputerAction[];
}

/** What the computer shows. */
export interface ResponseComputerToolCallOutputScreenshot {
  type: 'computer_screenshot';
  file_id?: string;
  image_url?: string;
}

/** What the computer shows after the call, as it is sent. */
export interface ResponseComputerCallOutput {
  type: 'computer_call_output';
  call_id: string;
  output: ResponseComputerToolCallOutputScreenshot;
  id?: string | null;
  acknowledged_safety_checks?: ComputerSafetyCheck[] | null;
  status?: ResponseItemStatus | null;
}

/** What the computer shows after the call. */
export interface ResponseComputerToolCallOutputItem {
  type: 'computer_call_output';
  id: string;
  call_id: string;
  output: ResponseComputerToolCallOutputScreenshot;
  status: ResponseItemStatus | 'failed';
  acknowledged_safety_checks?: ComputerSafetyCheck[];
  created_by?: string;
}

/** The service ran Python. */
export interface ResponseCodeInterpreterToolCall {
  type: 'code_interpreter_call';
  id: string;
  code: string | null;
  container_id: string;
  outputs: Array<{ type: 'logs'; logs: string } | { type: 'image'; url: string }> | null;
  status: 'in_progress' | 'completed' | 'incomplete' | 'interpreting' | 'failed';
}

/** The service made an image. */
export interface ResponseImageGenerationCall {
  type: 'image_generation_call';
  id: string;
  /** Base64. */
  result: string | null;
  status: 'in_progress' | 'completed' | 'generating' | 'failed';
  action?: 'generate' | 'edit' | 'auto' | null;
  background?: 'transparent' | 'opaque' | 'auto' | null;
  error?: {
    code: string | null;
    message: string;
    param: string | null;
    type: string;
    moderation_details?: { categories: string[]; moderation_stage: 'input' | 'output' | 'unknown' };
  };
  output_format?: 'png' | 'webp' | 'jpeg' | 'gif' | 'svg' | null;
  quality?: 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'auto' | null;
  revised_prompt?: string | null;
  size?: string | null;
  svg_usage?: {
    input_tokens: number;
    model: string;
    output_tokens: number;
    reasoning_tokens: number;
    total_tokens: number;
  };
}

/** The model wrote a program that calls tools. */
export interface ResponseProgram {
  type: 'program';
  id: string;
  call_id: string;
  code: string;
  fingerprint: string;
}

/** What the program gave. */
export interface ResponseProgramOutput {
  type: 'program_output';
  id: string;
  call_id: string;
  result: string;
  status: 'completed' | 'incomplete';
}

/** The model looks for tools, as it is sent. */
export interface ResponseToolSearchCallParam {
  type: 'tool_search_call';
  arguments: unknown;
  id?: string | null;
  call_id?: string | null;
  execution?: 'server' | 'client';
  status?: ResponseItemStatus | null;
}

/** The model looks for tools. */
export interface ResponseToolSearchCall {
  type: 'tool_search_call';
  id: string;
  arguments: unknown;
  call_id: string | null;
  execution: 'server' | 'client';
  status: ResponseItemStatus;
  created_by?: string;
}

/** The tools that were found, as they are sent. */
export interface ResponseToolSearchOutputItemParam {
  type: 'tool_search_output';
  tools: Tool[];
  id?: string | null;
  call_id?: string | null;
  execution?: 'server' | 'client';
  status?: ResponseItemStatus | null;
}

/** The tools that were found. */
export interface ResponseToolSearchOutputItem {
  type: 'tool_search_output';
  id: string;
  call_id: string | null;
  execution: 'server' | 'client';
  status: ResponseItemStatus;
  tools: Tool[];
  created_by?: string;
}

/** The service asked an MCP server for its tools. */
export interface ResponseMcpListTools {
  type: 'mcp_list_tools';
  id: string;
  server_label: string;
  tools: Array<{ input_schema: unknown; name: string; annotations?: unknown | null; description?: string | null }>;
  error?: string | null;
}

/** Why a call of an MCP server's tool failed. */
export type McpToolCallError =
  | { type: 'mcp_protocol_error'; code: number; message: string }
  | { type: 'mcp_tool_execution_error'; content: unknown }
  | { type: 'http_error'; code: number; message: string };

/** The service called an MCP server's tool; never a call for the caller to run. */
export interface ResponseMcpCall {
  type: 'mcp_call';
  id: string;
  arguments: string;
  name: string;
  server_label: string;
  approval_request_id?: string | null;
  error?: McpToolCallError | null;
  output?: string | null;
  status?: ResponseItemStatus | 'calling' | 'failed';
}

/** The service asks whether it may call an MCP server's tool. */
export interface ResponseMcpApprovalRequest {
  type: 'mcp_approval_request';
  id: string;
  arguments: string;
  name: string;
  server_label: string;
}

/** The answer to that question, as it is sent. */
export interface ResponseMcpApprovalResponseParam {
  type: 'mcp_approval_response';
  approval_request_id: string;
  approve: boolean;
  id?: string | null;
  reason?: string | null;
}

/** The answer to that question. */
export interface ResponseMcpApprovalResponse extends ResponseMcpApprovalResponseParam {
  id: string;
}

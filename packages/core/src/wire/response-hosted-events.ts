import type { ResponseEventBase, ResponseItemEventBase } from './response-event-base.ts';
import type { ResponseShellOutput } from './response-shell-items.ts';

/** More of the Python the service is about to run. */
export interface ResponseCodeInterpreterCallCodeDeltaEvent extends ResponseItemEventBase {
  type: 'response.code_interpreter_call_code.delta';
  delta: string;
}

/** The Python is whole. */
export interface ResponseCodeInterpreterCallCodeDoneEvent extends ResponseItemEventBase {
  type: 'response.code_interpreter_call_code.done';
  code: string;
}

/** The code interpreter begins. */
export interface ResponseCodeInterpreterCallInProgressEvent extends ResponseItemEventBase {
  type: 'response.code_interpreter_call.in_progress';
}

/** The code interpreter runs. */
export interface ResponseCodeInterpreterCallInterpretingEvent extends ResponseItemEventBase {
  type: 'response.code_interpreter_call.interpreting';
}

/** The code interpreter is done. */
export interface ResponseCodeInterpreterCallCompletedEvent extends ResponseItemEventBase {
  type: 'response.code_interpreter_call.completed';
}

/** The conversation is being shortened. */
export interface ResponseCompactionCompactingEvent extends ResponseItemEventBase {
  type: 'response.compaction.compacting';
}

/** A file search begins. */
export interface ResponseFileSearchCallInProgressEvent extends ResponseItemEventBase {
  type: 'response.file_search_call.in_progress';
}

/** A file search runs. */
export interface ResponseFileSearchCallSearchingEvent extends ResponseItemEventBase {
  type: 'response.file_search_call.searching';
}

/** A file search is done. */
export interface ResponseFileSearchCallCompletedEvent extends ResponseItemEventBase {
  type: 'response.file_search_call.completed';
}

/** A web search begins. */
export interface ResponseWebSearchCallInProgressEvent extends ResponseItemEventBase {
  type: 'response.web_search_call.in_progress';
}

/** A web search runs. */
export interface ResponseWebSearchCallSearchingEvent extends ResponseItemEventBase {
  type: 'response.web_search_call.searching';
}

/** A web search is done. */
export interface ResponseWebSearchCallCompletedEvent extends ResponseItemEventBase {
  type: 'response.web_search_call.completed';
}

/** An image begins. */
export interface ResponseImageGenCallInProgressEvent extends ResponseItemEventBase {
  type: 'response.image_generation_call.in_progress';
}

/** An image is being made. */
export interface ResponseImageGenCallGeneratingEvent extends ResponseItemEventBase {
  type: 'response.image_generation_call.generating';
}

/** An unfinished image, in base64. */
export interface ResponseImageGenCallPartialImageEvent extends ResponseItemEventBase {
  type: 'response.image_generation_call.partial_image';
  partial_image_b64: string;
  partial_image_index: number;
  background?: string;
  output_format?: string;
  quality?: string;
  size?: string;
}

/** An image is done. */
export interface ResponseImageGenCallCompletedEvent extends ResponseItemEventBase {
  type: 'response.image_generation_call.completed';
}

/** More of the arguments for an MCP server's tool. */
export interface ResponseMcpCallArgumentsDeltaEvent extends ResponseItemEventBase {
  type: 'response.mcp_call_arguments.delta';
  delta: string;
}

/** The arguments for an MCP server's tool are whole. */
export interface ResponseMcpCallArgumentsDoneEvent extends ResponseItemEventBase {
  type: 'response.mcp_call_arguments.done';
  arguments: string;
}

/** A call of an MCP server's tool begins. */
export interface ResponseMcpCallInProgressEvent extends ResponseItemEventBase {
  type: 'response.mcp_call.in_progress';
}

/** A call of an MCP server's tool is done. */
export interface ResponseMcpCallCompletedEvent extends ResponseItemEventBase {
  type: 'response.mcp_call.completed';
}

/** A call of an MCP server's tool failed. */
export interface ResponseMcpCallFailedEvent extends ResponseItemEventBase {
  type: 'response.mcp_call.failed';
}

/** An MCP server is asked for its tools. */
export interface ResponseMcpListToolsInProgressEvent extends ResponseItemEventBase {
  type: 'response.mcp_list_tools.in_progress';
}

/** An MCP server has told its tools. */
export interface ResponseMcpListToolsCompletedEvent extends ResponseItemEventBase {
  type: 'response.mcp_list_tools.completed';
}

/** An MCP server has not told its tools. */
export interface ResponseMcpListToolsFailedEvent extends ResponseItemEventBase {
  type: 'response.mcp_list_tools.failed';
}

/** What the events of one shell command have: the command's index in its call. */
export interface ResponseShellCommandEventBase extends ResponseEventBase {
  command_index: number;
  output_index: number;
}

/** A new command begins. */
export interface ResponseShellCallCommandAddedEvent extends ResponseShellCommandEventBase {
  type: 'response.shell_call_command.added';
  command: string;
}

/** More of a command. */
export interface ResponseShellCallCommandDeltaEvent extends ResponseShellCommandEventBase {
  type: 'response.shell_call_command.delta';
  delta: string;
  /** Padding without a meaning. */
  obfuscation?: string;
}

/** A command is whole. */
export interface ResponseShellCallCommandDoneEvent extends ResponseShellCommandEventBase {
  type: 'response.shell_call_command.done';
  command: string;
}

/** More of what a command writes. */
export interface ResponseShellCallOutputContentDeltaEvent extends ResponseShellCommandEventBase {
  type: 'response.shell_call_output_content.delta';
  item_id: string;
  delta: { stderr?: string; stdout?: string };
}

/** What a command wrote is whole. */
export interface ResponseShellCallOutputContentDoneEvent extends ResponseShellCommandEventBase {
  type: 'response.shell_call_output_content.done';
  item_id: string;
  output: ResponseShellOutput[];
}

/** An event of a tool that the service runs itself. */
export type ResponseHostedToolEvent =
  | ResponseCodeInterpreterCallCodeDeltaEvent
  | ResponseCodeInterpreterCallCodeDoneEvent
  | ResponseCodeInterpreterCallInProgressEvent
  | ResponseCodeInterpreterCallInterpretingEvent
  | ResponseCodeInterpreterCallCompletedEvent
  | ResponseCompactionCompactingEvent
  | ResponseFileSearchCallInProgressEvent
  | ResponseFileSearchCallSearchingEvent
  | ResponseFileSearchCallCompletedEvent
  | ResponseWebSearchCallInProgressEvent
  | ResponseWebSearchCallSearchingEvent
  | ResponseWebSearchCallCompletedEvent
  | ResponseImageGenCallInProgressEvent
  | ResponseImageGenCallGeneratingEvent
  | ResponseImageGenCallPartialImageEvent
  | ResponseImageGenCallCompletedEvent
  | ResponseMcpCallArgumentsDeltaEvent
  | ResponseMcpCallArgumentsDoneEvent
  | ResponseMcpCallInProgressEvent
  | ResponseMcpCallCompletedEvent
  | ResponseMcpCallFailedEvent
  | ResponseMcpListToolsInProgressEvent
  | ResponseMcpListToolsCompletedEvent
  | ResponseMcpListToolsFailedEvent
  | ResponseShellCallCommandAddedEvent
  | ResponseShellCallCommandDeltaEvent
  | ResponseShellCallCommandDoneEvent
  | ResponseShellCallOutputContentDeltaEvent
  | ResponseShellCallOutputContentDoneEvent;

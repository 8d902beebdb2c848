import type { ContainerReference, LocalEnvironment } from './response-hosted-tools.ts';
import type { ResponseItemStatus, ResponseToolCaller } from './response-items.ts';

/** The model asks for a command to be run; the older tool. */
export interface ResponseLocalShellCall {
  type: 'local_shell_call';
  id: string;
  action: {
    type: 'exec';
    command: string[];
    env: { [name: string]: string };
    timeout_ms?: number | null;
    user?: string | null;
    working_directory?: string | null;
  };
  call_id: string;
  status: ResponseItemStatus;
}

/** What the command gave; the older tool. */
export interface ResponseLocalShellCallOutput {
  type: 'local_shell_call_output';
  id: string;
  output: string;
  status?: ResponseItemStatus | null;
}

/** The model asks for commands to be run, as it is sent. */
export interface ResponseShellCallParam {
  type: 'shell_call';
  action: { commands: string[]; max_output_length?: number | null; timeout_ms?: number | null };
  call_id: string;
  id?: string | null;
  caller?: ResponseToolCaller | null;
  environment?: LocalEnvironment | ContainerReference | null;
  status?: ResponseItemStatus | null;
}

/** The model asks for commands to be run, or the service ran them in a container. */
export interface ResponseFunctionShellToolCall {
  type: 'shell_call';
  id: string;
  /** `max_output_length` is in characters. */
  action: { commands: string[]; max_output_length: number | null; timeout_ms: number | null };
  call_id: string;
  environment: { type: 'local' } | ContainerReference | null;
  status: ResponseItemStatus;
  caller?: ResponseToolCaller | null;
  created_by?: string;
}

/** How a command ended, and what it wrote. */
export interface ResponseFunctionShellCallOutputContent {
  outcome: { type: 'timeout' } | { type: 'exit'; exit_code: number };
  stderr: string;
  stdout: string;
}

/** What the commands gave, as it is sent. */
export interface ResponseShellCallOutputParam {
  type: 'shell_call_output';
  call_id: string;
  output: ResponseFunctionShellCallOutputContent[];
  id?: string | null;
  caller?: ResponseToolCaller | null;
  max_output_length?: number | null;
  status?: ResponseItemStatus | null;
}

/** What one command gave. */
export interface ResponseShellOutput extends ResponseFunctionShellCallOutputContent {
  created_by?: string;
}

/** What the commands gave. */
export interface ResponseFunctionShellToolCallOutput {
  type: 'shell_call_output';
  id: string;
  call_id: string;
  max_output_length: number | null;
  output: ResponseShellOutput[];
  status: ResponseItemStatus;
  caller?: ResponseToolCaller | null;
  created_by?: string;
}

/** A change of one file. */
export type ResponsePatchOperation =
  | { type: 'create_file'; diff: string; path: string }
  | { type: 'delete_file'; path: string }
  | { type: 'update_file'; diff: string; path: string };

/** The model asks for a file to be changed, as it is sent. */
export interface ResponseApplyPatchCallParam {
  type: 'apply_patch_call';
  call_id: string;
  operation: ResponsePatchOperation;
  status: 'in_progress' | 'completed';
  id?: string | null;
  caller?: ResponseToolCaller | null;
}

/** The model asks for a file to be changed. */
export interface ResponseApplyPatchToolCall extends ResponseApplyPatchCallParam {
  id: string;
  created_by?: string;
}

/** Whether the file was changed, as it is sent. */
export interface ResponseApplyPatchCallOutputParam {
  type: 'apply_patch_call_output';
  call_id: string;
  status: 'completed' | 'failed';
  id?: string | null;
  caller?: ResponseToolCaller | null;
  output?: string | null;
}

/** Whether the file was changed. */
export interface ResponseApplyPatchToolCallOutput extends ResponseApplyPatchCallOutputParam {
  id: string;
  created_by?: string;
}

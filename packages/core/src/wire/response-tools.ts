import type {
  ApplyPatchTool,
  CodeInterpreterTool,
  ComputerTool,
  ComputerUsePreviewTool,
  FileSearchTool,
  FunctionShellTool,
  ImageGenerationTool,
  LocalShellTool,
  McpTool,
  ProgrammaticToolCallingTool,
  ToolCallers,
  ToolSearchTool,
  WebSearchPreviewTool,
  WebSearchTool,
} from './response-hosted-tools.ts';
import type { JsonSchema } from './shared.ts';

/** A function the model may ask the caller to run; flat, where chat completions nest it under `function`. */
export interface FunctionTool {
  type: 'function';
  /** 1 to 64 of `a-z A-Z 0-9 _ -`. */
  name: string;
  /** A JSON Schema of the arguments. */
  parameters: JsonSchema | null;
  /** Left out on the wire, the service tries `true` and tells in its answer what it did. */
  strict: boolean | null;
  allowed_callers?: ToolCallers;
  async?: boolean;
  /** Hides the tool until a tool search finds it. */
  defer_loading?: boolean;
  description?: string | null;
  output_schema?: JsonSchema | null;
}

/** What text a custom tool takes. */
export type CustomToolInputFormat =
  | { type: 'text' }
  | { type: 'grammar'; definition: string; syntax: 'lark' | 'regex' };

/** A tool that takes free text instead of JSON. */
export interface CustomTool {
  type: 'custom';
  name: string;
  allowed_callers?: ToolCallers;
  async?: boolean;
  /** Hides the tool until a tool search finds it. */
  defer_loading?: boolean;
  description?: string;
  /** @default free text */
  format?: CustomToolInputFormat;
}

/** A function in a namespace. */
export interface NamespaceFunctionTool {
  type: 'function';
  name: string;
  allowed_callers?: ToolCallers;
  async?: boolean;
  /** Hides the tool until a tool search finds it. */
  defer_loading?: boolean;
  description?: string | null;
  output_schema?: JsonSchema | null;
  parameters?: unknown | null;
  strict?: boolean | null;
}

/** Tools that belong together. */
export interface NamespaceTool {
  type: 'namespace';
  description: string;
  name: string;
  tools: Array<NamespaceFunctionTool | CustomTool>;
}

/** A tool the model may call, or that the service runs itself. */
export type Tool =
  | FunctionTool
  | CustomTool
  | NamespaceTool
  | FileSearchTool
  | WebSearchTool
  | WebSearchPreviewTool
  | ComputerTool
  | ComputerUsePreviewTool
  | McpTool
  | CodeInterpreterTool
  | ProgrammaticToolCallingTool
  | ImageGenerationTool
  | LocalShellTool
  | FunctionShellTool
  | ToolSearchTool
  | ApplyPatchTool;

/** Whether the model calls tools: never, as it sees fit, or at least one. */
export type ToolChoiceOptions = 'none' | 'auto' | 'required';

/** Allows only part of the request's tools. */
export interface ToolChoiceAllowed {
  type: 'allowed_tools';
  /** `required`: one of them has to be called. */
  mode: 'auto' | 'required';
  /** Tools named as in `tool_choice`: `{ type: 'function', name }`. */
  tools: Array<{ [key: string]: unknown }>;
}

/** Makes the model call this function. */
export interface ToolChoiceFunction {
  type: 'function';
  name: string;
}

/** Makes the model call this custom tool. */
export interface ToolChoiceCustom {
  type: 'custom';
  name: string;
}

/** Makes the model call a tool of this MCP server. */
export interface ToolChoiceMcp {
  type: 'mcp';
  server_label: string;
  name?: string | null;
}

/** Makes the model use a tool that the service runs. */
export interface ToolChoiceTypes {
  type:
    | 'file_search'
    | 'web_search_preview'
    | 'computer'
    | 'computer_use_preview'
    | 'computer_use'
    | 'web_search_preview_2025_03_11'
    | 'image_generation'
    | 'code_interpreter'
    | 'mcp';
}

/** Makes the model change files. */
export interface ToolChoiceApplyPatch {
  type: 'apply_patch';
}

/** Makes the model run commands. */
export interface ToolChoiceShell {
  type: 'shell';
}

/** Which tools the model may or has to call. */
export type ResponseToolChoice =
  | ToolChoiceOptions
  | ToolChoiceAllowed
  | ToolChoiceFunction
  | ToolChoiceCustom
  | ToolChoiceMcp
  | ToolChoiceTypes
  | ProgrammaticToolCallingTool
  | ToolChoiceApplyPatch
  | ToolChoiceShell;

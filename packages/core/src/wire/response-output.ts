import type {
  ResponseCodeInterpreterToolCall,
  ResponseComputerToolCall,
  ResponseComputerToolCallOutputItem,
  ResponseFileSearchToolCall,
  ResponseFunctionWebSearch,
  ResponseImageGenerationCall,
  ResponseMcpApprovalRequest,
  ResponseMcpApprovalResponse,
  ResponseMcpCall,
  ResponseMcpListTools,
  ResponseProgram,
  ResponseProgramOutput,
  ResponseToolSearchCall,
  ResponseToolSearchOutputItem,
} from './response-hosted-items.ts';
import type {
  ResponseAdditionalTools,
  ResponseCompactionItem,
  ResponseConfigurationUpdateItem,
  ResponseCustomToolCall,
  ResponseCustomToolCallItem,
  ResponseCustomToolCallOutputItem,
  ResponseFunctionToolCall,
  ResponseFunctionToolCallItem,
  ResponseFunctionToolCallOutputItem,
  ResponseInputMessageItem,
  ResponseOutputMessage,
  ResponseReasoningItem,
} from './response-items.ts';
import type {
  ResponseApplyPatchToolCall,
  ResponseApplyPatchToolCallOutput,
  ResponseFunctionShellToolCall,
  ResponseFunctionShellToolCallOutput,
  ResponseLocalShellCall,
  ResponseLocalShellCallOutput,
} from './response-shell-items.ts';

/** The items that look the same in an output and where the service keeps them. */
type KeptItem =
  | ResponseOutputMessage
  | ResponseReasoningItem
  | ResponseCompactionItem
  | ResponseAdditionalTools
  | ResponseFunctionToolCallOutputItem
  | ResponseCustomToolCallOutputItem
  | ResponseFileSearchToolCall
  | ResponseFunctionWebSearch
  | ResponseComputerToolCall
  | ResponseComputerToolCallOutputItem
  | ResponseCodeInterpreterToolCall
  | ResponseImageGenerationCall
  | ResponseToolSearchCall
  | ResponseToolSearchOutputItem
  | ResponseLocalShellCall
  | ResponseLocalShellCallOutput
  | ResponseFunctionShellToolCall
  | ResponseFunctionShellToolCallOutput
  | ResponseApplyPatchToolCall
  | ResponseApplyPatchToolCallOutput
  | ResponseMcpListTools
  | ResponseMcpApprovalRequest
  | ResponseMcpApprovalResponse
  | ResponseMcpCall
  | ResponseProgram
  | ResponseProgramOutput;

/** One item of an answer. */
export type ResponseOutputItem = KeptItem | ResponseFunctionToolCall | ResponseCustomToolCall;

/** One item of a conversation, as the service keeps it. */
export type ResponseItem =
  | KeptItem
  | ResponseInputMessageItem
  | ResponseFunctionToolCallItem
  | ResponseCustomToolCallItem
  | ResponseConfigurationUpdateItem;

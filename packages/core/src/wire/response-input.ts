import type {
  ResponseCodeInterpreterToolCall,
  ResponseComputerCallOutput,
  ResponseComputerToolCall,
  ResponseFileSearchToolCall,
  ResponseFunctionWebSearch,
  ResponseImageGenerationCall,
  ResponseMcpApprovalRequest,
  ResponseMcpApprovalResponseParam,
  ResponseMcpCall,
  ResponseMcpListTools,
  ResponseProgram,
  ResponseProgramOutput,
  ResponseToolSearchCallParam,
  ResponseToolSearchOutputItemParam,
} from './response-hosted-items.ts';
import type {
  EasyInputMessage,
  ResponseAdditionalToolsParam,
  ResponseCompactionItemParam,
  ResponseCompactionTrigger,
  ResponseConfigurationUpdateItemParam,
  ResponseCustomToolCall,
  ResponseCustomToolCallOutput,
  ResponseFunctionCallOutput,
  ResponseFunctionToolCall,
  ResponseInputMessage,
  ResponseItemReference,
  ResponseOutputMessage,
  ResponseReasoningItem,
} from './response-items.ts';
import type {
  ResponseApplyPatchCallOutputParam,
  ResponseApplyPatchCallParam,
  ResponseLocalShellCall,
  ResponseLocalShellCallOutput,
  ResponseShellCallOutputParam,
  ResponseShellCallParam,
} from './response-shell-items.ts';

/** One item of a conversation, as it is sent; the output of an earlier response may be sent back as it came. */
export type ResponseInputItem =
  | EasyInputMessage
  | ResponseInputMessage
  | ResponseOutputMessage
  | ResponseFunctionToolCall
  | ResponseFunctionCallOutput
  | ResponseCustomToolCall
  | ResponseCustomToolCallOutput
  | ResponseReasoningItem
  | ResponseItemReference
  | ResponseCompactionItemParam
  | ResponseCompactionTrigger
  | ResponseConfigurationUpdateItemParam
  | ResponseAdditionalToolsParam
  | ResponseFileSearchToolCall
  | ResponseFunctionWebSearch
  | ResponseComputerToolCall
  | ResponseComputerCallOutput
  | ResponseCodeInterpreterToolCall
  | ResponseImageGenerationCall
  | ResponseToolSearchCallParam
  | ResponseToolSearchOutputItemParam
  | ResponseLocalShellCall
  | ResponseLocalShellCallOutput
  | ResponseShellCallParam
  | ResponseShellCallOutputParam
  | ResponseApplyPatchCallParam
  | ResponseApplyPatchCallOutputParam
  | ResponseMcpListTools
  | ResponseMcpApprovalRequest
  | ResponseMcpApprovalResponseParam
  | ResponseMcpCall
  | ResponseProgram
  | ResponseProgramOutput;

/** A conversation, as it is sent. */
export type ResponseInput = ResponseInputItem[];

import type { InputItemListParams, ResponseItemList } from 'openai/resources/responses/input-items';
import type * as theirs from 'openai/resources/responses/responses';
import type * as shared from 'openai/resources/shared';
import type * as hosted from './hosted.ts';
import type * as ours from './index.ts';
import type { Proven, Same } from './same-type.test-d.ts';

type Event<Union, Type> = Extract<Union, { type: Type }>;

/** The names of the events that are not the same on both sides. */
type DifferentEvents = {
  [Type in theirs.ResponseStreamEvent['type']]: Same<
    Event<ours.ResponseStreamEvent, Type>,
    Event<theirs.ResponseStreamEvent, Type>
  > extends true
    ? never
    : Type;
}[theirs.ResponseStreamEvent['type']];

export type ResponsesTypesAreOpenAIs = Proven<{
  ApplyPatchTool: Same<hosted.ApplyPatchTool, theirs.ApplyPatchTool>;
  ComputerAction: Same<hosted.ComputerAction, theirs.ComputerAction>;
  ComputerTool: Same<hosted.ComputerTool, theirs.ComputerTool>;
  ComputerUsePreviewTool: Same<hosted.ComputerUsePreviewTool, theirs.ComputerUsePreviewTool>;
  ContainerAuto: Same<hosted.ContainerAuto, theirs.ContainerAuto>;
  ContainerNetworkPolicyAllowlist: Same<hosted.ContainerNetworkPolicyAllowlist, theirs.ContainerNetworkPolicyAllowlist>;
  ContainerNetworkPolicyDisabled: Same<hosted.ContainerNetworkPolicyDisabled, theirs.ContainerNetworkPolicyDisabled>;
  ContainerNetworkPolicyDomainSecret: Same<
    hosted.ContainerNetworkPolicyDomainSecret,
    theirs.ContainerNetworkPolicyDomainSecret
  >;
  ContainerReference: Same<hosted.ContainerReference, theirs.ContainerReference>;
  CustomTool: Same<ours.CustomTool, theirs.CustomTool>;
  EasyInputMessage: Same<ours.EasyInputMessage, theirs.EasyInputMessage>;
  FileSearchTool: Same<hosted.FileSearchTool, theirs.FileSearchTool>;
  FunctionShellTool: Same<hosted.FunctionShellTool, theirs.FunctionShellTool>;
  FunctionTool: Same<ours.FunctionTool, theirs.FunctionTool>;
  ImageDetail: Same<ours.ImageDetail, theirs.ImageDetail>;
  InlineSkill: Same<hosted.InlineSkill, theirs.InlineSkill>;
  InlineSkillSource: Same<hosted.InlineSkillSource, theirs.InlineSkillSource>;
  LocalEnvironment: Same<hosted.LocalEnvironment, theirs.LocalEnvironment>;
  LocalSkill: Same<hosted.LocalSkill, theirs.LocalSkill>;
  McpToolCallError: Same<hosted.McpToolCallError, theirs.McpToolCallError>;
  NamespaceTool: Same<ours.NamespaceTool, theirs.NamespaceTool>;
  Response: Same<ours.Response, theirs.Response>;
  ResponseApplyPatchToolCall: Same<hosted.ResponseApplyPatchToolCall, theirs.ResponseApplyPatchToolCall>;
  ResponseApplyPatchToolCallOutput: Same<
    hosted.ResponseApplyPatchToolCallOutput,
    theirs.ResponseApplyPatchToolCallOutput
  >;
  ResponseCodeInterpreterToolCall: Same<hosted.ResponseCodeInterpreterToolCall, theirs.ResponseCodeInterpreterToolCall>;
  ResponseCompactionItem: Same<ours.ResponseCompactionItem, theirs.ResponseCompactionItem>;
  ResponseCompactionItemParam: Same<ours.ResponseCompactionItemParam, theirs.ResponseCompactionItemParam>;
  ResponseComputerToolCall: Same<hosted.ResponseComputerToolCall, theirs.ResponseComputerToolCall>;
  ResponseComputerToolCallOutputItem: Same<
    hosted.ResponseComputerToolCallOutputItem,
    theirs.ResponseComputerToolCallOutputItem
  >;
  ResponseComputerToolCallOutputScreenshot: Same<
    hosted.ResponseComputerToolCallOutputScreenshot,
    theirs.ResponseComputerToolCallOutputScreenshot
  >;
  ResponseConfigurationUpdateItem: Same<ours.ResponseConfigurationUpdateItem, theirs.ResponseConfigurationUpdateItem>;
  ResponseConfigurationUpdateItemParam: Same<
    ours.ResponseConfigurationUpdateItemParam,
    theirs.ResponseConfigurationUpdateItemParam
  >;
  ResponseContent: Same<ours.ResponseContent, theirs.ResponseContent>;
  ResponseConversationParam: Same<ours.ResponseConversationParam, theirs.ResponseConversationParam>;
  ResponseCreateParams: Same<ours.ResponseCreateParams, theirs.ResponseCreateParams>;
  ResponseCreateParamsBase: Same<ours.ResponseCreateParamsBase, theirs.ResponseCreateParamsBase>;
  ResponseCreateParamsNonStreaming: Same<
    ours.ResponseCreateParamsNonStreaming,
    theirs.ResponseCreateParamsNonStreaming
  >;
  ResponseCreateParamsStreaming: Same<ours.ResponseCreateParamsStreaming, theirs.ResponseCreateParamsStreaming>;
  ResponseCustomToolCall: Same<ours.ResponseCustomToolCall, theirs.ResponseCustomToolCall>;
  ResponseCustomToolCallItem: Same<ours.ResponseCustomToolCallItem, theirs.ResponseCustomToolCallItem>;
  ResponseCustomToolCallOutput: Same<ours.ResponseCustomToolCallOutput, theirs.ResponseCustomToolCallOutput>;
  ResponseCustomToolCallOutputItem: Same<
    ours.ResponseCustomToolCallOutputItem,
    theirs.ResponseCustomToolCallOutputItem
  >;
  ResponseError: Same<ours.ResponseError, theirs.ResponseError>;
  ResponseFileSearchToolCall: Same<hosted.ResponseFileSearchToolCall, theirs.ResponseFileSearchToolCall>;
  ResponseFormatTextConfig: Same<ours.ResponseFormatTextConfig, theirs.ResponseFormatTextConfig>;
  ResponseFormatTextJSONSchemaConfig: Same<
    ours.ResponseFormatTextJSONSchemaConfig,
    theirs.ResponseFormatTextJSONSchemaConfig
  >;
  ResponseFunctionCallOutputItem: Same<ours.ResponseFunctionCallOutputItem, theirs.ResponseFunctionCallOutputItem>;
  ResponseFunctionCallOutputItemList: Same<
    ours.ResponseFunctionCallOutputItemList,
    theirs.ResponseFunctionCallOutputItemList
  >;
  ResponseFunctionShellCallOutputContent: Same<
    hosted.ResponseFunctionShellCallOutputContent,
    theirs.ResponseFunctionShellCallOutputContent
  >;
  ResponseFunctionShellToolCall: Same<hosted.ResponseFunctionShellToolCall, theirs.ResponseFunctionShellToolCall>;
  ResponseFunctionShellToolCallOutput: Same<
    hosted.ResponseFunctionShellToolCallOutput,
    theirs.ResponseFunctionShellToolCallOutput
  >;
  ResponseFunctionToolCall: Same<ours.ResponseFunctionToolCall, theirs.ResponseFunctionToolCall>;
  ResponseFunctionToolCallItem: Same<ours.ResponseFunctionToolCallItem, theirs.ResponseFunctionToolCallItem>;
  ResponseFunctionToolCallOutputItem: Same<
    ours.ResponseFunctionToolCallOutputItem,
    theirs.ResponseFunctionToolCallOutputItem
  >;
  ResponseFunctionWebSearch: Same<hosted.ResponseFunctionWebSearch, theirs.ResponseFunctionWebSearch>;
  ResponseIncludable: Same<ours.ResponseIncludable, theirs.ResponseIncludable>;
  ResponseInput: Same<ours.ResponseInput, theirs.ResponseInput>;
  ResponseInputAudio: Same<ours.ResponseInputAudio, theirs.ResponseInputAudio>;
  ResponseInputContent: Same<ours.ResponseInputContent, theirs.ResponseInputContent>;
  ResponseInputFile: Same<ours.ResponseInputFile, theirs.ResponseInputFile>;
  ResponseInputFileContent: Same<ours.ResponseInputFileContent, theirs.ResponseInputFileContent>;
  ResponseInputImage: Same<ours.ResponseInputImage, theirs.ResponseInputImage>;
  ResponseInputImageContent: Same<ours.ResponseInputImageContent, theirs.ResponseInputImageContent>;
  ResponseInputItem: Same<ours.ResponseInputItem, theirs.ResponseInputItem>;
  ResponseInputMessageContentList: Same<ours.ResponseInputMessageContentList, theirs.ResponseInputMessageContentList>;
  ResponseInputMessageItem: Same<ours.ResponseInputMessageItem, theirs.ResponseInputMessageItem>;
  ResponseInputText: Same<ours.ResponseInputText, theirs.ResponseInputText>;
  ResponseInputTextContent: Same<ours.ResponseInputTextContent, theirs.ResponseInputTextContent>;
  ResponseItem: Same<ours.ResponseItem, theirs.ResponseItem>;
  ResponseOutputItem: Same<ours.ResponseOutputItem, theirs.ResponseOutputItem>;
  ResponseOutputMessage: Same<ours.ResponseOutputMessage, theirs.ResponseOutputMessage>;
  ResponseOutputRefusal: Same<ours.ResponseOutputRefusal, theirs.ResponseOutputRefusal>;
  ResponseOutputText: Same<ours.ResponseOutputText, theirs.ResponseOutputText>;
  ResponsePrompt: Same<ours.ResponsePrompt, theirs.ResponsePrompt>;
  ResponseReasoningItem: Same<ours.ResponseReasoningItem, theirs.ResponseReasoningItem>;
  ResponseRetrieveParams: Same<ours.ResponseRetrieveParams, theirs.ResponseRetrieveParams>;
  ResponseRetrieveParamsBase: Same<ours.ResponseRetrieveParamsBase, theirs.ResponseRetrieveParamsBase>;
  ResponseRetrieveParamsNonStreaming: Same<
    ours.ResponseRetrieveParamsNonStreaming,
    theirs.ResponseRetrieveParamsNonStreaming
  >;
  ResponseRetrieveParamsStreaming: Same<ours.ResponseRetrieveParamsStreaming, theirs.ResponseRetrieveParamsStreaming>;
  ResponseStatus: Same<ours.ResponseStatus, theirs.ResponseStatus>;
  ResponseStreamEvent: Same<ours.ResponseStreamEvent, theirs.ResponseStreamEvent>;
  ResponseTextConfig: Same<ours.ResponseTextConfig, theirs.ResponseTextConfig>;
  ResponseToolSearchCall: Same<hosted.ResponseToolSearchCall, theirs.ResponseToolSearchCall>;
  ResponseToolSearchOutputItem: Same<hosted.ResponseToolSearchOutputItem, theirs.ResponseToolSearchOutputItem>;
  ResponseToolSearchOutputItemParam: Same<
    hosted.ResponseToolSearchOutputItemParam,
    theirs.ResponseToolSearchOutputItemParam
  >;
  ResponseUsage: Same<ours.ResponseUsage, theirs.ResponseUsage>;
  ServiceTier: Same<ours.ServiceTier, theirs.ServiceTier>;
  SkillReference: Same<hosted.SkillReference, theirs.SkillReference>;
  Tool: Same<ours.Tool, theirs.Tool>;
  ToolChoiceAllowed: Same<ours.ToolChoiceAllowed, theirs.ToolChoiceAllowed>;
  ToolChoiceApplyPatch: Same<ours.ToolChoiceApplyPatch, theirs.ToolChoiceApplyPatch>;
  ToolChoiceCustom: Same<ours.ToolChoiceCustom, theirs.ToolChoiceCustom>;
  ToolChoiceFunction: Same<ours.ToolChoiceFunction, theirs.ToolChoiceFunction>;
  ToolChoiceMcp: Same<ours.ToolChoiceMcp, theirs.ToolChoiceMcp>;
  ToolChoiceOptions: Same<ours.ToolChoiceOptions, theirs.ToolChoiceOptions>;
  ToolChoiceShell: Same<ours.ToolChoiceShell, theirs.ToolChoiceShell>;
  ToolChoiceTypes: Same<ours.ToolChoiceTypes, theirs.ToolChoiceTypes>;
  ToolSearchTool: Same<hosted.ToolSearchTool, theirs.ToolSearchTool>;
  WebSearchPreviewTool: Same<hosted.WebSearchPreviewTool, theirs.WebSearchPreviewTool>;
  WebSearchTool: Same<hosted.WebSearchTool, theirs.WebSearchTool>;
  ResponseInputMessage: Same<ours.ResponseInputMessage, theirs.ResponseInputItem.Message>;
  ResponseFunctionCallOutput: Same<ours.ResponseFunctionCallOutput, theirs.ResponseInputItem.FunctionCallOutput>;
  ResponseComputerCallOutput: Same<hosted.ResponseComputerCallOutput, theirs.ResponseInputItem.ComputerCallOutput>;
  ResponseToolSearchCallParam: Same<hosted.ResponseToolSearchCallParam, theirs.ResponseInputItem.ToolSearchCall>;
  ResponseAdditionalToolsParam: Same<ours.ResponseAdditionalToolsParam, theirs.ResponseInputItem.AdditionalTools>;
  ResponseImageGenerationCall: Same<hosted.ResponseImageGenerationCall, theirs.ResponseOutputItem.ImageGenerationCall>;
  ResponseLocalShellCall: Same<hosted.ResponseLocalShellCall, theirs.ResponseOutputItem.LocalShellCall>;
  ResponseLocalShellCallOutput: Same<
    hosted.ResponseLocalShellCallOutput,
    theirs.ResponseOutputItem.LocalShellCallOutput
  >;
  ResponseShellCallParam: Same<hosted.ResponseShellCallParam, theirs.ResponseInputItem.ShellCall>;
  ResponseShellCallOutputParam: Same<hosted.ResponseShellCallOutputParam, theirs.ResponseInputItem.ShellCallOutput>;
  ResponseApplyPatchCallParam: Same<hosted.ResponseApplyPatchCallParam, theirs.ResponseInputItem.ApplyPatchCall>;
  ResponseApplyPatchCallOutputParam: Same<
    hosted.ResponseApplyPatchCallOutputParam,
    theirs.ResponseInputItem.ApplyPatchCallOutput
  >;
  ResponseMcpListTools: Same<hosted.ResponseMcpListTools, theirs.ResponseOutputItem.McpListTools>;
  ResponseMcpApprovalRequest: Same<hosted.ResponseMcpApprovalRequest, theirs.ResponseOutputItem.McpApprovalRequest>;
  ResponseMcpApprovalResponse: Same<hosted.ResponseMcpApprovalResponse, theirs.ResponseOutputItem.McpApprovalResponse>;
  ResponseMcpApprovalResponseParam: Same<
    hosted.ResponseMcpApprovalResponseParam,
    theirs.ResponseInputItem.McpApprovalResponse
  >;
  ResponseMcpCall: Same<hosted.ResponseMcpCall, theirs.ResponseOutputItem.McpCall>;
  ResponseCompactionTrigger: Same<ours.ResponseCompactionTrigger, theirs.ResponseInputItem.CompactionTrigger>;
  ResponseItemReference: Same<ours.ResponseItemReference, theirs.ResponseInputItem.ItemReference>;
  ResponseProgram: Same<hosted.ResponseProgram, theirs.ResponseOutputItem.Program>;
  ResponseProgramOutput: Same<hosted.ResponseProgramOutput, theirs.ResponseOutputItem.ProgramOutput>;
  ResponseAdditionalTools: Same<ours.ResponseAdditionalTools, theirs.ResponseOutputItem.AdditionalTools>;
  McpTool: Same<hosted.McpTool, theirs.Tool.Mcp>;
  CodeInterpreterTool: Same<hosted.CodeInterpreterTool, theirs.Tool.CodeInterpreter>;
  ImageGenerationTool: Same<hosted.ImageGenerationTool, theirs.Tool.ImageGeneration>;
  LocalShellTool: Same<hosted.LocalShellTool, theirs.Tool.LocalShell>;
  ProgrammaticToolCallingTool: Same<hosted.ProgrammaticToolCallingTool, theirs.Tool.ProgrammaticToolCalling>;
  ResponseModeration: Same<hosted.ResponseModeration, theirs.Response.Moderation>;
  ResponseToolUsage: Same<hosted.ResponseToolUsage, theirs.Response.ToolUsage>;
  InputItemListParams: Same<ours.InputItemListParams, InputItemListParams>;
  ResponseItemList: Same<ours.ResponseItemList, ResponseItemList>;
  ComparisonFilter: Same<hosted.ComparisonFilter, shared.ComparisonFilter>;
  CompoundFilter: Same<hosted.CompoundFilter, shared.CompoundFilter>;
  CustomToolInputFormat: Same<ours.CustomToolInputFormat, shared.CustomToolInputFormat>;
  ResponseFormatJSONObject: Same<ours.ResponseFormatJSONObject, shared.ResponseFormatJSONObject>;
  ResponseFormatJSONSchema: Same<ours.ResponseFormatJSONSchema, shared.ResponseFormatJSONSchema>;
  ResponseFormatText: Same<ours.ResponseFormatText, shared.ResponseFormatText>;
  'every event': Same<DifferentEvents, never>;
  "the events' names": Same<ours.ResponseStreamEvent['type'], theirs.ResponseStreamEvent['type']>;
}>;

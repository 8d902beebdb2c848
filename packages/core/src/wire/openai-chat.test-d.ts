import type * as theirs from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import type * as shared from 'openai/resources/shared';
import type * as hosted from './hosted.ts';
import type * as ours from './index.ts';
import type { Proven, Same } from './same-type.test-d.ts';

export type ChatTypesAreOpenAIs = Proven<{
  usage: Same<ours.CompletionUsage, CompletionUsage>;
  error: Same<ours.ErrorObject, shared.ErrorObject>;
  effort: Same<ours.ReasoningEffort, shared.ReasoningEffort>;
  reasoning: Same<ours.Reasoning, shared.Reasoning>;
  function: Same<ours.FunctionDefinition, shared.FunctionDefinition>;
  metadata: Same<ours.Metadata, shared.Metadata>;
  ChatCompletion: Same<ours.ChatCompletion, theirs.ChatCompletion>;
  ChatCompletionAllowedToolChoice: Same<ours.ChatCompletionAllowedToolChoice, theirs.ChatCompletionAllowedToolChoice>;
  ChatCompletionAllowedTools: Same<ours.ChatCompletionAllowedTools, theirs.ChatCompletionAllowedTools>;
  ChatCompletionAssistantMessageParam: Same<
    ours.ChatCompletionAssistantMessageParam,
    theirs.ChatCompletionAssistantMessageParam
  >;
  ChatCompletionAudio: Same<ours.ChatCompletionAudio, theirs.ChatCompletionAudio>;
  ChatCompletionAudioParam: Same<ours.ChatCompletionAudioParam, theirs.ChatCompletionAudioParam>;
  ChatCompletionChunk: Same<ours.ChatCompletionChunk, theirs.ChatCompletionChunk>;
  ChatCompletionContentPart: Same<ours.ChatCompletionContentPart, theirs.ChatCompletionContentPart>;
  ChatCompletionContentPartImage: Same<ours.ChatCompletionContentPartImage, theirs.ChatCompletionContentPartImage>;
  ChatCompletionContentPartInputAudio: Same<
    ours.ChatCompletionContentPartInputAudio,
    theirs.ChatCompletionContentPartInputAudio
  >;
  ChatCompletionContentPartRefusal: Same<
    ours.ChatCompletionContentPartRefusal,
    theirs.ChatCompletionContentPartRefusal
  >;
  ChatCompletionContentPartText: Same<ours.ChatCompletionContentPartText, theirs.ChatCompletionContentPartText>;
  ChatCompletionCreateParams: Same<ours.ChatCompletionCreateParams, theirs.ChatCompletionCreateParams>;
  ChatCompletionCreateParamsNonStreaming: Same<
    ours.ChatCompletionCreateParamsNonStreaming,
    theirs.ChatCompletionCreateParamsNonStreaming
  >;
  ChatCompletionCreateParamsStreaming: Same<
    ours.ChatCompletionCreateParamsStreaming,
    theirs.ChatCompletionCreateParamsStreaming
  >;
  ChatCompletionCustomTool: Same<ours.ChatCompletionCustomTool, theirs.ChatCompletionCustomTool>;
  ChatCompletionDeleted: Same<ours.ChatCompletionDeleted, theirs.ChatCompletionDeleted>;
  ChatCompletionDeveloperMessageParam: Same<
    ours.ChatCompletionDeveloperMessageParam,
    theirs.ChatCompletionDeveloperMessageParam
  >;
  ChatCompletionFunctionMessageParam: Same<
    ours.ChatCompletionFunctionMessageParam,
    theirs.ChatCompletionFunctionMessageParam
  >;
  ChatCompletionFunctionTool: Same<ours.ChatCompletionFunctionTool, theirs.ChatCompletionFunctionTool>;
  ChatCompletionListParams: Same<ours.ChatCompletionListParams, theirs.ChatCompletionListParams>;
  ChatCompletionMessage: Same<ours.ChatCompletionMessage, theirs.ChatCompletionMessage>;
  ChatCompletionMessageCustomToolCall: Same<
    ours.ChatCompletionMessageCustomToolCall,
    theirs.ChatCompletionMessageCustomToolCall
  >;
  ChatCompletionMessageFunctionToolCall: Same<
    ours.ChatCompletionMessageFunctionToolCall,
    theirs.ChatCompletionMessageFunctionToolCall
  >;
  ChatCompletionMessageParam: Same<ours.ChatCompletionMessageParam, theirs.ChatCompletionMessageParam>;
  ChatCompletionMessageToolCall: Same<ours.ChatCompletionMessageToolCall, theirs.ChatCompletionMessageToolCall>;
  ChatCompletionModality: Same<ours.ChatCompletionModality, theirs.ChatCompletionModality>;
  ChatCompletionNamedToolChoice: Same<ours.ChatCompletionNamedToolChoice, theirs.ChatCompletionNamedToolChoice>;
  ChatCompletionNamedToolChoiceCustom: Same<
    ours.ChatCompletionNamedToolChoiceCustom,
    theirs.ChatCompletionNamedToolChoiceCustom
  >;
  ChatCompletionPredictionContent: Same<ours.ChatCompletionPredictionContent, theirs.ChatCompletionPredictionContent>;
  ChatCompletionRole: Same<ours.ChatCompletionRole, theirs.ChatCompletionRole>;
  ChatCompletionStoreMessage: Same<ours.ChatCompletionStoreMessage, theirs.ChatCompletionStoreMessage>;
  ChatCompletionStreamOptions: Same<ours.ChatCompletionStreamOptions, theirs.ChatCompletionStreamOptions>;
  ChatCompletionSystemMessageParam: Same<
    ours.ChatCompletionSystemMessageParam,
    theirs.ChatCompletionSystemMessageParam
  >;
  ChatCompletionTokenLogprob: Same<ours.ChatCompletionTokenLogprob, theirs.ChatCompletionTokenLogprob>;
  ChatCompletionTool: Same<ours.ChatCompletionTool, theirs.ChatCompletionTool>;
  ChatCompletionToolChoiceOption: Same<ours.ChatCompletionToolChoiceOption, theirs.ChatCompletionToolChoiceOption>;
  ChatCompletionToolMessageParam: Same<ours.ChatCompletionToolMessageParam, theirs.ChatCompletionToolMessageParam>;
  ChatCompletionUpdateParams: Same<ours.ChatCompletionUpdateParams, theirs.ChatCompletionUpdateParams>;
  ChatCompletionUserMessageParam: Same<ours.ChatCompletionUserMessageParam, theirs.ChatCompletionUserMessageParam>;
  MessageListParams: Same<ours.MessageListParams, theirs.MessageListParams>;
  choice: Same<ours.ChatCompletionChoice, theirs.ChatCompletion.Choice>;
  chunkChoice: Same<ours.ChatCompletionChunkChoice, theirs.ChatCompletionChunk.Choice>;
  delta: Same<ours.ChatCompletionChunkDelta, theirs.ChatCompletionChunk.Choice.Delta>;
  deltaToolCall: Same<ours.ChatCompletionChunkToolCall, theirs.ChatCompletionChunk.Choice.Delta.ToolCall>;
  file: Same<ours.ChatCompletionContentPartFile, theirs.ChatCompletionContentPart.File>;
  moderation: Same<hosted.ChatCompletionModeration, theirs.ChatCompletion.Moderation>;
  webSearch: Same<ours.ChatCompletionWebSearchOptions, theirs.ChatCompletionCreateParams.WebSearchOptions>;
}>;

import type {
  ResponseAnnotation,
  ResponseOutputRefusal,
  ResponseOutputText,
  ResponseReasoningSummary,
  ResponseReasoningText,
} from './response-content.ts';
import type {
  ResponseEventBase,
  ResponseItemEventBase,
  ResponsePartEventBase,
  ResponseSummaryEventBase,
} from './response-event-base.ts';
import type { ResponseHostedToolEvent } from './response-hosted-events.ts';
import type { ResponseOutputItem } from './response-output.ts';
import type { Response } from './responses.ts';

/** The service has taken the request. */
export interface ResponseCreatedEvent extends ResponseEventBase {
  type: 'response.created';
  response: Response;
}

/** The request waits for its turn. */
export interface ResponseQueuedEvent extends ResponseEventBase {
  type: 'response.queued';
  response: Response;
}

/** The model is at work. */
export interface ResponseInProgressEvent extends ResponseEventBase {
  type: 'response.in_progress';
  response: Response;
}

/** The last event of an answer that came to its end; the response is whole, usage included. */
export interface ResponseCompletedEvent extends ResponseEventBase {
  type: 'response.completed';
  response: Response;
}

/** The last event of an answer that was cut short; `incomplete_details` tells why. */
export interface ResponseIncompleteEvent extends ResponseEventBase {
  type: 'response.incomplete';
  response: Response;
}

/** The last event of an answer that failed; `error` tells why. */
export interface ResponseFailedEvent extends ResponseEventBase {
  type: 'response.failed';
  response: Response;
}

/** Something went wrong at the service; some services nest the fields under `error`. */
export interface ResponseErrorEvent extends ResponseEventBase {
  type: 'error';
  code: string | null;
  message: string;
  param: string | null;
}

/** A new item begins. */
export interface ResponseOutputItemAddedEvent extends ResponseEventBase {
  type: 'response.output_item.added';
  item: ResponseOutputItem;
  output_index: number;
}

/** An item is whole. */
export interface ResponseOutputItemDoneEvent extends ResponseEventBase {
  type: 'response.output_item.done';
  item: ResponseOutputItem;
  output_index: number;
}

/** A new part begins. */
export interface ResponseContentPartAddedEvent extends ResponsePartEventBase {
  type: 'response.content_part.added';
  part: ResponseOutputText | ResponseOutputRefusal | ResponseReasoningText;
}

/** A part is whole. */
export interface ResponseContentPartDoneEvent extends ResponsePartEventBase {
  type: 'response.content_part.done';
  part: ResponseOutputText | ResponseOutputRefusal | ResponseReasoningText;
}

/** A token of a streamed text and what could have stood in its place. */
export interface ResponseStreamedLogprob {
  token: string;
  /** Natural logarithm of the probability. */
  logprob: number;
  top_logprobs?: Array<{ token?: string; logprob?: number }>;
}

/** More text. */
export interface ResponseTextDeltaEvent extends ResponsePartEventBase {
  type: 'response.output_text.delta';
  delta: string;
  logprobs: ResponseStreamedLogprob[];
}

/** A text is whole. */
export interface ResponseTextDoneEvent extends ResponsePartEventBase {
  type: 'response.output_text.done';
  text: string;
  logprobs: ResponseStreamedLogprob[];
}

/** A text rests on something. */
export interface ResponseOutputTextAnnotationAddedEvent extends ResponsePartEventBase {
  type: 'response.output_text.annotation.added';
  annotation: ResponseAnnotation | null;
  annotation_index: number;
}

/** More of what the model says instead of answering. */
export interface ResponseRefusalDeltaEvent extends ResponsePartEventBase {
  type: 'response.refusal.delta';
  delta: string;
}

/** A refusal is whole. */
export interface ResponseRefusalDoneEvent extends ResponsePartEventBase {
  type: 'response.refusal.done';
  refusal: string;
}

/** More of what the model thinks. */
export interface ResponseReasoningTextDeltaEvent extends ResponsePartEventBase {
  type: 'response.reasoning_text.delta';
  delta: string;
}

/** A thought is whole. */
export interface ResponseReasoningTextDoneEvent extends ResponsePartEventBase {
  type: 'response.reasoning_text.done';
  text: string;
}

/** A new summary begins. */
export interface ResponseReasoningSummaryPartAddedEvent extends ResponseSummaryEventBase {
  type: 'response.reasoning_summary_part.added';
  part: ResponseReasoningSummary;
}

/** A summary is whole, or was cut short. */
export interface ResponseReasoningSummaryPartDoneEvent extends ResponseSummaryEventBase {
  type: 'response.reasoning_summary_part.done';
  part: ResponseReasoningSummary;
  status?: 'incomplete';
}

/** More of a summary. */
export interface ResponseReasoningSummaryTextDeltaEvent extends ResponseSummaryEventBase {
  type: 'response.reasoning_summary_text.delta';
  delta: string;
}

/** A summary's text is whole. */
export interface ResponseReasoningSummaryTextDoneEvent extends ResponseSummaryEventBase {
  type: 'response.reasoning_summary_text.done';
  text: string;
}

/** More of a call's arguments. */
export interface ResponseFunctionCallArgumentsDeltaEvent extends ResponseItemEventBase {
  type: 'response.function_call_arguments.delta';
  delta: string;
}

/** A call's arguments are whole. */
export interface ResponseFunctionCallArgumentsDoneEvent extends ResponseItemEventBase {
  type: 'response.function_call_arguments.done';
  arguments: string;
  /** The function's name; the wire has it, though not every service sends it. */
  name?: string;
}

/** More of a custom tool's input. */
export interface ResponseCustomToolCallInputDeltaEvent extends ResponseItemEventBase {
  type: 'response.custom_tool_call_input.delta';
  delta: string;
}

/** A custom tool's input is whole. */
export interface ResponseCustomToolCallInputDoneEvent extends ResponseItemEventBase {
  type: 'response.custom_tool_call_input.done';
  input: string;
}

/** More sound, in base64. */
export interface ResponseAudioDeltaEvent extends ResponseEventBase {
  type: 'response.audio.delta';
  delta: string;
}

/** The sound is whole. */
export interface ResponseAudioDoneEvent extends ResponseEventBase {
  type: 'response.audio.done';
}

/** More of what the sound says. */
export interface ResponseAudioTranscriptDeltaEvent extends ResponseEventBase {
  type: 'response.audio.transcript.delta';
  delta: string;
}

/** The transcript is whole. */
export interface ResponseAudioTranscriptDoneEvent extends ResponseEventBase {
  type: 'response.audio.transcript.done';
}

/** One event of a streamed response. */
export type ResponseStreamEvent =
  | ResponseCreatedEvent
  | ResponseQueuedEvent
  | ResponseInProgressEvent
  | ResponseCompletedEvent
  | ResponseIncompleteEvent
  | ResponseFailedEvent
  | ResponseErrorEvent
  | ResponseOutputItemAddedEvent
  | ResponseOutputItemDoneEvent
  | ResponseContentPartAddedEvent
  | ResponseContentPartDoneEvent
  | ResponseTextDeltaEvent
  | ResponseTextDoneEvent
  | ResponseOutputTextAnnotationAddedEvent
  | ResponseRefusalDeltaEvent
  | ResponseRefusalDoneEvent
  | ResponseReasoningTextDeltaEvent
  | ResponseReasoningTextDoneEvent
  | ResponseReasoningSummaryPartAddedEvent
  | ResponseReasoningSummaryPartDoneEvent
  | ResponseReasoningSummaryTextDeltaEvent
  | ResponseReasoningSummaryTextDoneEvent
  | ResponseFunctionCallArgumentsDeltaEvent
  | ResponseFunctionCallArgumentsDoneEvent
  | ResponseCustomToolCallInputDeltaEvent
  | ResponseCustomToolCallInputDoneEvent
  | ResponseAudioDeltaEvent
  | ResponseAudioDoneEvent
  | ResponseAudioTranscriptDeltaEvent
  | ResponseAudioTranscriptDoneEvent
  | ResponseHostedToolEvent;

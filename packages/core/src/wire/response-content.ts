import type { PromptCacheBreakpoint } from './shared.ts';

/** How closely an image is looked at. */
export type ImageDetail = 'low' | 'high' | 'auto' | 'original';

/** A piece of text in a message. */
export interface ResponseInputText {
  type: 'input_text';
  text: string;
  prompt_cache_breakpoint?: PromptCacheBreakpoint;
}

/** An image in a message: by URL (`https:` or `data:`), or uploaded before. */
export interface ResponseInputImage {
  type: 'input_image';
  detail: ImageDetail;
  file_id?: string | null;
  image_url?: string | null;
  prompt_cache_breakpoint?: PromptCacheBreakpoint;
}

/** A file in a message: by URL, uploaded before, or here as a `data:` URL with `filename`. */
export interface ResponseInputFile {
  type: 'input_file';
  detail?: 'auto' | 'low' | 'high';
  file_data?: string;
  file_id?: string | null;
  file_url?: string;
  filename?: string;
  prompt_cache_breakpoint?: PromptCacheBreakpoint;
}

/** A sound recording; graders take it, responses do not. */
export interface ResponseInputAudio {
  type: 'input_audio';
  /** `data` is base64. */
  input_audio: { data: string; format: 'mp3' | 'wav' };
}

/** A part of a message that is sent. */
export type ResponseInputContent = ResponseInputText | ResponseInputImage | ResponseInputFile;

/** The parts of a message that is sent. */
export type ResponseInputMessageContentList = ResponseInputContent[];

/** A piece of text in a function's output. */
export interface ResponseInputTextContent {
  type: 'input_text';
  text: string;
  prompt_cache_breakpoint?: PromptCacheBreakpoint | null;
}

/** An image in a function's output. */
export interface ResponseInputImageContent {
  type: 'input_image';
  detail?: ImageDetail | null;
  file_id?: string | null;
  image_url?: string | null;
  prompt_cache_breakpoint?: PromptCacheBreakpoint | null;
}

/** A file in a function's output. */
export interface ResponseInputFileContent {
  type: 'input_file';
  detail?: 'auto' | 'low' | 'high';
  file_data?: string | null;
  file_id?: string | null;
  file_url?: string | null;
  filename?: string | null;
  prompt_cache_breakpoint?: PromptCacheBreakpoint | null;
}

/** A part of a function's output that is sent. */
export type ResponseFunctionCallOutputItem =
  | ResponseInputTextContent
  | ResponseInputImageContent
  | ResponseInputFileContent;

/** A function's output, where it is more than one text. */
export type ResponseFunctionCallOutputItemList = ResponseFunctionCallOutputItem[];

/** A place in the answer's text that rests on a file, a web page or a container's file; indexes count characters. */
export type ResponseAnnotation =
  | { type: 'file_citation'; file_id: string; filename: string; index: number }
  | { type: 'url_citation'; start_index: number; end_index: number; title: string; url: string }
  | {
      type: 'container_file_citation';
      container_id: string;
      start_index: number;
      end_index: number;
      file_id: string;
      filename: string;
    }
  | { type: 'file_path'; file_id: string; index: number };

/** A token that could have stood in a place. */
export interface ResponseTopLogprob {
  token: string;
  /** UTF-8. */
  bytes: number[];
  /** Natural logarithm of the probability. */
  logprob: number;
}

/** A token of the answer and what could have stood in its place. */
export interface ResponseLogprob extends ResponseTopLogprob {
  top_logprobs: ResponseTopLogprob[];
}

/** Text of the answer. */
export interface ResponseOutputText {
  type: 'output_text';
  annotations: ResponseAnnotation[];
  text: string;
  logprobs?: ResponseLogprob[];
}

/** What the model said instead of answering. */
export interface ResponseOutputRefusal {
  type: 'refusal';
  refusal: string;
}

/** What the model thought, in its own words. */
export interface ResponseReasoningText {
  type: 'reasoning_text';
  text: string;
}

/** What the model thought, in short. */
export interface ResponseReasoningSummary {
  type: 'summary_text';
  text: string;
}

/** A part of any message or reasoning. */
export type ResponseContent = ResponseInputContent | ResponseOutputText | ResponseOutputRefusal | ResponseReasoningText;

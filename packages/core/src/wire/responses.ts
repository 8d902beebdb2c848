import type { ErrorMisalignment } from './error-body.ts';
import type { ResponseInputItem } from './response-input.ts';
import type { ResponseItem, ResponseOutputItem } from './response-output.ts';
import type { ResponsePrompt, ResponseTextConfig, ServiceTier } from './response-params.ts';
import type { ResponseToolChoice, Tool } from './response-tools.ts';
import type { InlineModerationError, InlineModerationResult, Metadata, Reasoning } from './shared.ts';

/** How far a response has come. */
export type ResponseStatus = 'completed' | 'failed' | 'in_progress' | 'cancelled' | 'queued' | 'incomplete';

/** What a response cost, in tokens. */
export interface ResponseUsage {
  input_tokens: number;
  input_tokens_details: {
    /** Tokens written to the prompt cache. */
    cache_write_tokens: number;
    /** Tokens read from the prompt cache. */
    cached_tokens: number;
    cache_write_tokens_details?: { ttl_12h_tokens: number; ttl_30m_tokens: number };
  };
  /** Reasoning tokens included. */
  output_tokens: number;
  output_tokens_details: { reasoning_tokens: number };
  total_tokens: number;
}

/** Why a response failed. */
export interface ResponseError {
  code:
    | 'server_error'
    | 'rate_limit_exceeded'
    | 'invalid_prompt'
    | 'data_residency_mismatch'
    | 'bio_policy'
    | 'misalignment_policy_violation'
    | 'vector_store_timeout'
    | 'invalid_image'
    | 'invalid_image_format'
    | 'invalid_base64_image'
    | 'invalid_image_url'
    | 'image_too_large'
    | 'image_too_small'
    | 'image_parse_error'
    | 'image_content_policy_violation'
    | 'invalid_image_mode'
    | 'image_file_too_large'
    | 'unsupported_image_media_type'
    | 'empty_image_file'
    | 'failed_to_download_image'
    | 'image_file_not_found';
  message: string;
  misalignment?: ErrorMisalignment;
  param?: string | null;
  type?: string | null;
}

/** What inline moderation found. */
export interface ResponseModeration {
  input: InlineModerationResult | InlineModerationError;
  output: InlineModerationResult | InlineModerationError;
}

/** Why the prompt cache served or did not serve the request. */
export type ResponsePromptCacheDiagnostics =
  | {
      type: 'cache_miss';
      cache_missed_tokens: number;
      reason:
        | 'model_changed'
        | 'prompt_cache_key_changed'
        | 'tools_changed'
        | 'text_format_changed'
        | 'reasoning_effort_changed'
        | 'verbosity_changed'
        | 'context_compacted'
        | 'input_changed'
        | 'service_tier_changed';
      comparison_reusable_tokens?: number;
    }
  | { type: 'cache_hit' }
  | { type: 'comparison_response_not_found' }
  | { type: 'unavailable' };

/** What the tools that the service ran have used. */
export interface ResponseToolUsage {
  image_gen: {
    input_tokens: number;
    input_tokens_details: { image_tokens: number; text_tokens: number };
    output_tokens: number;
    total_tokens: number;
    cached_tokens?: number;
    cached_tokens_details?: { cached_image_tokens: number; cached_text_tokens: number };
    output_tokens_details?: { image_tokens: number; text_tokens: number };
  };
  web_search: { num_requests: number };
}

/** A response. */
export interface Response {
  /** `resp_...` */
  id: string;
  object: 'response';
  /** Null where no programme was asked for; only OpenAI itself sends it. */
  access_programs: { cyber: 'standard' | 'daybreak_blue' | 'daybreak_red' } | null;
  /** Unix time in seconds. */
  created_at: number;
  error: ResponseError | null;
  incomplete_details: { reason?: 'max_output_tokens' | 'max_messages' | 'content_filter' | 'steered' } | null;
  instructions: string | ResponseInputItem[] | null;
  metadata: Metadata | null;
  model: string;
  output: ResponseOutputItem[];
  /** The texts of all messages of the output, joined. OpenAI's wire has no such field, not even in stream events. */
  output_text: string;
  parallel_tool_calls: boolean;
  temperature: number | null;
  tool_choice: ResponseToolChoice;
  tools: Tool[];
  top_p: number | null;
  background?: boolean | null;
  /** Unix time in seconds. */
  completed_at?: number | null;
  conversation?: { id: string } | null;
  image?: { context_compression: 'enabled' | 'disabled' };
  max_output_tokens?: number | null;
  max_tool_calls?: number | null;
  moderation?: ResponseModeration | null;
  previous_response_id?: string | null;
  prompt?: ResponsePrompt | null;
  prompt_cache_diagnostics?: ResponsePromptCacheDiagnostics;
  prompt_cache_key?: string | null;
  prompt_cache_options?: {
    mode: 'implicit' | 'explicit';
    ttl: '30m' | '12h';
    comparison_response_id?: string | null;
  };
  prompt_cache_retention?: 'in_memory' | '24h' | null;
  reasoning?: Reasoning | null;
  safety_identifier?: string | null;
  service_tier?: ServiceTier;
  status?: ResponseStatus;
  text?: ResponseTextConfig;
  tool_usage?: ResponseToolUsage;
  top_logprobs?: number | null;
  truncation?: 'auto' | 'disabled' | null;
  usage?: ResponseUsage;
  user?: string;
}

/** The input items of a stored response. */
export interface ResponseItemList {
  object: 'list';
  data: ResponseItem[];
  first_id: string;
  has_more: boolean;
  last_id: string;
}

/** A stored response is gone. */
export interface ResponseDeleted {
  id: string;
  object: 'response' | (string & {});
  deleted: boolean;
}

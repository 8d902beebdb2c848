/** What a chat completion cost, in tokens. */
export interface CompletionUsage {
  prompt_tokens: number;
  /** Reasoning tokens included. */
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: {
    audio_tokens?: number;
    /** Tokens written to the prompt cache. */
    cache_write_tokens?: number;
    /** Tokens read from the prompt cache. */
    cached_tokens?: number;
    image_tokens?: number;
    text_tokens?: number;
  };
  completion_tokens_details?: {
    /** Tokens of `prediction` that appeared in the answer. */
    accepted_prediction_tokens?: number;
    audio_tokens?: number;
    reasoning_tokens?: number;
    /** Tokens of `prediction` that did not appear, and are billed. */
    rejected_prediction_tokens?: number;
    text_tokens?: number;
  };
}

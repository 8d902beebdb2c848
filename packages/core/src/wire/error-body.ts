/** What went wrong, as OpenAI says it. */
export interface ErrorObject {
  message: string;
  /** The kind of error: `invalid_request_error`, `insufficient_quota`, ... */
  type: string;
  /** The request parameter at fault. */
  param: string | null;
  code: string | null;
  /** Why the service stopped an answer that went against its policy. */
  misalignment?: ErrorMisalignment;
}

/** Details of an answer that was stopped for what it was about to do. */
export interface ErrorMisalignment {
  detailed_explanation?: string;
  error_type?:
    | (string & {})
    | 'potentially_unintended_data_transfer'
    | 'potentially_unintended_data_access'
    | 'potentially_unintended_destructive_activity'
    | 'other';
  review_target?: string | null;
  steer?: { message: string };
}

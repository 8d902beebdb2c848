import { readErrorBody } from '../dialect/error-body.ts';
import { toSeconds } from '../dialect/seconds.ts';
import { statusOf } from './finish-reason.ts';
import { isObject, type JsonObject, objectsIn, textOr } from './json-object.ts';
import { OpenOutput } from './open-output.ts';
import { outputText, responseFrame } from './response-frame.ts';
import { annotationToResponses } from './translated-annotation.ts';
import { responseId } from './translated-id.ts';
import { usageToResponses } from './translated-usage.ts';

/** Why a stream ended: with the `[DONE]` marker, or because nothing more came. */
export type StreamEnd = 'done' | 'eof';

/** Error codes a response's `error` may have, besides `server_error`. */
const RESPONSE_ERROR_CODES: ReadonlySet<unknown> = new Set(['rate_limit_exceeded', 'invalid_prompt']);

/**
 * Says a chat stream as Responses events, one chunk at a time and synchronously.
 *
 * `request` is the Responses request, which the response repeats. The final event waits for the usage, `[DONE]` or the
 * end of the stream. A stream that fails, or ends without a finish reason, becomes an `error` event and
 * `response.failed`.
 */
export class ChatToResponsesStream {
  readonly #request: JsonObject;
  #events: JsonObject[] = [];
  #sequence = 0;
  #frame: JsonObject | undefined;
  #output: OpenOutput | undefined;
  #usage: JsonObject | null = null;
  #finishReason: unknown;
  #ended = false;

  constructor(request: object = {}) {
    this.#request = request as JsonObject;
  }

  /** Whether the last event has been said. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The events that one chunk becomes. */
  push(chunk: object): JsonObject[] {
    if (this.#ended) return [];
    const given = chunk as JsonObject;
    this.#usage = usageToResponses(given.usage) ?? this.#usage;
    const [choice] = objectsIn(given.choices);
    if (choice === undefined && given.error !== undefined && given.error !== null) this.#fail(given);
    else if (choice !== undefined || this.#frame !== undefined) this.#take(given, choice);
    return this.#taken();
  }

  /** The events after the last chunk. */
  end(how: StreamEnd = 'eof'): JsonObject[] {
    if (this.#ended) return [];
    if (this.#finishReason !== undefined) this.#complete();
    else if (how === 'done' && this.#frame !== undefined) {
      // Some services end with the marker alone.
      this.#finishReason = this.#output?.hasCalls === true ? 'tool_calls' : 'stop';
      this.#complete();
    } else {
      this.#fail({ error: { message: 'the stream ended before its answer was complete', code: 'truncated_stream' } });
    }
    return this.#taken();
  }

  #take(chunk: JsonObject, choice: JsonObject | undefined): void {
    const output = this.#begin(chunk);
    if (choice !== undefined && (choice.index === undefined || choice.index === 0)) {
      if (isObject(choice.delta)) this.#delta(output, choice.delta, choice);
      if (choice.finish_reason !== undefined && choice.finish_reason !== null)
        this.#finishReason = choice.finish_reason;
    }
    if (this.#finishReason !== undefined && this.#usage !== null) this.#complete();
  }

  #delta(output: OpenOutput, delta: JsonObject, choice: JsonObject): void {
    const reasoning = textOr(delta.reasoning_content, '') || textOr(delta.reasoning, '');
    if (reasoning !== '') output.text('rs').delta('reasoning_text', reasoning);
    if (typeof delta.content === 'string' && delta.content !== '') {
      const logprobs =
        isObject(choice.logprobs) && Array.isArray(choice.logprobs.content) ? choice.logprobs.content : [];
      output.text('msg').delta('output_text', delta.content, logprobs);
    }
    if (typeof delta.refusal === 'string' && delta.refusal !== '') output.text('msg').delta('refusal', delta.refusal);
    for (const annotation of objectsIn(delta.annotations)) {
      const said = annotationToResponses(annotation);
      if (said !== undefined) output.text('msg').annotate(said);
    }
    for (const piece of objectsIn(delta.tool_calls)) output.call(piece);
    if (isObject(delta.function_call)) output.call({ index: 0, function: delta.function_call });
  }

  #begin(chunk: JsonObject): OpenOutput {
    if (this.#output !== undefined) return this.#output;
    const id = responseId(chunk.id);
    this.#frame = responseFrame(id, toSeconds(chunk.created), textOr(chunk.model, ''), this.#request);
    this.#output = new OpenOutput(id, (event) => this.#emit(event));
    this.#emit({ type: 'response.created', response: this.#frame });
    this.#emit({ type: 'response.in_progress', response: this.#frame });
    return this.#output;
  }

  #complete(): void {
    const { status, incomplete_details } = statusOf(this.#finishReason);
    const output = this.#output as OpenOutput;
    output.close(status);
    const completed_at = status === 'completed' ? this.#frame?.created_at : null;
    this.#finish(`response.${status}`, { status, incomplete_details, completed_at, usage: this.#usage });
  }

  #fail(body: JsonObject): void {
    this.#begin(body);
    this.#output?.close('incomplete');
    const words = readErrorBody(body);
    const message = words?.message ?? 'the service could not finish its answer';
    const code = words?.code ?? words?.type ?? 'server_error';
    this.#emit({ type: 'error', code, message, param: words?.param ?? null });
    const error = { code: RESPONSE_ERROR_CODES.has(code) ? code : 'server_error', message };
    this.#finish('response.failed', { status: 'failed', error, completed_at: null, usage: this.#usage });
  }

  #finish(type: string, facts: JsonObject): void {
    const output = [...(this.#output as OpenOutput).items];
    this.#emit({ type, response: { ...this.#frame, ...facts, output, output_text: outputText(output) } });
    this.#ended = true;
  }

  #emit(event: JsonObject): void {
    const { type, ...rest } = event;
    this.#events.push({ type, sequence_number: this.#sequence, ...rest });
    this.#sequence += 1;
  }

  #taken(): JsonObject[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

/** What an error body says, in OpenAI's words; `null` where it says nothing. */
export interface ErrorWords {
  message: string | null;
  type: string | null;
  param: string | null;
  code: string | null;
}

type Fields = Record<string, unknown>;

/**
 * Reads an error from any service's body: `{error: {…}}`, `{error: "…"}`, `{detail: "…"}`, FastAPI's list of
 * `{loc, msg}`, flat `{message}`, or text.
 *
 * Returns `undefined` where a parsed body holds none of them, so that a stream event can be asked whether it is one.
 */
export function readErrorBody(body: unknown): ErrorWords | undefined {
  if (typeof body === 'string') return { ...NOTHING, message: body.trim() === '' ? null : textOf(body) };
  if (!isFields(body)) return undefined;
  if (isFields(body['error'])) return words(body['error'], body);
  const detail = detailMessage(body['detail']);
  if (typeof body['error'] === 'string') {
    // EU GPT says `{"detail": sentence, "error": word}`; Ollama's own API says `{"error": sentence}`.
    return detail === null
      ? { ...NOTHING, message: body['error'] }
      : { ...NOTHING, message: detail, code: body['error'] };
  }
  if (detail !== null) return { ...NOTHING, message: detail };
  if (body['object'] === 'error' || body['type'] === 'error') return words(body, body);
  return undefined;
}

/**
 * Reads an error from a stream event: an event named `error`, OpenAI's flat or nested `type: "error"`, a failed
 * response, or any error body in place of a chunk.
 */
export function readErrorEvent(json: Fields, name?: string): ErrorWords | undefined {
  // Some gateways put the error beside the choices of one last chunk.
  if (json['choices'] !== undefined && !isFields(json['error'])) return undefined;
  if (json['type'] === 'response.failed') {
    const response = json['response'];
    return isFields(response) && isFields(response['error']) ? words(response['error'], json) : { ...NOTHING };
  }
  return readErrorBody(json) ?? (name === 'error' ? words(json, {}) : undefined);
}

const NOTHING: ErrorWords = { message: null, type: null, param: null, code: null };

function words(error: Fields, body: Fields): ErrorWords {
  return {
    message: text(error['message']) ?? detailMessage(body['detail']) ?? text(error['detail']),
    type: error === body ? null : text(error['type']),
    param: text(error['param']),
    code: text(error['code']),
  };
}

function detailMessage(detail: unknown): string | null {
  if (typeof detail === 'string') return detail;
  if (Array.isArray(detail)) {
    const messages = detail.filter(isFields).map((problem) => {
      const place = Array.isArray(problem['loc']) ? problem['loc'].join('.') : '';
      return place === '' ? String(problem['msg']) : `${place}: ${String(problem['msg'])}`;
    });
    return messages.length > 0 ? messages.join('; ') : null;
  }
  return isFields(detail) ? text(detail['message']) : null;
}

/** vLLM sends its code as a number, LiteLLM as the number's text. */
function text(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}

/** The words of an HTML or text page, without its tags and at most 200 characters of them. */
function textOf(page: string): string {
  const words = page
    .slice(0, 4096)
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > 200 ? `${words.slice(0, 200)}…` : words;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

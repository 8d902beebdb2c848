/**
 * One server-sent event whose JSON is parsed when first asked for, and serialised when first asked for.
 *
 * So a relay that only needs the text never parses, and a translator that made the value never re-parses.
 */
export class ServerEvent {
  /** The `event:` field; absent where the service names none. */
  readonly name: string | undefined;
  #data: string | undefined;
  #json: unknown;
  #parsed: boolean;

  private constructor(name: string | undefined, data: string | undefined, json: unknown, parsed: boolean) {
    this.name = name;
    this.#data = data;
    this.#json = json;
    this.#parsed = parsed;
  }

  /** An event as it was read. */
  static read(data: string, name?: string): ServerEvent {
    return new ServerEvent(name, data, undefined, false);
  }

  /** An event made from a JSON value. */
  static of(json: unknown, name?: string): ServerEvent {
    return new ServerEvent(name, undefined, json, true);
  }

  /** The text of the `data:` lines. */
  get data(): string {
    this.#data ??= JSON.stringify(this.#json);
    return this.#data;
  }

  /** The parsed data; throws a `SyntaxError` where it is not JSON. */
  get json(): unknown {
    if (!this.#parsed) {
      this.#json = JSON.parse(this.#data as string);
      this.#parsed = true;
    }
    return this.#json;
  }

  /** Whether this is the `[DONE]` marker that ends a stream. */
  get isDone(): boolean {
    return !this.#parsed && this.#data !== undefined && this.#data.length < 16 && this.#data.trim() === '[DONE]';
  }

  /** The event as it stands on the wire, blank line included. */
  toString(): string {
    const data = this.data.includes('\n') ? this.data.replaceAll('\n', '\ndata: ') : this.data;
    return this.name === undefined ? `data: ${data}\n\n` : `event: ${this.name}\ndata: ${data}\n\n`;
  }
}

import { parseArgs } from 'node:util';

/** The command's flags, read. */
export interface Flags {
  readonly port: number;
  readonly host: string;
  readonly data: string | undefined;
  readonly token: string | undefined;
  readonly tier: string;
  readonly gguf: string | undefined;
  readonly threads: number | undefined;
  readonly log: 'text' | 'json' | 'none';
  readonly help: boolean;
}

/** What `--help` says. */
export const HELP = `colloquy-local: an offline provider that speaks OpenAI, GPT@JRC, EU GPT and AnvilGPT.

Usage: colloquy-local [--port 4010] [--data DIR] [--token TOKEN] [--tier TIER]
                      [--gguf FILE [--threads N]]

  --port PORT    where to listen; 0 takes any free port (default 4010)
  --host HOST    which address to listen on (default 127.0.0.1)
  --data DIR     keep files, jobs and models in DIR; without it nothing is written
  --token TOKEN  accept this token; without it one is made and printed
  --tier TIER    limits per minute: free-trial, payg-48h, payg or none (default none)
  --gguf FILE    answer with your own model, through the package node-llama-cpp
  --threads N    CPU threads of that model (default half of the CPUs)
  --log FORMAT   log lines on stderr: text, json or none (default text)
  --help         show this

Served below the address: /v1 and /openai/v1 (OpenAI), /jrc/v1, /eugpt/v1, /anvilgpt/api.
`;

/** A command line that cannot be understood; the message is one line for the person who typed it. */
export class FlagError extends Error {}

/** Reads the command line; throws `FlagError`. */
export function readFlags(args: readonly string[]): Flags {
  const values = parse(args);
  const log = values.log ?? 'text';
  if (log !== 'text' && log !== 'json' && log !== 'none') {
    throw new FlagError(`--log has to be text, json or none, not '${log}'`);
  }
  const gguf = nonEmpty(values.gguf, '--gguf');
  if (values.threads !== undefined && gguf === undefined) throw new FlagError('--threads needs --gguf');
  return {
    port: portOf(values.port ?? '4010'),
    host: values.host ?? '127.0.0.1',
    data: nonEmpty(values.data, '--data'),
    token: nonEmpty(values.token, '--token'),
    tier: values.tier ?? 'none',
    gguf,
    threads: threadsOf(values.threads),
    log,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        token: { type: 'string' },
        tier: { type: 'string' },
        gguf: { type: 'string' },
        threads: { type: 'string' },
        log: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new FlagError(line);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new FlagError(`--port has to be a number from 0 to 65535, not '${text}'`);
}

function threadsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new FlagError(`--threads has to be a number from 1 to 9999, not '${text}'`);
}

function nonEmpty(value: string | undefined, flag: string): string | undefined {
  if (value === '') throw new FlagError(`${flag} needs a value`);
  return value;
}

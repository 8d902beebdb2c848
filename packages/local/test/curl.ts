import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import type { Json } from './with-server.ts';

/** What curl printed: the status and the JSON body. */
export interface CurlAnswer {
  readonly status: number;
  readonly body: Json;
}

/** Runs curl with the given arguments; where no curl is installed, sends what it would have sent. */
export async function curl(...args: string[]): Promise<CurlAnswer> {
  try {
    const { stdout } = await promisify(execFile)('curl', ['-sS', '-w', '\n%{http_code}', ...args]);
    const cut = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(cut + 1)), body: JSON.parse(stdout.slice(0, cut)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return withoutCurl(args);
  }
}

async function withoutCurl(args: readonly string[]): Promise<CurlAnswer> {
  const headers: Record<string, string> = {};
  const form = new FormData();
  let url = '';
  let method: string | undefined;
  let body: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const flag = args[at] as string;
    const value = args[at + 1] as string;
    if (!flag.startsWith('-')) {
      url = flag;
      continue;
    }
    at += 1;
    if (flag === '-H') headers[value.slice(0, value.indexOf(':'))] = value.slice(value.indexOf(':') + 1).trim();
    else if (flag === '-X') method = value;
    else if (flag === '-d') body = value;
    else if (flag === '-F') await addField(form, value);
  }
  const sent = body ?? ([...form].length > 0 ? form : undefined);
  const response = await fetch(url, {
    method: method ?? (sent ? 'POST' : 'GET'),
    headers,
    ...(sent ? { body: sent } : {}),
  });
  return { status: response.status, body: await response.json() };
}

async function addField(form: FormData, field: string): Promise<void> {
  const name = field.slice(0, field.indexOf('='));
  const value = field.slice(field.indexOf('=') + 1).replace(/^"(.*)"$/, '$1');
  if (!value.startsWith('@')) form.append(name, value);
  else form.append(name, new Blob([await readFile(value.slice(1))]), basename(value));
}

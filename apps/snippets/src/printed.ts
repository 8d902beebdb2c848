import { format } from 'node:util';

/** Keeps what is printed from here on; calling the result gives it, and lets later prints through again. */
export function printed(): () => string {
  const { stdout } = process;
  const { write } = stdout;
  const { log } = console;
  let text = '';
  stdout.write = ((piece: string | Uint8Array) => {
    text += typeof piece === 'string' ? piece : new TextDecoder().decode(piece);
    return true;
  }) as typeof write;
  console.log = (...values) => {
    text += `${format(...values)}\n`;
  };
  return () => {
    stdout.write = write;
    console.log = log;
    return text;
  };
}

import type { JobEvent } from './job-book.ts';

const HEADER = 'step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy';

/** A job's metrics as CSV; cells without a value are empty. The file holds it as base64, as OpenAI's does. */
export function resultFile(events: readonly JobEvent[], encoding: 'base64' | 'plain'): Uint8Array {
  const rows = events
    .filter(({ type }) => type === 'metrics')
    .map(({ data }) =>
      [
        data['step'],
        data['train_loss'],
        data['train_mean_token_accuracy'],
        data['valid_loss'],
        data['valid_mean_token_accuracy'],
      ]
        .map((cell) => (cell === undefined || cell === null ? '' : String(cell)))
        .join(','),
    );
  const csv = `${[HEADER, ...rows].join('\n')}\n`;
  return Buffer.from(encoding === 'plain' ? csv : Buffer.from(csv).toString('base64'));
}

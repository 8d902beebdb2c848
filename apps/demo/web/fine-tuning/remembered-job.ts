import { STACKS, type Stack } from '../service/stacks.ts';

/** A job the page was following, wherever it was started. */
export interface RememberedJob {
  readonly id: string;
  readonly provider: string;
  readonly stack: Stack;
}

const KEY = 'colloquy.job';

/** Keeps a job in mind across reloads of the page. */
export function rememberJob(job: RememberedJob): void {
  localStorage.setItem(KEY, JSON.stringify(job));
}

/** Forgets it, because the server does not know it any more. */
export function forgetJob(): void {
  localStorage.removeItem(KEY);
}

/** The job last followed in this browser. */
export function rememberedJob(): RememberedJob | undefined {
  try {
    const { id, provider, stack } = JSON.parse(localStorage.getItem(KEY) ?? '') as RememberedJob;
    const known = STACKS.find((one) => one.id === stack);
    return typeof id === 'string' && typeof provider === 'string' && known ? { id, provider, stack } : undefined;
  } catch {
    return undefined;
  }
}

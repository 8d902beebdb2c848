/** How long to wait for the end of the connection after the end of the answer, in milliseconds. */
const LINGER_MS = 250;

/** Waits a moment for the end of the connection, so that it can serve the next call, and closes it otherwise. */
export async function linger(batches: AsyncIterator<unknown>): Promise<void> {
  const timer = setTimeout(() => void batches.return?.(), LINGER_MS);
  try {
    for (let reads = 0; reads < 4 && !(await batches.next()).done; reads += 1);
  } catch {
    // The answer is whole; how its connection ends is of no interest.
  } finally {
    clearTimeout(timer);
    await batches.return?.();
  }
}

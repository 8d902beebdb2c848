/** The milliseconds of this thread's own work in each turn of the event loop, longest last; other processes do not count. */
export async function turnTimes(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let running = true;
  let last = process.threadCpuUsage();
  const sample = () => {
    const { user, system } = process.threadCpuUsage(last);
    last = process.threadCpuUsage();
    times.push((user + system) / 1_000);
    if (running) setImmediate(sample);
  };
  setImmediate(sample);
  await work();
  running = false;
  return times.sort((a, b) => a - b);
}

// An upstream in a thread of its own: it begins every answer, then waits, and notes when each one is cut.
import { parentPort } from 'node:worker_threads';
import { piecesThenSilence, startUpstream } from './upstream-server.ts';

const upstream = await startUpstream(piecesThenSilence(3));
const timer = setInterval(() => {
  if (upstream.aborts.length === 0) return;
  const at = upstream.aborts.splice(0).map((abort) => performance.timeOrigin + abort);
  parentPort?.postMessage({ aborts: at });
}, 5);
parentPort?.postMessage({ baseURL: upstream.baseURL });
parentPort?.once('message', async () => {
  clearInterval(timer);
  await upstream.close();
});

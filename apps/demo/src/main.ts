import { startDemo } from './start-demo.ts';

const PORT = Number(process.env['PORT'] || 3000);

if (!Number.isInteger(PORT) || PORT < 0 || PORT > 65_535) {
  fail(`PORT is "${process.env['PORT']}"; set it to a number from 1 to 65535.`);
}

try {
  const demo = await startDemo({ port: PORT });
  console.log(`Colloquy's demo is ready: ${demo.url}`);
  const stop = () => void demo.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    fail(`Port ${PORT} is taken; stop what uses it, or choose another: PORT=${PORT + 1} npm run demo`);
  fail(code === 'EACCES' ? `Port ${PORT} may not be used by you; choose one above 1023 with PORT.` : message);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

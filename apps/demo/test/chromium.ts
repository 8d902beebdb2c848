import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** Nothing of the browser's own goes to the network. */
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-sandbox'];

/** In a single process, closing one page would end the browser. */
const ARGS = chromium.args.filter((argument) => argument !== '--single-process');

/** A real Chromium, or the reason why there is none on this machine. */
export async function launchChromium(): Promise<Browser | string> {
  try {
    const executablePath = await chromium.executablePath();
    return await playwright.launch({ executablePath, args: [...ARGS, ...QUIET], headless: true });
  } catch (error) {
    return `Chromium cannot start here: ${String((error as Error).message).split('\n')[0]}`;
  }
}

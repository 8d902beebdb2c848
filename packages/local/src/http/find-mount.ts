import { DIALECTS, type Speech } from '../dialects/dialects.ts';
import { Router } from '../exchange/router.ts';

/** The longest mounts first, so that `/openai/v1` is not taken for something under `/`. */
const MOUNTS: readonly { mount: string; speech: Speech }[] = Object.values(DIALECTS)
  .flatMap((speech) => speech.dialect.mounts.map((mount) => ({ mount, speech })))
  .sort((a, b) => b.mount.length - a.mount.length);

/** What answers outside every base: nothing is there, in OpenAI's words. */
const NOWHERE: Speech = { dialect: { ...DIALECTS.openai.dialect, mounts: [''] }, router: new Router([]) };

/** The dialect a path belongs to, and the path below its base; paths outside every base are OpenAI's to refuse. */
export function findMount(pathname: string): { speech: Speech; path: string } {
  for (const { mount, speech } of MOUNTS) {
    if (pathname.startsWith(mount) && (pathname.length === mount.length || pathname[mount.length] === '/')) {
      return { speech, path: pathname.slice(mount.length) || '/' };
    }
  }
  // Open WebUI shows its page on every path, not only below its API.
  if (pathname === '/anvilgpt' || pathname.startsWith('/anvilgpt/')) {
    return { speech: DIALECTS.anvilgpt, path: pathname.slice('/anvilgpt'.length) || '/' };
  }
  return { speech: NOWHERE, path: pathname };
}

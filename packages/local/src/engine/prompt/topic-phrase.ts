import { isStopWord, words } from '../text/words.ts';

const AFTER =
  /\b(?:search(?:\s+the\s+\w+)?\s+for|look\s+up|looking\s+for|information\s+(?:on|about)|find|about|for|regarding|on)\s+([^.?!\n"]{2,120})/i;
const TRAILING = /\s+(?:using|with|via|use|and then|please|by calling|by using)\b.*$/i;
const MAX_WORDS = 12;

/** What a prompt is about, as a phrase to search for. */
export function topicPhrase(text: string): string {
  const after = AFTER.exec(text)?.[1]?.replace(TRAILING, '').trim();
  if (after && words(after).some((word) => !isStopWord(word))) return after;
  const spoken = text.match(/[\p{L}\p{N}][\p{L}\p{N}'\u2019-]*/gu) ?? [];
  const telling = spoken.filter((word) => !isStopWord(words(word).join('')));
  return telling.slice(0, MAX_WORDS).join(' ') || text.trim();
}

/** Words too common to tell one subject from another. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again all also am an and any are as at be because been before being but by can could did do does
  doing done down during each explain few for from give get go had has have having he help her here hers him his how i
  if in into is it its just know let like make many may me might more most much must my need no nor not now of off on
  once one only or other our out over own please really same say shall she should so some something such tell than
  thank thanks that the their them then there these they thing things this those through to too under until up us use
  used using very want was we were what whats when where which while who whom whose why will with word words would write
  yes you your yours answer question short briefly describe sentence sentences`.split(/\s+/),
);

const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/(?<=[a-z]{3})ies$/, 'y'],
  [/(?<=[a-z]{2}(?:s|x|z|ch|sh))es$/, ''],
  [/(?<=[a-z]{2}[^s'iu])s$/, ''],
  [/(?<=[a-z]{4})ing$/, ''],
  [/(?<=[a-z]{4})ed$/, ''],
];

/** The words of a text, lower-case and without accents, apostrophes or punctuation, in order. */
export function words(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/['\u2019]|\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** A word without its commonest English endings, so that `trains` and `training` meet. */
export function stem(word: string): string {
  for (const [suffix, replacement] of SUFFIXES) {
    if (suffix.test(word)) return word.replace(suffix, replacement);
  }
  return word;
}

/** The stems that say what a text is about: its words without the common ones. */
export function topicStems(text: string): string[] {
  return words(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stem);
}

/** Whether a word is too common to carry a subject. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

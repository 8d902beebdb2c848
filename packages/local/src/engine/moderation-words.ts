/** The categories that OpenAI's moderation answers have. Source: its API reference. */
export type ModerationCategory =
  | 'harassment'
  | 'harassment/threatening'
  | 'hate'
  | 'hate/threatening'
  | 'illicit'
  | 'illicit/violent'
  | 'self-harm'
  | 'self-harm/intent'
  | 'self-harm/instructions'
  | 'sexual'
  | 'sexual/minors'
  | 'violence'
  | 'violence/graphic';

/** Phrases that speak for a category, and how strongly, from 0 to 1. Each matches at the beginning of a word. */
export const MODERATION_WORDS: Readonly<Record<ModerationCategory, readonly (readonly [RegExp, number])[]>> = {
  harassment: [
    [/\b(?:you are|you're|youre) (?:an? )?(?:\w+ )?(?:idiot|moron|loser|pathetic|worthless|stupid|disgusting)/i, 0.9],
    [/\b(?:shut up|nobody likes you|i hate you|go to hell)\b/i, 0.6],
  ],
  'harassment/threatening': [
    [
      /\b(?:i will|i'll|i am going to|i'm going to|gonna) (?:\w+ )?(?:kill|hurt|beat|find|destroy|stab|shoot) (?:you|him|her|them)\b/i,
      0.95,
    ],
  ],
  hate: [
    [
      /\b(?:i hate|despise|get rid of|ban) all (?:the )?(?:\w+ )?(?:immigrants|foreigners|women|men|gays|jews|muslims|christians|blacks|whites)\b/i,
      0.95,
    ],
  ],
  'hate/threatening': [
    [
      /\b(?:kill|exterminate|shoot|gas|burn) all (?:the )?(?:\w+ )?(?:immigrants|foreigners|women|men|gays|jews|muslims|christians|blacks|whites)\b/i,
      0.97,
    ],
  ],
  illicit: [
    [
      /\bhow (?:to|do i|can i) (?:\w+ )?(?:steal|shoplift|launder money|forge|counterfeit|pick a lock|hack into|cook meth|make meth)\b/i,
      0.85,
    ],
    [/\b(?:buy|sell|make) (?:\w+ )?(?:cocaine|heroin|meth|stolen credit cards)\b/i, 0.8],
  ],
  'illicit/violent': [
    [
      /\b(?:how (?:to|do i|can i)|instructions to) (?:\w+ )?(?:build|make|buy)(?: an?)? (?:\w+ )?(?:bomb|explosives?|grenade|molotov|nerve gas)\b/i,
      0.95,
    ],
  ],
  'self-harm': [[/\b(?:suicide|kill myself|hurt myself|cut myself|cutting myself|end my life|self-harm)\b/i, 0.9]],
  'self-harm/intent': [
    [
      /\b(?:i want to|i will|i'm going to|i am going to|i plan to) (?:kill myself|end my life|hurt myself|cut myself|die)\b/i,
      0.95,
    ],
  ],
  'self-harm/instructions': [
    [
      /\b(?:how (?:to|do i|can i)|best way to|ways to) (?:kill myself|commit suicide|end my life|hurt myself|cut myself)\b/i,
      0.95,
    ],
  ],
  sexual: [[/\b(?:porn|pornography|erotic|explicit sex|sex scene|have sex|naked pictures)\b/i, 0.85]],
  'sexual/minors': [
    [
      /\b(?:sexual|sex|naked|nude|erotic)\b.{0,60}\b(?:child|children|minor|minors|underage)\b|\b(?:child|children|minor|minors|underage)\b.{0,60}\b(?:sexual|sex|naked|nude|erotic|porn)\b/i,
      0.98,
    ],
  ],
  violence: [
    [
      /\b(?:kill|murder|stab|shoot|strangle|behead|massacre) (?:him|her|them|you|people|everyone|somebody|someone|all|the)\b/i,
      0.9,
    ],
    [/\b(?:bomb|massacre|slaughter)\b/i, 0.55],
  ],
  'violence/graphic': [
    [
      /\b(?:blood (?:was )?(?:everywhere|pouring|gushing)|severed (?:head|limb|hand|arm|leg)|guts spill|dismember|mutilat)/i,
      0.9,
    ],
  ],
};

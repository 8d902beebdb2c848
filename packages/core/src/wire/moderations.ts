/** What is moderated for. */
export type ModerationCategory =
  | 'harassment'
  | 'harassment/threatening'
  | 'hate'
  | 'hate/threatening'
  | 'illicit'
  | 'illicit/violent'
  | 'self-harm'
  | 'self-harm/instructions'
  | 'self-harm/intent'
  | 'sexual'
  | 'sexual/minors'
  | 'violence'
  | 'violence/graphic';

/** The categories that only the newer models know: the older answer with null. */
type NewCategory = 'illicit' | 'illicit/violent';

/** The categories that are looked for in images too. */
type ImageCategory =
  | 'self-harm'
  | 'self-harm/instructions'
  | 'self-harm/intent'
  | 'sexual'
  | 'violence'
  | 'violence/graphic';

/** What was found in one input. */
export interface Moderation {
  categories: { [C in ModerationCategory]: C extends NewCategory ? boolean | null : boolean };
  /** In which kinds of input each was looked for. */
  category_applied_input_types: {
    [C in ModerationCategory]: C extends ImageCategory ? Array<'text' | 'image'> : Array<'text'>;
  };
  /** 0 to 1. */
  category_scores: { [C in ModerationCategory]: number };
  flagged: boolean;
}

/** A text to moderate. */
export interface ModerationTextInput {
  type: 'text';
  text: string;
}

/** An image to moderate. */
export interface ModerationImageURLInput {
  type: 'image_url';
  /** `https:` or `data:` with base64. */
  image_url: { url: string };
}

/** A text or an image to moderate. */
export type ModerationMultiModalInput = ModerationImageURLInput | ModerationTextInput;

/** A request to moderate; a list of texts is moderated one by one, a list of parts as a whole. */
export interface ModerationCreateParams {
  input: string | string[] | ModerationMultiModalInput[];
  /** @default 'omni-moderation-latest' */
  model?: string;
}

/** What was found. */
export interface ModerationCreateResponse {
  /** `modr-...` */
  id: string;
  model: string;
  results: Moderation[];
}

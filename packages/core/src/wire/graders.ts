import type { ResponseInputAudio, ResponseInputText } from './response-content.ts';
import type { ReasoningEffort } from './shared.ts';

/** A piece of a grader's prompt; texts may hold `{{item.field}}` and `{{sample.output_text}}`. */
export type GraderInput =
  | string
  | ResponseInputText
  | { type: 'output_text'; text: string }
  | { type: 'input_image'; image_url: string; detail?: string }
  | ResponseInputAudio;

/** A message of a grader's prompt. */
export interface GraderMessage {
  type?: 'message';
  role: 'user' | 'assistant' | 'system' | 'developer';
  content: GraderInput | GraderInput[];
}

/** Compares two texts. */
export interface StringCheckGrader {
  type: 'string_check';
  input: string;
  name: string;
  /** `ilike` ignores case. */
  operation: 'eq' | 'ne' | 'like' | 'ilike';
  reference: string;
}

/** Measures how alike two texts are. */
export interface TextSimilarityGrader {
  type: 'text_similarity';
  evaluation_metric:
    | 'cosine'
    | 'fuzzy_match'
    | 'bleu'
    | 'gleu'
    | 'meteor'
    | 'rouge_1'
    | 'rouge_2'
    | 'rouge_3'
    | 'rouge_4'
    | 'rouge_5'
    | 'rouge_l';
  input: string;
  name: string;
  reference: string;
}

/** Grades with a Python function. */
export interface PythonGrader {
  type: 'python';
  name: string;
  source: string;
  image_tag?: string;
}

/** Has a model give a number. */
export interface ScoreModelGrader {
  type: 'score_model';
  input: GraderMessage[];
  model: string;
  name: string;
  /** The least and the greatest number. @default [0, 1] */
  range?: number[];
  sampling_params?: {
    max_completions_tokens?: number | null;
    reasoning_effort?: ReasoningEffort;
    seed?: number | null;
    temperature?: number | null;
    top_p?: number | null;
  };
}

/** Has a model give a label. */
export interface LabelModelGrader {
  type: 'label_model';
  input: GraderMessage[];
  labels: string[];
  model: string;
  name: string;
  passing_labels: string[];
}

/** Reckons one grade from others. */
export interface MultiGrader {
  type: 'multi';
  /** A formula over the graders' names. */
  calculate_output: string;
  graders: StringCheckGrader | TextSimilarityGrader | PythonGrader | ScoreModelGrader | LabelModelGrader;
  name: string;
}

/** What a reinforcement job may be graded by. */
export type Grader = StringCheckGrader | TextSimilarityGrader | PythonGrader | ScoreModelGrader | MultiGrader;

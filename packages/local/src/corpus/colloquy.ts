import type { Passage } from './passage.ts';

/** What Colloquy is, and what its offline engine is and is not. */
export const colloquy: readonly Passage[] = [
  {
    topic: 'Colloquy client library',
    sentences: [
      'Colloquy is a TypeScript client for services that speak the API of OpenAI.',
      'You name the provider once, and the same call works on every one of them, streaming included.',
      'Where a service cannot do what you ask, Colloquy says so with a typed error before anything is sent.',
    ],
  },
  {
    topic: 'offline provider colloquy-local local server',
    sentences: [
      'The offline provider answers chat requests, keeps files and trains small models without a key or a network.',
      'It is meant for developing and testing, not for advice.',
      'Its answers come from a small text model and from whatever you taught it.',
    ],
  },
  {
    topic: 'fine-tuning training tuned model dataset',
    sentences: [
      'Fine-tuning shows a model examples of questions and good answers until it gives such answers itself.',
      'Here a small network is trained by gradient descent, so the loss curve you see is a real one.',
      'A tuned model repeats what it was taught and otherwise answers as the base model does.',
      'Fourteen good examples teach more than a hundred careless ones.',
    ],
  },
  {
    topic: 'loss curve validation overfitting',
    sentences: [
      'The loss measures how surprised a model is by the right answer; lower is better.',
      'When the training loss falls while the validation loss rises, the model is learning its examples by heart.',
      'That is called overfitting, and fewer epochs or more varied examples help against it.',
    ],
  },
  {
    topic: 'token tokens tokenizer',
    sentences: [
      'A token is a piece of text, often a short word or part of a longer one.',
      'Services count tokens to set limits and prices, both for what you send and for what comes back.',
      'In English prose a token is about four characters long.',
    ],
  },
  {
    topic: 'streaming server-sent events stream',
    sentences: [
      'Streaming sends an answer piece by piece while it is still being made.',
      'The pieces travel as server-sent events over one ordinary HTTP response.',
      'The reader sees the first words early and can stop whenever the rest is not needed.',
    ],
  },
  {
    topic: 'rate limit quota retry limits',
    sentences: [
      'A rate limit says how many requests or tokens a caller may use in a minute.',
      'When it is reached, the service answers with status 429 and tells how long to wait.',
      'A quota is the same idea over a day or a month, and waiting a few seconds does not help there.',
    ],
  },
  {
    topic: 'embedding embeddings vector similarity search',
    sentences: [
      'An embedding is a list of numbers that stands for the meaning of a text.',
      'Texts about the same thing have vectors that point the same way, so a search can find them.',
      'The offline engine makes its vectors from letters and words only, so it finds likeness of wording rather than of meaning.',
    ],
  },
  {
    topic: 'NestJS Express LangChain framework integration plugin',
    sentences: [
      'Colloquy comes with integrations for NestJS, Express and LangChain.',
      'Each one adds only the manners of its framework and hands everything else to the same client.',
    ],
  },
];

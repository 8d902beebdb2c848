import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EnginePiece, GenerateRequest } from '../engine/generate-request.ts';
import type { Call } from '../exchange/call.ts';
import { takeTurn } from '../take-turn.ts';

/** Characters of a message from which on even reading it takes milliseconds. */
const LARGE_PROMPT = 64 * 1024;
/** How many pieces are made before other requests get their turn. */
const PIECES_PER_TURN = 16;

/**
 * An answer's pieces: a scripted reply where one matches the last message, the engine's words otherwise.
 *
 * Generation shares the thread with everybody, so it steps aside every few tokens; leaving the loop ends it.
 */
export async function* runGeneration(call: Call, request: GenerateRequest): AsyncGenerator<EnginePiece> {
  const { replies, engine } = call.services;
  if (request.messages.some(({ content }) => content.length > LARGE_PROMPT)) await takeTurn();
  const scripted = await replies.answer(request, engine);
  let made = 0;
  for await (const piece of scripted ?? engine.generate(request)) {
    yield piece;
    made += 1;
    if (made % PIECES_PER_TURN === 0) await nextTurn();
    if (call.signal?.aborted) return;
  }
}

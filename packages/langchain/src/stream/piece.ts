import { type AnswerReader, type Delta, type Ending, isEmpty } from '../reply/answer.ts';
import { StopCut } from '../reply/stop-cut.ts';
import { ArgumentHold } from './argument-hold.ts';

/** A piece of a streamed answer; the last one has the ending. */
export interface Piece {
  readonly id: string | undefined;
  readonly delta: Delta;
  readonly ending?: Ending;
}

/** A stream of items, a network read at a time. */
export interface ItemStream {
  batches(): AsyncIterable<readonly object[]>;
  /** Whether everything has arrived. */
  readonly isOver: boolean;
}

/** How items become pieces. */
export interface PieceOptions {
  /** Whether the deltas of one read are one piece. */
  readonly perRead: boolean;
  /** Characters of a tool call's arguments to gather before they are handed on; 0 gathers none. */
  readonly holdArgs: number;
  /** Texts before which the answer is cut. */
  readonly stops: readonly string[];
}

/** The pieces of a streamed answer; the ending comes with the last of them. */
export async function* pieces(
  stream: ItemStream,
  reader: AnswerReader<object>,
  options: PieceOptions,
): AsyncGenerator<Piece> {
  const cut = new StopCut(options.stops);
  const hold = new ArgumentHold(options.holdArgs);
  let thought = false;
  const shape = (items: readonly object[]): Delta => {
    const { text, reasoning, calls } = reader.read(items);
    thought ||= reasoning !== '';
    return { text: cut.push(text), reasoning, calls: hold.push(calls) };
  };

  for await (const items of stream.batches()) {
    const groups = options.perRead ? [items] : items.map((item) => [item]);
    for (const [index, group] of groups.entries()) {
      const delta = shape(group);
      if (stream.isOver && index === groups.length - 1) {
        yield last(reader, delta, cut, hold, thought);
        return;
      }
      if (!isEmpty(delta)) yield { id: reader.id, delta };
    }
  }
  yield last(reader, { text: '', reasoning: '', calls: [] }, cut, hold, thought);
}

function last(reader: AnswerReader<object>, delta: Delta, cut: StopCut, hold: ArgumentHold, thought: boolean): Piece {
  const end = reader.end();
  // The reasoning has been handed on as it came; some services give it only at the end.
  const { reasoning_content: all, ...kwargs } = end.kwargs;
  const reasoning = thought || typeof all !== 'string' ? delta.reasoning : all;
  return {
    id: reader.id ?? end.id,
    delta: { text: delta.text + cut.end(), reasoning, calls: hold.end(delta.calls) },
    ending: { ...end, kwargs, ...(cut.stopped ? { finishReason: 'stop' } : {}) },
  };
}

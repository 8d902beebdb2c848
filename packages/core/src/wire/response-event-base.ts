/** What all events have: their place in the stream, from 0 on and without gaps. */
export interface ResponseEventBase {
  sequence_number: number;
}

/** What the events of one item have: the item's id, and its index in the output. */
export interface ResponseItemEventBase extends ResponseEventBase {
  item_id: string;
  output_index: number;
}

/** What the events of one part have: the part's index in the item's content. */
export interface ResponsePartEventBase extends ResponseItemEventBase {
  content_index: number;
}

/** What the events of one summary have: its index in the reasoning. */
export interface ResponseSummaryEventBase extends ResponseItemEventBase {
  summary_index: number;
}

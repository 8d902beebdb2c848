/** A cursor and a page size, as query parameters. */
export interface CursorPageParams {
  /** The id after which the page begins. */
  after?: string;
  /** Items on the page; the endpoint has the default and the bound. */
  limit?: number;
}

/** A whole list in one answer, as the models list and embeddings are. */
export interface ListPage<Item> {
  object: 'list';
  data: Item[];
}

/** One page of a longer list; fine-tuning jobs and their events come without `first_id` and `last_id`. */
export interface CursorListPage<Item> extends ListPage<Item> {
  has_more: boolean;
  first_id?: string | null;
  last_id?: string | null;
}

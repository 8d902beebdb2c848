/** A cursor and a page size, as query parameters. */
export interface CursorPageParams {
  /** The id after which the page begins. */
  after?: string;
  /** Items on the page; the endpoint has the default and the bound. */
  limit?: number;
}

/** On whose behalf a request is made, as far as it is known; what `authenticate` returns may hold more. */
export interface Caller {
  /** To whom files, jobs and the day's quota belong. */
  readonly project?: string;
  /** The id of the token it came with, never the token itself. */
  readonly token?: string;
}

/** On whose behalf a request is made, by ids. */
export interface Principal {
  /** The project, to which quota, files, jobs and models belong. */
  readonly project: string;
  /** The token's id; never the token. */
  readonly token: string;
  /** The models it may use, as globs; absent for all. */
  readonly models?: readonly string[];
}

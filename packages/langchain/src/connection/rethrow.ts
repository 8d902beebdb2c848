/** Keeps LangChain's queue from renaming an error: the client has retried already, and its error says everything. */
export function rethrow(error: unknown): never {
  throw error;
}

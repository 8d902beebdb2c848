/** Tools that OpenAI runs itself, by the beginning of their type; a Chat Completions service has none of them. */
const HOSTED_TOOLS = [
  'web_search',
  'file_search',
  'code_interpreter',
  'computer',
  'image_generation',
  'mcp',
  'shell',
  'local_shell',
  'apply_patch',
  'namespace',
  'tool_search',
  'programmatic',
] as const;

/** Items of such tools, and of a service's own housekeeping, besides those named like a tool. */
const HOSTED_ITEMS = [...HOSTED_TOOLS, 'program', 'compaction'] as const;

/** Whether a tool, or a choice of one, is run by the service. */
export function isHostedTool(type: unknown): boolean {
  return typeof type === 'string' && HOSTED_TOOLS.some((hosted) => type.startsWith(hosted));
}

/** Whether an item records what the service did itself: it is no call for the caller to run. */
export function isHostedItem(type: unknown): boolean {
  return typeof type === 'string' && HOSTED_ITEMS.some((hosted) => type.startsWith(hosted));
}

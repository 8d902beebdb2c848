import { isHostedItem } from './hosted-types.ts';
import { isGiven, type JsonObject } from './json-object.ts';

/** Which calls are the caller's to run. */
export interface CallOwnership {
  /** Names of tools the service runs itself. @default none */
  serverTools?: readonly string[];
  /** Whether the caller offered any tools; where none were, every call is the service's own. @default true */
  offersTools?: boolean;
}

/** Whether an output item records something the service ran itself, which nobody must run again. */
export function isServerRun(item: JsonObject, { serverTools = [], offersTools = true }: CallOwnership): boolean {
  if (item.type !== 'function_call' && item.type !== 'custom_tool_call') return isHostedItem(item.type);
  return !offersTools || isGiven(item.output) || serverTools.includes(String(item.name));
}

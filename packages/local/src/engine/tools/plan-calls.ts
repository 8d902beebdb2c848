import type { EngineMessage } from '../engine-message.ts';
import type { EngineTool, EngineToolChoice, GenerateRequest } from '../generate-request.ts';
import { lastPrompt } from '../prompt/last-prompt.ts';
import { readFacts } from '../prompt/prompt-facts.ts';
import { isJsonObject } from '../schema/json-schema.ts';
import { clausesFor } from './prompt-clauses.ts';
import { toolArguments } from './tool-arguments.ts';
import { asksForATool, asksForVerb, NAMED, RELEVANT, toolObject, toolRelevance } from './tool-relevance.ts';

/** A tool call that was decided on. */
export interface PlannedCall {
  readonly name: string;
  readonly argumentsJson: string;
}

/** A tool less relevant than this share of the best one is not called beside it. */
const BESIDE = 0.6;
/** Calls in one turn. */
const MAX_CALLS = 16;
const ONE_PLACE = /^(?:location|city|place|town|country)$/;

interface Allowed {
  readonly tools: readonly EngineTool[];
  readonly must: boolean;
}

/** The tool calls that a request asks for; none means the answer is text. */
export function planCalls(request: GenerateRequest): readonly PlannedCall[] {
  const { tools, must } = allowed(request.tools ?? [], request.toolChoice ?? 'auto');
  const afterTools = request.messages.at(-1)?.role === 'tool';
  if (tools.length === 0 || (afterTools && !must)) return [];
  const prompt = lastPrompt(request.messages);
  const chosen = choose(tools, prompt, must, afterTools ? calledNow(request.messages) : new Set());
  const calls = chosen.flatMap((tool) => callsOf(tool, chosen, prompt, request));
  return request.parallelToolCalls === false ? calls.slice(0, 1) : calls.slice(0, MAX_CALLS);
}

function allowed(tools: readonly EngineTool[], choice: EngineToolChoice): Allowed {
  if (choice === 'none') return { tools: [], must: false };
  if (choice === 'auto' || choice === 'required') return { tools, must: choice === 'required' };
  if ('name' in choice) return { tools: tools.filter((tool) => tool.name === choice.name), must: true };
  return { tools: tools.filter((tool) => choice.allowed.includes(tool.name)), must: choice.mode === 'required' };
}

function choose(
  tools: readonly EngineTool[],
  prompt: string,
  must: boolean,
  called: ReadonlySet<string>,
): readonly EngineTool[] {
  const ranked = tools
    .map((tool) => ({ tool, score: toolRelevance(tool, prompt) - (called.has(tool.name) ? NAMED * 2 : 0) }))
    .sort((a, b) => b.score - a.score);
  const best = ranked[0];
  if (!best) return [];
  const relevant = ranked.filter(({ score }) => score >= RELEVANT && score >= Math.min(best.score, NAMED / 2) * BESIDE);
  if (relevant.length > 0)
    return inOrderOfPrompt(
      withoutSiblings(
        relevant.map(({ tool }) => tool),
        prompt,
      ),
      prompt,
    );
  if (must || (tools.length === 1 && asksForATool(prompt))) return [best.tool];
  return /\b(?:all|every|each|both)\b[^.!?]{0,30}\b(?:tools|functions)\b/i.test(prompt) ? tools : [];
}

/** Of tools that do different things to the same object only those stay whose doing is asked for, or else the best. */
function withoutSiblings(tools: readonly EngineTool[], prompt: string): readonly EngineTool[] {
  return tools.filter((tool) => {
    const siblings = tools.filter((other) => toolObject(other) !== '' && toolObject(other) === toolObject(tool));
    if (siblings.length < 2) return true;
    return siblings.some((other) => asksForVerb(other, prompt)) ? asksForVerb(tool, prompt) : tool === siblings[0];
  });
}

/** Tools named in the prompt come in its order, the others after them. */
function inOrderOfPrompt(tools: readonly EngineTool[], prompt: string): readonly EngineTool[] {
  const place = ({ name }: EngineTool): number => {
    const at = prompt.toLowerCase().indexOf(name.toLowerCase());
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  return tools.toSorted((a, b) => place(a) - place(b));
}

/** One call, or one per clause about the tool, or per place where a tool takes one and the prompt names several. */
function callsOf(
  tool: EngineTool,
  beside: readonly EngineTool[],
  prompt: string,
  request: GenerateRequest,
): PlannedCall[] {
  const properties =
    isJsonObject(tool.parameters) && isJsonObject(tool.parameters.properties) ? tool.parameters.properties : {};
  const takesPlace = Object.keys(properties).some((key) => ONE_PLACE.test(key.toLowerCase()));
  const several = request.parallelToolCalls !== false;
  const calls = clausesFor(tool, beside, prompt).flatMap((clause) => {
    const places = takesPlace && several ? Math.max(1, readFacts(clause).places.length) : 1;
    return Array.from({ length: Math.min(places, MAX_CALLS) }, (_, skip) => ({
      name: tool.name,
      argumentsJson: toolArguments(tool, { clause, prompt, seed: request.seed ?? 0, skip }),
    }));
  });
  return calls.filter((call, at) => calls.findIndex((other) => other.argumentsJson === call.argumentsJson) === at);
}

function calledNow(messages: readonly EngineMessage[]): ReadonlySet<string> {
  const start = messages.findLastIndex((message) => message.role === 'user');
  return new Set(messages.slice(start + 1).flatMap((message) => (message.toolCalls ?? []).map((call) => call.name)));
}

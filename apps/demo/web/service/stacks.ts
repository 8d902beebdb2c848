/** The three integrations, as paths and as people call them. */
export const STACKS = [
  { id: 'express', label: 'Express' },
  { id: 'nest', label: 'NestJS' },
  { id: 'langchain', label: 'LangChain' },
] as const;

/** The path of one integration. */
export type Stack = (typeof STACKS)[number]['id'];

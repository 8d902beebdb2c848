/** Lines to paste that use a token against this server. */
export function snippets(origin: string, token: string): { readonly name: string; readonly code: string }[] {
  return [
    {
      name: 'curl',
      code: `curl -N ${origin}/v1/chat/completions \\
  -H 'Authorization: Bearer ${token}' \\
  -H 'Content-Type: application/json' \\
  -d '{
    "model": "colloquy-parrot",
    "stream": true,
    "messages": [{ "role": "user", "content": "Hello!" }]
  }'`,
    },
    {
      name: 'openai',
      code: `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${origin}/v1',
  apiKey: '${token}',
});
const answer = await client.chat.completions.create({
  model: 'colloquy-parrot',
  messages: [{ role: 'user', content: 'Hello!' }],
});
console.log(answer.choices[0].message.content);`,
    },
  ];
}

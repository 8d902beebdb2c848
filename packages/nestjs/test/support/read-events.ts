/** The `data:` of every event of an answer, as it stood there. */
export async function readEvents(response: Response): Promise<string[]> {
  const text = await response.text();
  return text.split('\n\n').flatMap((block) => {
    const lines = block.split('\n').filter((line) => line.startsWith('data: '));
    return lines.length === 0 ? [] : [lines.map((line) => line.slice(6)).join('\n')];
  });
}

/** The text of a chat stream's events. */
export function textOf(events: readonly string[]): string {
  return events
    .filter((data) => data !== '[DONE]')
    .map(
      (data) => (JSON.parse(data) as { choices?: [{ delta: { content?: string } }] }).choices?.[0]?.delta.content ?? '',
    )
    .join('');
}

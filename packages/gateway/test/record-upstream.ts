import { type Behaviour, chatAnswer, frame, type SeenRequest, sendJson, startEvents } from './upstream-server.ts';

/** An upstream that keeps what it is given, in one account for everybody: telling tenants apart is not its business. */
export function recordUpstream(): Behaviour {
  const things = new Map<string, Record<string, unknown>>();
  let number = 0;
  const make = (prefix: string, fields: object): Record<string, unknown> => {
    const thing = { id: `${prefix}-${++number}`, created_at: number, ...fields };
    things.set(thing.id, thing);
    return thing;
  };
  const PREFIXES: Readonly<Record<string, string>> = {
    '/files': 'file',
    '/uploads': 'upload',
    '/fine_tuning/jobs': 'ftjob',
    '/batches': 'batch',
    '/conversations': 'conv',
  };
  const chat = chatAnswer({});

  return (request, response, socket) => {
    const { method, json } = request;
    const path = request.path.split('?')[0] as string;
    if (method === 'POST' && path === '/chat/completions' && json.store === true) {
      const message = { role: 'assistant', content: 'kept' };
      sendJson(
        response,
        200,
        make('chatcmpl', { object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }] }),
      );
    } else if (method === 'POST' && path === '/chat/completions') return chat(request, response, socket);
    else if (method === 'POST' && path === '/responses')
      answerResponse(request, response, make('resp', { object: 'response', status: 'completed', output: [] }));
    else if (method === 'POST' && PREFIXES[path] !== undefined)
      sendJson(response, 200, created(make(PREFIXES[path], { ...json })));
    else if (path.includes('/graders/')) sendJson(response, 200, { reward: 1 });
    else if (method === 'GET' && path === '/models')
      sendJson(response, 200, { object: 'list', data: [{ id: 'gpt-4o' }, { id: 'ft:gpt-4o:org::secret' }] });
    else if (method === 'GET' && (PREFIXES[path] !== undefined || path === '/chat/completions')) {
      const prefix = PREFIXES[path] ?? 'chatcmpl';
      sendJson(response, 200, {
        object: 'list',
        data: [...things.values()].filter(({ id }) => String(id).startsWith(prefix)),
        has_more: false,
      });
    } else {
      const id = path
        .split('/')
        .map(decodeURIComponent)
        .find((segment) => things.has(segment) || segment.startsWith('ft:'));
      if (id === undefined) sendJson(response, 404, { error: { message: 'the upstream does not know it' } });
      else if (method === 'DELETE') sendJson(response, 200, { id, deleted: true });
      else if (path.endsWith('/content')) {
        const lines = String(things.get(id)?.text)
          .split('\n')
          .filter((line) => line.includes('custom_id'));
        response.writeHead(200, { 'content-type': 'application/octet-stream' });
        response.end(lines.length > 0 ? lines.join('\n') : 'the bytes');
      } else if (path.endsWith('/events') || path.endsWith('/checkpoints'))
        sendJson(response, 200, { object: 'list', data: [] });
      else sendJson(response, 200, things.get(id) ?? { id });
    }
  };

  function created(thing: Record<string, unknown>): Record<string, unknown> {
    if (!String(thing.id).startsWith('ftjob')) return thing;
    return Object.assign(thing, {
      fine_tuned_model: `ft:gpt-4o:org::${thing.id}`,
      result_files: [make('file', {}).id],
    });
  }
}

function answerResponse(
  { json }: SeenRequest,
  response: Parameters<Behaviour>[1],
  kept: Record<string, unknown>,
): void {
  if (json.stream !== true) {
    sendJson(response, 200, kept);
    return;
  }
  startEvents(response);
  const event = (type: string, more: object) => `event: ${type}\n${frame({ type, ...more })}`;
  response.write(event('response.created', { sequence_number: 0, response: { ...kept, status: 'in_progress' } }));
  response.write(
    event('response.output_text.delta', {
      sequence_number: 1,
      item_id: 'm',
      output_index: 0,
      content_index: 0,
      delta: 'hi',
    }),
  );
  response.end(
    event('response.completed', {
      sequence_number: 2,
      response: { ...kept, usage: { input_tokens: 2, output_tokens: 1, total_tokens: 3 } },
    }),
  );
}

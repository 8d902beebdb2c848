import { type RedisClient, type RedisStoreOptions, redisScripts } from '@colloquy/limits/redis';
import type { KeptReply, ReplyRecords, ReplyState } from '../store/reply-records.ts';

/** KEYS: the key. ARGV: owner, fingerprint, lease in milliseconds. */
const CLAIM = `
local kept = redis.call('HMGET', KEYS[1], 'owner', 'fingerprint', 'reply')
if kept[3] then return {'done', kept[2], kept[3]} end
if kept[1] and kept[1] ~= ARGV[1] then return {'running', kept[2]} end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'fingerprint', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {'claimed'}
`;

/** KEYS: the key. ARGV: owner, the answer ('' to let go), how long it is kept in milliseconds. */
const END = `
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] or redis.call('HEXISTS', KEYS[1], 'reply') == 1 then return 0 end
if ARGV[2] == '' then return redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], 'reply', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`;

/**
 * Keeps the answers to requests with an `Idempotency-Key` in a Redis 7, so that all replicas give the same one.
 *
 * Takes a URL, or an `ioredis` client or cluster of your own (which `close` leaves open).
 */
export function redisReplies(source: string | RedisClient, options: RedisStoreOptions = {}): ReplyRecords {
  const { prefix = 'colloquy' } = options;
  const scripts = redisScripts(source, 'redisReplies', options);
  const run = (script: string, key: string, ...args: string[]): Promise<unknown> =>
    scripts.run(script, [`${prefix}:reply:${key}`], args);
  return {
    async claim(key, { owner, fingerprint, leaseMs }): Promise<ReplyState> {
      const [state, known = '', kept = ''] = (await run(CLAIM, key, owner, fingerprint, `${leaseMs}`)) as string[];
      if (state === 'done') return { state, fingerprint: known, reply: read(kept) };
      return state === 'running' ? { state, fingerprint: known } : { state: 'claimed' };
    },
    async keep(key, owner, reply, { keptMs }) {
      await run(END, key, owner, written(reply), `${keptMs}`);
    },
    async release(key, owner) {
      await run(END, key, owner, '', '0');
    },
    close: () => scripts.close(),
  };
}

function written({ status, headers, body }: KeptReply): string {
  return JSON.stringify({ status, headers, body: Buffer.from(body).toString('base64') });
}

function read(text: string): KeptReply {
  const { status, headers, body } = JSON.parse(text) as Omit<KeptReply, 'body'> & { body: string };
  return { status, headers, body: Buffer.from(body, 'base64') };
}

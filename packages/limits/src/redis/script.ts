/** How many keys a line has in Redis, after the two of its group. */
const KEYS_PER_LINE = 4;

/**
 * The one script of the store; Redis runs it as one step.
 *
 * KEYS: running holds of the group (sorted by expiry), the state's name, and for each line the last minute's requests
 * (sorted by time), their tokens, sums and days, and the running holds.
 * ARGV: operation, now ('' for Redis' own clock), id, tokens (-1: none), reserved, ttl, day, born, countedAt, and for
 * each line its four limits (0: none).
 */
export const SCRIPT = `
local op, id = ARGV[1], ARGV[3]
local tokens, reserved, ttl = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local WINDOW, DAY, KEEP = 60000, 86400000, 259200000
local now
if ARGV[2] ~= '' then
  now = tonumber(ARGV[2])
else
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local day = math.floor(now / DAY)
local count = (#KEYS - 2) / ${KEYS_PER_LINE}

local function line(i)
  local k = 2 + (i - 1) * ${KEYS_PER_LINE}
  local a = 9 + (i - 1) * 4
  return {
    window = KEYS[k + 1], costs = KEYS[k + 2], sums = KEYS[k + 3], running = KEYS[k + 4],
    rpm = tonumber(ARGV[a + 1]), tpm = tonumber(ARGV[a + 2]), tpd = tonumber(ARGV[a + 3]), most = tonumber(ARGV[a + 4]),
  }
end

local function drop(l, member)
  local cost = redis.call('HGET', l.costs, member)
  redis.call('ZREM', l.window, member)
  redis.call('HDEL', l.costs, member)
  if cost then redis.call('HINCRBY', l.sums, 'window', string.format('%.0f', 0 - cost)) end
end

local function evict(l)
  local last = redis.call('ZREVRANGE', l.window, 0, 0, 'WITHSCORES')
  if last[2] and tonumber(last[2]) > now then
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', l.window, '(' .. string.format('%.0f', now), '+inf')) do
      redis.call('ZADD', l.window, string.format('%.0f', now), member)
    end
  end
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', l.window, '-inf', string.format('%.0f', now - WINDOW))) do
    drop(l, member)
  end
  redis.call('ZREMRANGEBYSCORE', l.running, '-inf', string.format('%.0f', now))
end

local function read(l, asked)
  local r = {
    requests = redis.call('ZCARD', l.window),
    tokens = tonumber(redis.call('HGET', l.sums, 'window') or '0'),
    day = tonumber(redis.call('HGET', l.sums, 'd' .. day) or '0'),
    running = redis.call('ZCARD', l.running),
    requestsWait = 0, tokensWait = 0, reset = 0,
  }
  local never = l.tpm > 0 and asked > l.tpm
  if never then r.tokensWait = -1 end
  local last = redis.call('ZREVRANGE', l.window, 0, 0, 'WITHSCORES')
  if last[2] then r.reset = tonumber(last[2]) + WINDOW - now end
  local requests, sum = r.requests, r.tokens
  local function requestsFit() return l.rpm == 0 or requests + 1 <= l.rpm end
  local function tokensFit() return l.tpm == 0 or never or asked <= 0 or sum + asked <= l.tpm end
  local from = 0
  while not (requestsFit() and tokensFit()) do
    local page = redis.call('ZRANGE', l.window, from, from + 99, 'WITHSCORES')
    if #page == 0 then break end
    for i = 1, #page, 2 do
      local leaves = tonumber(page[i + 1]) + WINDOW - now
      if not requestsFit() then r.requestsWait = leaves end
      if not tokensFit() then r.tokensWait = leaves end
      requests = requests - 1
      sum = sum - tonumber(redis.call('HGET', l.costs, page[i]) or '0')
      if requestsFit() and tokensFit() then break end
    end
    from = from + 100
  end
  r.fits = (l.rpm == 0 or r.requests + 1 <= l.rpm)
    and (l.tpm == 0 or asked <= 0 or r.tokens + asked <= l.tpm)
    and (l.tpd == 0 or asked <= 0 or r.day + asked <= l.tpd)
    and (l.most == 0 or r.running + 1 <= l.most)
  return r
end

local function answer(admitted, readings, born)
  local out = { admitted and 1 or 0, day, DAY - now % DAY, born }
  for _, r in ipairs(readings) do
    for _, value in ipairs({ r.requests, r.tokens, r.requestsWait, r.tokensWait, r.reset, r.day, r.running }) do
      out[#out + 1] = value
    end
  end
  return out
end

local function readAll(asked)
  local readings, fit = {}, true
  for i = 1, count do
    readings[i] = read(line(i), asked)
    fit = fit and readings[i].fits
  end
  return readings, fit
end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
for i = 1, count do evict(line(i)) end
local born = redis.call('GET', KEYS[2]) or ''

if op == 'holds' then return redis.call('ZCARD', KEYS[1]) end

if op == 'peek' then return answer(true, (readAll(0)), born) end

if op == 'reserve' then
  local before, fit = readAll(tokens)
  if not fit then return answer(false, before, born) end
  if born == '' then born = string.format('%.0f', now) .. '-' .. id end
  redis.call('SET', KEYS[2], born, 'PX', KEEP)
  redis.call('ZADD', KEYS[1], string.format('%.0f', now + ttl), id)
  redis.call('PEXPIRE', KEYS[1], KEEP + ttl)
  for i = 1, count do
    local l = line(i)
    if l.rpm > 0 or l.tpm > 0 then
      redis.call('ZADD', l.window, string.format('%.0f', now), id)
      redis.call('HSET', l.costs, id, tokens)
      redis.call('HINCRBY', l.sums, 'window', tokens)
      redis.call('PEXPIRE', l.window, KEEP)
      redis.call('PEXPIRE', l.costs, KEEP)
    end
    redis.call('HINCRBY', l.sums, 'd' .. day, tokens)
    redis.call('HDEL', l.sums, 'd' .. (day - 3), 'd' .. (day - 4))
    redis.call('PEXPIRE', l.sums, KEEP)
    redis.call('ZADD', l.running, string.format('%.0f', now + ttl), id)
    redis.call('PEXPIRE', l.running, KEEP + ttl)
  end
  return answer(true, (readAll(0)), born)
end

if op == 'settle' then
  local held = redis.call('ZREM', KEYS[1], id) == 1
  local lost = born ~= ARGV[8]
  if not held and not lost and tokens <= reserved then return 0 end
  if lost and tokens <= 0 then return 0 end
  local used = math.max(tokens, 0)
  local change = lost and used or used - reserved
  for i = 1, count do
    local l = line(i)
    redis.call('ZREM', l.running, id)
    local sum = redis.call('HINCRBY', l.sums, 'd' .. ARGV[7], string.format('%.0f', change))
    if sum < 0 then redis.call('HSET', l.sums, 'd' .. ARGV[7], 0) end
    redis.call('PEXPIRE', l.sums, KEEP)
    if redis.call('HEXISTS', l.costs, id) == 1 then
      if tokens < 0 then
        drop(l, id)
      else
        redis.call('HINCRBY', l.sums, 'window', string.format('%.0f', used - tonumber(redis.call('HGET', l.costs, id))))
        redis.call('HSET', l.costs, id, tokens)
        if ARGV[9] ~= '' then redis.call('ZADD', l.window, 'XX', 'GT', ARGV[9], id) end
      end
    end
  end
  return 1
end
return redis.error_reply('unknown operation')
`;

-- All-or-nothing GCRA over several keys, one round trip. The step is `gcra` of src/core/quota.ts, line by line, on the same doubles.
-- KEYS[i]: the theoretical arrival time of request i, in ms. ARGV: interval_ms, burst, cost for each.
-- Returns the clock, then for each request: allowed, remaining, retry_after_ms, reset_ms; as text, because replies cut fractions off.
-- The clock is that of Redis: those of several callers differ, and a caller ahead of the others would be refused for their sake.
local function exact(number)
  return string.format('%.17g', number)
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function step(tat, interval, burst, cost)
  local capacity = interval * burst
  local base = math.max(tat, now)
  local next = base + cost * interval
  local over = next - now - capacity
  local allowed = over <= 0
  local after = allowed and next or base
  local retry = 0
  if not allowed then
    retry = cost > burst and math.huge or math.ceil(over)
  end
  return {
    allowed = allowed,
    tat = allowed and next or tat,
    remaining = math.max(0, math.floor((capacity - (after - now)) / interval)),
    retry = retry,
    reset = math.max(0, math.ceil(after - now)),
  }
end

local stored, pending, steps, granted = {}, {}, {}, true
for i, key in ipairs(KEYS) do
  if stored[key] == nil then
    stored[key] = tonumber(redis.call('GET', key) or '0') or 0
  end
  local interval, burst, cost = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  local taken = step(pending[key] or stored[key], interval, burst, cost)
  if taken.allowed then
    pending[key] = taken.tat
  else
    granted = false
  end
  steps[i] = taken
end

if granted then
  for key, tat in pairs(pending) do
    -- Once its arrival time has passed, a key says nothing that an absent one does not.
    if tat > now then
      redis.call('SET', key, exact(tat), 'PX', math.ceil(tat - now))
    end
  end
end

local reply = { exact(now) }
for i, key in ipairs(KEYS) do
  local taken = steps[i]
  if not granted and taken.allowed then
    taken = step(stored[key], tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), 0)
  end
  reply[#reply + 1] = taken.allowed and '1' or '0'
  reply[#reply + 1] = exact(taken.remaining)
  reply[#reply + 1] = taken.retry == math.huge and 'Infinity' or exact(taken.retry)
  reply[#reply + 1] = exact(taken.reset)
end
return reply

-- The turns of many callers in one call: each takes units of some keys, all or nothing, or gives units back, one after the other.
-- The step is `gcra` of src/core/quota.ts, line by line, on the same doubles.
-- KEYS: distinct; each holds a theoretical arrival time in ms. ARGV[1]: interval_ms, burst, cost for each distinct step, by blanks.
-- ARGV[2]: for each turn `T` (take) or `R` (refund), then the number of its requests and for each a key and a step, counted from 0;
-- a number is two characters, base 64, from `0` on (src/adapters/redis/turns.ts).
-- Returns the clock and what each key held before, as one text by blanks: the caller goes through the same turns and knows the rest.
-- The clock is that of Redis: those of several callers differ, and a caller ahead of the others would be refused for their sake.
local byte, max = string.byte, math.max

local function exact(number)
  return string.format('%.17g', number)
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- One call for all: each costs more than what it does. What is not an arrival time counts as none.
local stored = redis.call('MGET', unpack(KEYS))
local tats, changed, reply = {}, {}, { exact(now) }
for i = 1, #KEYS do
  local text = stored[i]
  local tat = text and string.find(text, '^%d[%d.e+]*$') and tonumber(text)
  if not tat or tat == math.huge then
    text, tat = '0', 0
  end
  stored[i], tats[i], reply[i + 1] = tat, tat, text
end

local steps = {}
for number in string.gmatch(ARGV[1], '%S+') do
  steps[#steps + 1] = tonumber(number)
end

local codes, at = ARGV[2], 1
local function number()
  local high, low = byte(codes, at, at + 1)
  at = at + 2
  return (high - 48) * 64 + low - 48
end

local function take(size)
  local next, granted = {}, true
  for _ = 1, size do
    local key, step = number() + 1, number() * 3
    local interval, burst, cost = steps[step + 1], steps[step + 2], steps[step + 3]
    local capacity = interval * burst
    local base = max(next[key] or tats[key], now)
    local tat = base + cost * interval
    local over = tat - now - capacity
    if over <= 0 then
      next[key] = tat
    else
      granted = false
    end
  end
  if granted then
    for key, tat in pairs(next) do
      tats[key], changed[key] = tat, true
    end
  end
end

local function refund(size)
  for _ = 1, size do
    local key, step = number() + 1, number() * 3
    tats[key], changed[key] = tats[key] - steps[step + 3] * steps[step + 1], true
  end
end

while at <= #codes do
  local kind = byte(codes, at)
  at = at + 1
  if kind == 84 then
    take(number())
  else
    refund(number())
  end
end

for key in pairs(changed) do
  -- Once its arrival time has passed, a key says nothing that an absent one does not.
  if tats[key] > now then
    redis.call('SET', KEYS[key], exact(tats[key]), 'PX', math.ceil(tats[key] - now))
  elseif stored[key] > 0 then
    redis.call('DEL', KEYS[key])
  end
end

return table.concat(reply, ' ')

-- Counts one call in all its counters, or in none of those that count only what is let through: src/core/policy/counters.ts, step by
-- step. A counter of units is a hash of sub-slots. A counter of distinct values is a sorted set of them by the last sub-slot in which
-- they came, and a hash that says of each `uses before before_uses`. A counter of calls in flight is a sorted set of their slots by the
-- time until which each is held.
-- KEYS: one for each counter of units or of calls in flight, two for each of values. ARGV[1]: 1 when what fits is to be taken. Then for
-- each counter `u`, `v` or `c`, `allowed` or `attempts`, window in ms, max, and the units, or how many values or slots and these.
-- Returns for each counter whether it fits, its value with this call, and the sub-slot. The clock is that of Redis.
local SUB_SLOTS = 60
local CHUNK = 1000
local UNITS_MAX = 9000000000000000
local MEMBERS_MAX = 10000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function whole(number)
  return string.format('%.0f', number)
end

local function remove(key, fields)
  for from = 1, #fields, CHUNK do
    redis.call('HDEL', key, unpack(fields, from, math.min(from + CHUNK - 1, #fields)))
  end
end

local counters, at, key = {}, 2, 1
local all_fit = ARGV[1] == '1'
while at <= #ARGV do
  local one = { kind = ARGV[at], count = ARGV[at + 1], window = tonumber(ARGV[at + 2]), max = tonumber(ARGV[at + 3]), key = KEYS[key] }
  one.slot = math.floor(now * SUB_SLOTS / one.window)
  local first = one.slot - SUB_SLOTS
  if one.kind == 'u' then
    one.units = tonumber(ARGV[at + 4])
    at, key = at + 5, key + 1
    one.value, one.held = one.units, 0
    local old, stored = {}, redis.call('HGETALL', one.key)
    for i = 1, #stored, 2 do
      local slot, units = tonumber(stored[i]), tonumber(stored[i + 1])
      if slot < first then
        old[#old + 1] = stored[i]
      else
        one.value = one.value + units
        if slot == one.slot then one.held = units end
      end
    end
    remove(one.key, old)
  elseif one.kind == 'c' then
    local size = tonumber(ARGV[at + 4])
    one.slots = {}
    for i = 1, size do one.slots[i] = ARGV[at + 4 + i] end
    redis.call('ZREMRANGEBYSCORE', one.key, '-inf', whole(now))
    one.value = redis.call('ZCARD', one.key) + size
    at, key = at + 5 + size, key + 1
  else
    local size = tonumber(ARGV[at + 4])
    one.uses, one.members, one.known = KEYS[key + 1], {}, {}
    local gone = redis.call('ZRANGEBYSCORE', one.key, '-inf', '(' .. whole(first))
    if #gone > 0 then
      redis.call('ZREMRANGEBYSCORE', one.key, '-inf', '(' .. whole(first))
      remove(one.uses, gone)
    end
    one.value = redis.call('ZCARD', one.key)
    for i = 1, size do
      local member = ARGV[at + 4 + i]
      one.members[i] = member
      one.known[i] = redis.call('ZSCORE', one.key, member)
      if not one.known[i] then one.value = one.value + 1 end
    end
    at, key = at + 5 + size, key + 2
  end
  one.fits = one.value <= one.max
  all_fit = all_fit and one.fits
  counters[#counters + 1] = one
end

local function take_units(one)
  redis.call('HSET', one.key, whole(one.slot), whole(math.min(one.held + one.units, UNITS_MAX + 1)))
end

local function take_values(one)
  for i, member in ipairs(one.members) do
    local last = one.known[i] and tonumber(one.known[i])
    local uses, before, before_uses = 0, 0, 0
    if last then
      local told = string.gmatch(redis.call('HGET', one.uses, member) or '1 0 0', '%S+')
      uses, before, before_uses = tonumber(told()), tonumber(told()), tonumber(told())
    end
    if last and last < one.slot then
      before, before_uses = last, uses + (before_uses > 0 and 1 or 0)
      uses = 0
    end
    if not last or last < one.slot then redis.call('ZADD', one.key, whole(one.slot), member) end
    redis.call('HSET', one.uses, member, string.format('%d %.0f %d', uses + 1, before, before_uses))
  end
  local over = redis.call('ZCARD', one.key) - (MEMBERS_MAX + 1)
  if over > 0 then
    local oldest = redis.call('ZRANGE', one.key, 0, over - 1)
    redis.call('ZREMRANGEBYRANK', one.key, 0, over - 1)
    remove(one.uses, oldest)
  end
end

local function take_slots(one)
  for _, slot in ipairs(one.slots) do redis.call('ZADD', one.key, whole(now + one.window), slot) end
end

local take = { u = take_units, v = take_values, c = take_slots }
local reply = {}
for i, one in ipairs(counters) do
  local life = math.ceil(one.window * (SUB_SLOTS + 2) / SUB_SLOTS)
  if one.count == 'attempts' or all_fit then
    take[one.kind](one)
    redis.call('PEXPIRE', one.key, life)
    if one.uses then redis.call('PEXPIRE', one.uses, life) end
  end
  reply[3 * i - 2] = one.fits and 1 or 0
  reply[3 * i - 1] = whole(one.value)
  reply[3 * i] = whole(one.slot)
end
return reply

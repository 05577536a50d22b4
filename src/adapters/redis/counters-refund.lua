-- Gives back what counters.lua has counted. KEYS as there. ARGV: for each counter `u`, `v` or `c`, the sub-slot, and the units, or how
-- many values or slots and these. A counter that has run out has nothing to give back.
local function whole(number)
  return string.format('%.0f', number)
end

local function refund_value(key, uses_key, slot, member)
  local last = tonumber(redis.call('ZSCORE', key, member) or nil)
  if not last then return end
  local told = string.gmatch(redis.call('HGET', uses_key, member) or '1 0 0', '%S+')
  local uses, before, before_uses = tonumber(told()), tonumber(told()), tonumber(told())
  if slot == before and before_uses > 0 then
    before_uses = before_uses - 1
  elseif slot ~= last then
    return
  elseif uses > 1 then
    uses = uses - 1
  elseif before_uses > 0 then
    redis.call('ZADD', key, whole(before), member)
    uses, before, before_uses = before_uses, 0, 0
  else
    redis.call('ZREM', key, member)
    redis.call('HDEL', uses_key, member)
    return
  end
  redis.call('HSET', uses_key, member, string.format('%d %.0f %d', uses, before, before_uses))
end

local at, key = 1, 1
while at <= #ARGV do
  local kind, slot, size = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
  if kind == 'u' then
    local held = tonumber(redis.call('HGET', KEYS[key], slot) or nil)
    if held and held > size then
      redis.call('HSET', KEYS[key], slot, whole(held - size))
    elseif held then
      redis.call('HDEL', KEYS[key], slot)
    end
    at, key = at + 3, key + 1
  elseif kind == 'c' then
    for i = 1, size do redis.call('ZREM', KEYS[key], ARGV[at + 2 + i]) end
    at, key = at + 3 + size, key + 1
  else
    for i = 1, size do
      refund_value(KEYS[key], KEYS[key + 1], tonumber(slot), ARGV[at + 2 + i])
    end
    at, key = at + 3 + size, key + 2
  end
end
return 0

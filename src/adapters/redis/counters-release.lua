-- Frees one slot of each counter of calls in flight: of those whose names begin as asked the one that is held for the shortest time
-- yet. KEYS: the counters. ARGV: for each how the name begins. No counter has more than SLOTS_MAX slots (src/core/policy/counters.ts).
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))

for i, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  for _, slot in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    if string.sub(slot, 1, #ARGV[i]) == ARGV[i] then
      redis.call('ZREM', key, slot)
      break
    end
  end
end
return 0

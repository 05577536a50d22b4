-- Puts in place of events what stands for one that was undone. KEYS[1]: a list of events as JSON. ARGV: for each the id, and what is to
-- stand there.
local events = redis.call('LRANGE', KEYS[1], 0, -1)
for i = 1, #ARGV, 2 do
  local id = '"id":"' .. ARGV[i] .. '"'
  for place, event in ipairs(events) do
    if string.find(event, id, 1, true) then redis.call('LSET', KEYS[1], place - 1, ARGV[i + 1]) end
  end
end
return 0

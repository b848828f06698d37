-- One exchange of one process on one limit. All times are microseconds of one clock, which never goes back:
-- that of Redis, less what it has leapt. Members, and what they send, are described in Exchange.java.
--
-- KEYS[1] slots    sorted set: lease or request -> when its slot falls free
-- KEYS[2] state    hash, see the fields below
-- KEYS[3] members  sorted set: process -> when it was last heard
-- KEYS[4] waiting  sorted set: process that waits for leases -> how many slots it has
-- KEYS[5] silent   hash: process that is not heard any more -> slots it had, time

local SLOTS, STATE, MEMBERS, WAITING, SILENT = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local call, floor, max, min = redis.call, math.floor, math.max, math.min
local unpack = unpack or table.unpack
local OK, UPLOAD, LATE, SETTLING = 0, 1, 2, 3

local function arg(i)
  return tonumber(ARGV[i])
end
local me, op, generation = ARGV[1], ARGV[2], ARGV[3]
local sentAt, queued, heardAt, leap, knownOffset = arg(4), arg(5), arg(6), arg(7), arg(8)
local counted, hold, horizon, silence, tolerance = arg(9), arg(10), arg(11), arg(12), arg(13)
local expected, namedLimit, namedAge, share, unlimited = arg(14), arg(15), arg(16), arg(17), arg(18)
local pause, rejected, accepted, resolved = arg(19), arg(20), arg(21), arg(22)
local want, together, firstLease, used, wasWaiting = arg(23), arg(24), arg(25), arg(26), arg(27)
local reconnected = arg(28)
local LISTS = 29

local s = call('HMGET', STATE, 'generation', 'now', 'offset', 'slots', 'limit', 'limitAt', 'estimated', 'gate', 'allowed',
    'inFlight', 'sentAt', 'rounds', 'silent', 'expireAt', 'expected', 'createdAt', 'leaderAt', 'unlimited', 'server', 'settledAt')
local changed = {}
local function set(field, value)
  changed[#changed + 1] = field
  changed[#changed + 1] = value
end

-- The clock. Back: it goes on from where it was. Forward: the process that notices says by how much, and is
-- believed unless others have been heard meanwhile.
local clock = call('TIME')
local time = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local offset, last = tonumber(s[3]) or 0, tonumber(s[2]) or 0
local now = time - offset
if now < last then
  offset = time - last
  now = last
  set('offset', offset)
end

local function reply(status, limit, estimated, n, total, gate, allowed, again, free, delays)
  return {status, now, offset, s[1], limit, estimated, n, total, gate, allowed, again, free, unpack(delays)}
end
local function refuse(status)
  return reply(status, 0, 0, 0, 0, 0, 0, 0, 0, {})
end

-- The data. What was lost, its processes upload again.
local cards = call('ZCARD', SLOTS)
if not s[1] or cards ~= tonumber(s[4]) then
  local n = max(expected, call('ZCARD', MEMBERS) + call('HLEN', SILENT) / 2)
  call('DEL', SLOTS, STATE, MEMBERS, WAITING, SILENT)
  s = {clock[1] .. '.' .. clock[2] .. me, false, false, 1}
  offset, last, now, cards = 0, 0, time, 1
  call('ZADD', SLOTS, 'inf', 'end')
  changed = {'generation', s[1], 'now', now, 'slots', 1, 'expected', n, 'createdAt', now}
  call('HSET', STATE, unpack(changed))
  call('PEXPIRE', SLOTS, 3600000)
  call('PEXPIRE', STATE, 3600000)
  return refuse(UPLOAD)
end
-- After a failover or a restart the last writes may be lost: who made them uploads them, and until all have
-- been heard, nothing is granted.
if reconnected > 0 then
  local info = redis.pcall('INFO', 'replication')
  local server = type(info) == 'string' and string.match(info, 'master_replid:(%w+)') or ''
  if s[19] and s[19] ~= server then
    s[1] = clock[1] .. '.' .. clock[2] .. me
    local n = call('ZCARD', MEMBERS) + (tonumber(s[13]) or 0)
    call('DEL', MEMBERS, WAITING)
    call('HSET', STATE, 'generation', s[1], 'expected', n, 'createdAt', now, 'server', server, unpack(changed))
    return refuse(UPLOAD)
  elseif not s[19] then
    set('server', server)
  end
end
if op == 'hello' or generation ~= s[1] then
  return refuse(UPLOAD)
end
if leap > 0 and knownOffset == offset and now - last >= leap * 0.9 then
  now = max(last, now - leap)
  offset = time - now
  set('offset', offset)
elseif now - sentAt > tolerance then
  return refuse(LATE)
end
if op == 'exchange' then
  local heard = tonumber(call('ZSCORE', MEMBERS, me))
  if not heard or heard < heardAt then
    return refuse(UPLOAD)
  end
end

-- What has become of the slots.
local total = cards - 1 - call('ZREMRANGEBYSCORE', SLOTS, '-inf', now)
local entries = {}
local function write()
  if #entries > 0 then
    total = total + call('ZADD', SLOTS, unpack(entries))
    entries = {}
  end
end
local function put(free, name)
  entries[#entries + 1] = free
  entries[#entries + 1] = name
  if #entries >= 1000 then
    write()
  end
end
local function add(free, id)
  put(free, me .. id)
end
local i = LISTS
for _ = 1, arg(i) do
  i = i + 1
  add(now + hold + counted, ARGV[i])
end
i = i + 1
for _ = 1, arg(i) do
  local free = now - arg(i + 2) - queued + counted
  if free > now then
    add(free, ARGV[i + 1]) -- after what may be the same one, above
  end
  i = i + 2
end
i = i + 1
local gone = {}
for _ = 1, arg(i) do
  i = i + 1
  gone[#gone + 1] = me .. ARGV[i]
  if #gone >= 1000 then
    total = total - call('ZREM', SLOTS, unpack(gone))
    gone = {}
  end
end
if #gone > 0 then
  total = total - call('ZREM', SLOTS, unpack(gone))
end

-- The processes. One that is not heard any more may be alone, and then uses its part of the limit.
if op == 'leave' then
  call('ZREM', MEMBERS, me)
  call('ZREM', WAITING, me)
  want = 0
else
  call('ZADD', MEMBERS, now, me)
end
local silent = tonumber(s[13]) or 0
if op == 'upload' and silent > 0 then
  silent = silent - call('HDEL', SILENT, me, me .. '@') / 2
  set('silent', silent)
end
local longest = call('ZRANGE', MEMBERS, 0, 0, 'WITHSCORES')
if longest[1] and tonumber(longest[2]) < now - silence then
  local slots = {}
  for _, id in ipairs(call('ZRANGE', SLOTS, 0, -1)) do
    local owner = string.sub(id, 1, 6)
    slots[owner] = slots[owner] or {}
    table.insert(slots[owner], id)
  end
  for _, quiet in ipairs(call('ZRANGEBYSCORE', MEMBERS, '-inf', now - silence)) do
    local theirs = slots[quiet] or {}
    for from = 1, #theirs, 1000 do
      total = total - call('ZREM', SLOTS, unpack(theirs, from, min(#theirs, from + 999)))
    end
    call('HSET', SILENT, quiet, #theirs, quiet .. '@', now)
    call('ZREM', MEMBERS, quiet)
    call('ZREM', WAITING, quiet)
    silent = silent + 1
  end
  set('silent', silent)
end
local n = max(1, call('ZCARD', MEMBERS) + silent)

-- The limit: what the latest response says.
local limit, limitAt, estimated = tonumber(s[5]) or 0, tonumber(s[6]) or 0, tonumber(s[7]) or 0
local namedAt = namedAge < 0 and 0 or now - namedAge - queued
if namedLimit > 0 and (limit == 0 or estimated > 0 or namedAt > limitAt) then
  if namedLimit ~= limit or estimated > 0 then
    set('limit', namedLimit)
  end
  set('limitAt', namedAt)
  set('estimated', 0)
  limit, estimated = namedLimit, 0
end
local everAnswered = tonumber(s[18]) or 0
if unlimited > 0 and everAnswered == 0 then
  everAnswered = 1
  set('unlimited', 1)
end

-- A response that makes all pause; then one probes, two, three, and so on.
local gate, allowed, inFlight = tonumber(s[8]) or 0, tonumber(s[9]) or 0, tonumber(s[10]) or 0
local rounds = tonumber(s[12]) or 0
if pause > 0 then
  local starts = now >= gate
  if starts and rejected > 0 then
    rounds = (gate > 0 and now - gate < counted) and rounds + 1 or 0
    set('rounds', rounds)
    if limit == 0 or estimated > 0 then
      limit = max(1, limit > 0 and min(limit, max(floor(limit / 2), total)) or total)
      estimated = now + counted
      set('limit', limit)
      set('estimated', estimated)
    else
      -- Others use the rest, it seems.
      local rest = max(1, floor(limit * share + 0.000001)) - total
      if rest > (rounds == 0 and max(1, floor(limit / 50)) or 0) then
        rest = min(rest, 5000)
        for j = 1, rest do
          put(now + floor(counted * 2 ^ min(rounds, 3) * j / rest), 'others' .. j)
        end
      end
    end
  end
  if now + pause > gate then
    gate = now + pause
    set('gate', gate)
  end
  allowed, inFlight = 1, 0
  set('allowed', 1)
  set('inFlight', 0)
elseif allowed > 0 and now >= gate and resolved > 0 then
  inFlight = max(0, inFlight - resolved)
  allowed = allowed + accepted
  if limit > 0 and allowed >= limit then
    allowed = 0
  end
  set('allowed', allowed)
  set('inFlight', inFlight)
end
if estimated > 0 and accepted > 0 and now >= estimated then
  limit = limit + max(1, floor(limit / 20))
  estimated = now + counted
  set('limit', limit)
  set('estimated', estimated)
end
write()

-- What the silent ones may use.
local bound = limit > 0 and max(1, floor(limit * share + 0.000001)) or math.huge
local reserved = 0
if silent > 0 then
  local part = limit > 0 and max(1, floor(bound / n)) or 0
  local all = call('HGETALL', SILENT)
  local had, since = {}, {}
  for j = 1, #all, 2 do
    local quiet = string.match(all[j], '^(.*)@$')
    if quiet then
      since[quiet] = now - tonumber(all[j + 1])
    else
      had[all[j]] = tonumber(all[j + 1])
    end
  end
  for quiet, time_ in pairs(since) do
    if time_ > 3 * counted then
      call('HDEL', SILENT, quiet, quiet .. '@')
      silent = silent - 1
      set('silent', silent)
    else
      reserved = reserved + (time_ < counted + hold and max(part, had[quiet]) or part)
    end
  end
end

-- After a loss, until all that are expected have uploaded, or what they had has expired. Then those that have waited
-- are alone until they hear that the others are there.
local settling, settledAt = tonumber(s[15]), tonumber(s[20])
if settling then
  settling = max(settling, expected)
  if n >= settling or now - tonumber(s[16]) > counted + hold then
    call('HDEL', STATE, 'expected')
    settling, settledAt = nil, now
  else
    set('expected', settling)
    n = settling
  end
end
if settledAt and not settling then
  if call('ZCOUNT', MEMBERS, '-inf', settledAt - 1) == 0 or now - settledAt > counted + hold then
    settledAt = nil
    call('HDEL', STATE, 'settledAt')
  else
    set('settledAt', settledAt)
  end
end

-- Leases.
local again, free, delays = 0, 0, {}
if want > 0 then
  local waiting = call('ZRANGE', WAITING, 0, 1, 'WITHSCORES')
  local other = waiting[1] == me and 3 or 1
  local least = waiting[other] and tonumber(waiting[other + 1]) or math.huge
  local room = bound - reserved - total
  local grants = 0
  if settling or settledAt then
    again = 50000
  elseif now < gate then
    again = gate - now
  elseif limit == 0 and everAnswered == 0 then
    local leaderAt = tonumber(s[17])
    if resolved > 0 or not leaderAt or now - leaderAt >= min(1000000, counted / 4) then
      grants = 1
      set('leaderAt', now)
    else
      again = (now - leaderAt) / 2
    end
  elseif allowed > 0 and inFlight >= allowed and now - (tonumber(s[11]) or 0) < counted / 4 then
    again = (now - (tonumber(s[11]) or 0)) / 2
  else
    if bound == math.huge then
      grants = want
    elseif together > 1 then
      grants = together <= bound - reserved and together or 0
    else
      local soon = call('ZCOUNT', SLOTS, now, now + horizon)
      local share_ = max(1, floor((max(0, room) + max(0, soon - max(0, -room))) / n))
      grants = min(want, share_)
      if used > least + max(1, bound / (8 * n)) then
        grants = 0
      end
    end
    if allowed > 0 then
      grants = min(grants, max(1, allowed - inFlight))
    end
  end
  -- The i-th of the leases waits for the slot that falls free when so many have.
  local first, expiries = 0, {}
  if bound < math.huge and room - max(1, grants) < 0 then
    first = max(0, -room)
    expiries = call('ZRANGE', SLOTS, first, max(first, grants - 1 - room), 'WITHSCORES')
    free = room > 0 and 0 or min(2 * counted, max(0, (tonumber(expiries[2]) or math.huge) - now))
  end
  local granted = {}
  for j = 1, grants do
    local at = now
    if j > room then
      at = max(now, tonumber(expiries[2 * (j - max(0, room))]) or math.huge)
    end
    if together <= 1 and at > now + horizon then
      break
    end
    granted[j] = at - now
  end
  if together > 1 then
    for j = 1, #granted do
      granted[j] = granted[#granted]
    end
    if granted[1] == math.huge then
      granted = {}
    end
  end
  for j = 1, #granted do
    delays[j] = granted[j]
    add(now + granted[j] + hold + counted, string.format('%d', firstLease + j - 1))
  end
  write()
  if allowed > 0 and #granted > 0 then
    set('inFlight', inFlight + #granted)
    set('sentAt', now)
  end
  if #granted == 0 and again == 0 then
    again = free > horizon and free - horizon / 2 or free
  end
  if again > 0 or #granted == 0 then
    again = max(again, 10000)
  end
  if #granted < want then
    call('ZADD', WAITING, used + #granted, me)
  elseif wasWaiting > 0 then
    call('ZREM', WAITING, me)
  end
elseif wasWaiting > 0 then
  call('ZREM', WAITING, me)
end

-- All keys go when nobody uses them; the ends keep the sorted sets, and so their time, while they are empty.
local expireAt = tonumber(s[14]) or 0
if now > expireAt then
  local millis = floor(3600000 + counted / 250)
  set('expireAt', now + millis * 250)
  call('ZADD', WAITING, 'inf', 'end')
  for _, key in ipairs(KEYS) do
    call('PEXPIRE', key, millis)
  end
end
set('now', now)
set('slots', total + 1)
call('HSET', STATE, unpack(changed))
return reply(settling and SETTLING or OK, limit, estimated > 0 and 1 or 0, n, total, max(0, gate - now),
    allowed, floor(again), floor(free), delays)

-- Handles one message of one process about one rate limit: merges what the process reports, then grants it leases.
-- Redis runs the script atomically, so the processes of a fleet take turns here.
--
-- A slot is one unit of the limit. It is leased to a request that is about to be sent (hold + counted from the time the
-- lease becomes usable), then used by a request that the server has stamped (counted from the stamp), then free.
--
-- All times are microseconds on one clock that never goes back: Redis' clock minus the steps it has made (offset).
-- Every message can safely be delivered twice: slots have names of their own, so the same slot is just written again.
--
-- KEYS[1] slots    sorted set: process .. number -> when the slot falls free
-- KEYS[2] state    hash: the fields read by HMGET below
-- KEYS[3] members  sorted set: process -> when it was last heard
-- KEYS[4] waiting  sorted set: process that waits for leases -> how many slots it has
-- KEYS[5] silent   hash: process whose heartbeats stopped -> slots it had; process .. '@' -> when it was removed
--
-- ARGV, in order; Exchange.java writes them. Durations and ages are microseconds, booleans are 0 or 1.
--   1 me               this process, 6 characters
--   2 kind             'hello' (asks for the generation), 'exchange' (reports and asks for leases), 'upload' (reports
--                      everything) or 'leave'
--   3 generation       of the data this process knows; it changes whenever data may have been lost
--   4 sentAt           when the message was sent, by this process's estimate of this clock
--   5 queuedFor        how long before that it was built; ages below are as of then
--   6 heardAt          this clock at the last message of this process that took effect
--   7 leap             how far Redis' clock has just jumped forward, as this process observed; 0 if it has not
--   8 knownOffset      the offset for which that holds
--   9 counted          how long the server counts a request: the window plus a guard
--  10 hold             how much longer than a request a lease occupies its slot: until it is used and stamped
--  11 horizon          how far ahead slots are leased
--  12 heartbeatTimeout after which a process counts as silent
--  13 tolerance        how late a message may arrive
--  14 expected         how many processes there are at least
--  15 namedLimit       the limit that a response named; 0 if none
--  16 namedAge         how long ago; -1 if it does not come from a response
--  17 share            the fleet's share of the limit, 0 to 1
--  18 namesNoLimit     whether a response came without a limit
--  19 pause            how long a response makes everybody pause; 0 if none does
--  20 rejected         whether that response was a rejection that the process cannot explain
--  21 accepted         how many requests the server has accepted since the last message
--  22 resolved         how many have ended in any way, the accepted ones included
--  23 wanted           how many leases to grant
--  24 batch            how many of them the first waiting request needs at once
--  25 firstLease       the number of the first lease; the others follow
--  26 used             how many slots this process has
--  27 wasWaiting       whether its last message got fewer leases than it wanted
--  28 reconnected      whether this may be another server than before, or one that lost data
--  29.. three lists, each preceded by its length:
--       held           numbers of slots to occupy from now on as a lease does
--       stamps         number and age of requests that the server has stamped
--       released       numbers of slots that are free
--
-- Returns status, now, offset, generation, limit (0: unknown), estimated, members, total, pause, probeLimit (0: not
-- probing), retryIn, nextFree, and for each lease the delay until it can be used; Reply.java reads them.

local SLOTS, STATE, MEMBERS, WAITING, SILENT = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local call, floor, max, min = redis.call, math.floor, math.max, math.min
local unpack = unpack or table.unpack
-- OK: done. UPLOAD: data is missing, send everything. LATE: not applied, send it again. SETTLING: applied, but no leases
-- until the others have uploaded.
local OK, UPLOAD, LATE, SETTLING = 0, 1, 2, 3

local function arg(i)
  return tonumber(ARGV[i])
end
local me, kind, generation = ARGV[1], ARGV[2], ARGV[3]
local sentAt, queuedFor, heardAt, leap, knownOffset = arg(4), arg(5), arg(6), arg(7), arg(8)
local counted, hold, horizon, heartbeatTimeout, tolerance = arg(9), arg(10), arg(11), arg(12), arg(13)
local expected, namedLimit, namedAge, share, namesNoLimit = arg(14), arg(15), arg(16), arg(17), arg(18)
local pause, rejected, accepted, resolved = arg(19), arg(20), arg(21), arg(22)
local wanted, batch, firstLease, used, wasWaiting = arg(23), arg(24), arg(25), arg(26), arg(27)
local reconnected = arg(28)
local LISTS = 29 -- where the lists start

local state = call('HMGET', STATE, 'generation', 'now', 'offset', 'slots', 'limit', 'limitAt', 'estimated', 'pausedUntil', 'probeLimit',
    'inFlight', 'probeSentAt', 'rejectedRounds', 'silent', 'expireAt', 'expected', 'createdAt', 'leaderAt', 'unlimited', 'replId', 'settledAt',
    'memberCount', 'oldestHeard')
local changed = {} -- state fields to write at the end, in one HSET
local function set(field, value)
  changed[#changed + 1] = field
  changed[#changed + 1] = value
end

-- 1. Clock. If Redis' clock has stepped back, time goes on from where it was. A step forward is undone below, when the
-- process that observed it reports it.
local clock = call('TIME')
local time = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local offset, last = tonumber(state[3]) or 0, tonumber(state[2]) or 0
local now = time - offset
if now < last then
  offset = time - last
  now = last
  set('offset', offset)
end

local function reply(status, limit, estimated, members, total, pausedUntil, probeLimit, retryIn, nextFree, delays)
  return {status, now, offset, state[1], limit, estimated, members, total, pausedUntil, probeLimit, retryIn, nextFree, unpack(delays)}
end
local function replyOnly(status)
  return reply(status, 0, 0, 0, 0, 0, 0, 0, 0, {})
end

-- 2. Data loss. The number of slots is kept in the state, too: if the two differ, a key was deleted or evicted. Start a
-- new generation; every process then uploads what it has. Expect as many as were known.
local slotCount = call('ZCARD', SLOTS)
if not state[1] or slotCount ~= tonumber(state[4]) then
  local members = max(expected, call('ZCARD', MEMBERS) + call('HLEN', SILENT) / 2)
  call('DEL', SLOTS, STATE, MEMBERS, WAITING, SILENT)
  state = {clock[1] .. '.' .. clock[2] .. me, false, false, 1}
  offset, last, now, slotCount = 0, 0, time, 1
  call('ZADD', SLOTS, 'inf', 'end')
  changed = {'generation', state[1], 'now', now, 'slots', 1, 'expected', members, 'createdAt', now}
  call('HSET', STATE, unpack(changed))
  call('PEXPIRE', SLOTS, 3600000)
  call('PEXPIRE', STATE, 3600000)
  return replyOnly(UPLOAD)
end
-- After a failover or a restart the last writes may be missing, without a trace in the data. The replication id tells:
-- start a new generation, but keep the slots, which are still valid.
if reconnected > 0 then
  local info = redis.pcall('INFO', 'replication')
  local replId = type(info) == 'string' and string.match(info, 'master_replid:(%w+)') or ''
  if state[19] and state[19] ~= replId then
    state[1] = clock[1] .. '.' .. clock[2] .. me
    local members = call('ZCARD', MEMBERS) + (tonumber(state[13]) or 0)
    call('DEL', MEMBERS, WAITING)
    call('HSET', STATE, 'generation', state[1], 'expected', members, 'createdAt', now, 'replId', replId, unpack(changed))
    return replyOnly(UPLOAD)
  elseif not state[19] then
    set('replId', replId)
  end
end
-- A process that does not know this generation has to upload first.
if kind == 'hello' or generation ~= state[1] then
  return replyOnly(UPLOAD)
end
-- Believe a reported step forward only if no other message came since: now - last must span the step. Refuse a
-- message that took too long: it would make its process count as heard later than that process assumes, which then goes
-- offline before the others notice.
if leap > 0 and knownOffset == offset and now - last >= leap * 0.9 then
  now = max(last, now - leap)
  offset = time - now
  set('offset', offset)
elseif now - sentAt > tolerance then
  return replyOnly(LATE)
end
-- A member that was dropped, or whose last message is lost from the data, has to upload, too.
if kind == 'exchange' then
  local heard = tonumber(call('ZSCORE', MEMBERS, me))
  if not heard or heard < heardAt then
    return replyOnly(UPLOAD)
  end
end

-- 3. Slots: drop those that have expired, then apply the three lists. Writes are batched: unpack has a limit.
-- total is the number of occupied slots; the entry 'end', which keeps the key alive, is not one.
local total = slotCount - 1 - call('ZREMRANGEBYSCORE', SLOTS, '-inf', now)
local entries = {}
local function flushEntries()
  if #entries > 0 then
    total = total + call('ZADD', SLOTS, unpack(entries))
    entries = {}
  end
end
local function book(freeAt, name)
  entries[#entries + 1] = freeAt
  entries[#entries + 1] = name
  if #entries >= 1000 then
    flushEntries()
  end
end
local function bookOwn(freeAt, number)
  book(freeAt, me .. number)
end
-- held
local pos = LISTS
for _ = 1, arg(pos) do
  pos = pos + 1
  bookOwn(now + hold + counted, ARGV[pos])
end
-- stamps
pos = pos + 1
for _ = 1, arg(pos) do
  local freeAt = now - arg(pos + 2) - queuedFor + counted
  if freeAt > now then
    bookOwn(freeAt, ARGV[pos + 1]) -- overrides the same number in held
  end
  pos = pos + 2
end
-- released
pos = pos + 1
local released = {}
for _ = 1, arg(pos) do
  pos = pos + 1
  released[#released + 1] = me .. ARGV[pos]
  if #released >= 1000 then
    total = total - call('ZREM', SLOTS, unpack(released))
    released = {}
  end
end
if #released > 0 then
  total = total - call('ZREM', SLOTS, unpack(released))
end

-- 4. Members. A process whose heartbeats have stopped may be offline and use its part of the limit by itself. Its slots are
-- removed, and section 8 reserves its part instead. The state has their number and a time since when all were heard, since
-- few messages change the first, or come when it matters who was heard last.
local memberCount, oldestHeard = tonumber(state[21]), tonumber(state[22])
if kind == 'leave' then
  call('ZREM', MEMBERS, me)
  call('ZREM', WAITING, me)
  memberCount = nil
  wanted = 0
elseif call('ZADD', MEMBERS, now, me) > 0 then
  memberCount = nil
end
local silent = tonumber(state[13]) or 0
if kind == 'upload' and silent > 0 then
  silent = silent - call('HDEL', SILENT, me, me .. '@') / 2
  set('silent', silent)
end
if not oldestHeard or oldestHeard < now - heartbeatTimeout then
  local oldest = call('ZRANGE', MEMBERS, 0, 0, 'WITHSCORES')
  oldestHeard = tonumber(oldest[2]) or now
  set('oldestHeard', oldestHeard)
end
if oldestHeard < now - heartbeatTimeout then
  local slots = {}
  for _, id in ipairs(call('ZRANGE', SLOTS, 0, -1)) do
    local owner = string.sub(id, 1, 6) -- a slot's name starts with its process
    slots[owner] = slots[owner] or {}
    table.insert(slots[owner], id)
  end
  for _, id in ipairs(call('ZRANGEBYSCORE', MEMBERS, '-inf', now - heartbeatTimeout)) do
    local theirSlots = slots[id] or {}
    for from = 1, #theirSlots, 1000 do
      total = total - call('ZREM', SLOTS, unpack(theirSlots, from, min(#theirSlots, from + 999)))
    end
    call('HSET', SILENT, id, #theirSlots, id .. '@', now)
    call('ZREM', MEMBERS, id)
    call('ZREM', WAITING, id)
    silent = silent + 1
  end
  set('silent', silent)
  memberCount = nil
end
if not memberCount then
  memberCount = call('ZCARD', MEMBERS)
  set('memberCount', memberCount)
end
local members = max(1, memberCount + silent)

-- 5. The limit that the most recent response names. One that a user or a response without a time names only replaces an
-- estimate, or none.
local limit, limitAt, estimated = tonumber(state[5]) or 0, tonumber(state[6]) or 0, tonumber(state[7]) or 0
local namedAt = namedAge < 0 and 0 or now - namedAge - queuedFor
if namedLimit > 0 and (limit == 0 or estimated > 0 or namedAt > limitAt) then
  if namedLimit ~= limit or estimated > 0 then
    set('limit', namedLimit)
  end
  set('limitAt', namedAt)
  set('estimated', 0)
  limit, estimated = namedLimit, 0
end
local unlimited = tonumber(state[18]) or 0
if namesNoLimit > 0 and unlimited == 0 then
  unlimited = 1
  set('unlimited', 1)
end

-- 6. Pauses and probing, for the fleet as a whole. A 429 pauses everybody. After that, probeLimit requests may be in flight:
-- one at first, one more for each that is accepted, until the limit is reached.
local pausedUntil, probeLimit, inFlight = tonumber(state[8]) or 0, tonumber(state[9]) or 0, tonumber(state[10]) or 0
local rejectedRounds = tonumber(state[12]) or 0
if pause > 0 then
  local newRound = now >= pausedUntil -- not just a late 429 of the round that made us pause
  if newRound and rejected > 0 then
    rejectedRounds = (pausedUntil > 0 and now - pausedUntil < counted) and rejectedRounds + 1 or 0
    set('rejectedRounds', rejectedRounds)
    if limit == 0 or estimated > 0 then
      -- No response names a limit, so estimate it from what was in use. estimated is when it may next be raised.
      limit = max(1, limit > 0 and min(limit, max(floor(limit / 2), total)) or total)
      estimated = now + counted
      set('limit', limit)
      set('estimated', estimated)
    else
      -- The limit is known, so clients outside the fleet must use the slots that ours do not. Occupy those, under names
      -- that no process has, to fall free evenly over a window; over 2, 4, then 8 windows if it happens again. The first
      -- time, ignore a difference of 2 %.
      local unexplained = max(1, floor(limit * share + 0.000001)) - total
      if unexplained > (rejectedRounds == 0 and max(1, floor(limit / 50)) or 0) then
        unexplained = min(unexplained, 5000)
        for j = 1, unexplained do
          book(now + floor(counted * 2 ^ min(rejectedRounds, 3) * j / unexplained), 'others' .. j)
        end
      end
    end
  end
  if now + pause > pausedUntil then
    pausedUntil = now + pause
    set('pausedUntil', pausedUntil)
  end
  probeLimit, inFlight = 1, 0
  set('probeLimit', 1)
  set('inFlight', 0)
elseif probeLimit > 0 and now >= pausedUntil and resolved > 0 then
  inFlight = max(0, inFlight - resolved)
  probeLimit = probeLimit + accepted
  if limit > 0 and probeLimit >= limit then
    probeLimit = 0
  end
  set('probeLimit', probeLimit)
  set('inFlight', inFlight)
end
-- Raise an estimate by 5 % per window while requests are accepted.
if estimated > 0 and accepted > 0 and now >= estimated then
  limit = limit + max(1, floor(limit / 20))
  estimated = now + counted
  set('limit', limit)
  set('estimated', estimated)
end
flushEntries()

-- 7. Capacity: the fleet's share of the limit. Unbounded while no limit is known.
-- 8. Reserve what silent processes may use: at first the larger of their part and what they had; after one window what they
-- had has expired; after three windows they are forgotten.
local capacity = limit > 0 and max(1, floor(limit * share + 0.000001)) or math.huge
local reserved = 0
if silent > 0 then
  local part = limit > 0 and max(1, floor(capacity / members)) or 0
  local fields = call('HGETALL', SILENT)
  local slotsHeld, silentSince = {}, {}
  for j = 1, #fields, 2 do
    local id = string.match(fields[j], '^(.*)@$')
    if id then
      silentSince[id] = now - tonumber(fields[j + 1])
    else
      slotsHeld[fields[j]] = tonumber(fields[j + 1])
    end
  end
  for id, silentFor in pairs(silentSince) do
    if silentFor > 3 * counted then
      call('HDEL', SILENT, id, id .. '@')
      silent = silent - 1
      set('silent', silent)
    else
      reserved = reserved + (silentFor < counted + hold and max(part, slotsHeld[id]) or part)
    end
  end
end

-- 9. Settling: after a data loss, grant nothing until all expected processes have uploaded, or all they can have sent has
-- expired. Then wait until every member has been heard once more: those that were waiting are offline, and use their part,
-- until they learn that the fleet is back.
local settling, settledAt = tonumber(state[15]), tonumber(state[20])
if settling then
  settling = max(settling, expected)
  if members >= settling or now - tonumber(state[16]) > counted + hold then
    call('HDEL', STATE, 'expected')
    settling, settledAt = nil, now
  else
    set('expected', settling)
    members = settling
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

-- 10. Leases: how many to grant (grants), then when each of them can be used.
local retryIn, nextFree, delays = 0, 0, {}
if wanted > 0 then
  -- The process other than this one that waits with the fewest slots, for fairness.
  local waiting = call('ZRANGE', WAITING, 0, 1, 'WITHSCORES')
  local other = waiting[1] == me and 3 or 1
  local leastUsed = waiting[other] and tonumber(waiting[other + 1]) or math.huge
  local room = capacity - reserved - total
  local grants = 0
  if settling or settledAt then
    retryIn = 50000
  elseif now < pausedUntil then
    retryIn = pausedUntil - now
  elseif limit == 0 and unlimited == 0 then
    -- Nobody knows the limit yet: a single leader sends one request, and another follows if it gets no response.
    local leaderAt = tonumber(state[17])
    if resolved > 0 or not leaderAt or now - leaderAt >= min(1000000, counted / 4) then
      grants = 1
      set('leaderAt', now)
    else
      retryIn = (now - leaderAt) / 2
    end
  elseif probeLimit > 0 and inFlight >= probeLimit and now - (tonumber(state[11]) or 0) < counted / 4 then
    retryIn = (now - (tonumber(state[11]) or 0)) / 2
  else
    if capacity == math.huge then
      grants = wanted
    elseif batch > 1 then
      grants = batch <= capacity - reserved and batch or 0 -- all or nothing
    else
      -- An equal part of what is free now or within the horizon, but nothing for a process that has clearly more slots
      -- than the one with the fewest.
      local freeSoon = call('ZCOUNT', SLOTS, now, now + horizon)
      local fairShare = max(1, floor((max(0, room) + max(0, freeSoon - max(0, -room))) / members))
      grants = min(wanted, fairShare)
      if used > leastUsed + max(1, capacity / (8 * members)) then
        grants = 0
      end
    end
    if probeLimit > 0 then
      grants = min(grants, max(1, probeLimit - inFlight))
    end
  end
  -- If grants exceed the room, the rest are leased ahead: each waits for the next slot to expire that no earlier lease
  -- waits for. Total may exceed the capacity, so the first -room expiries only make up for that.
  local first, nextSlots = 0, {}
  if capacity < math.huge and room - max(1, grants) < 0 then
    first = max(0, -room)
    nextSlots = call('ZRANGE', SLOTS, first, max(first, grants - 1 - room), 'WITHSCORES')
    nextFree = room > 0 and 0 or min(2 * counted, max(0, (tonumber(nextSlots[2]) or math.huge) - now))
  end
  local granted = {}
  for j = 1, grants do
    local at = now
    if j > room then
      at = max(now, tonumber(nextSlots[2 * (j - max(0, room))]) or math.huge)
    end
    if batch <= 1 and at > now + horizon then -- too far ahead: ask again then
      break
    end
    granted[j] = at - now
  end
  -- A batch can be used when the last of its leases can, or never.
  if batch > 1 then
    for j = 1, #granted do
      granted[j] = granted[#granted]
    end
    if granted[1] == math.huge then
      granted = {}
    end
  end
  for j = 1, #granted do
    delays[j] = granted[j]
    bookOwn(now + granted[j] + hold + counted, string.format('%d', firstLease + j - 1))
  end
  flushEntries()
  if probeLimit > 0 and #granted > 0 then
    set('inFlight', inFlight + #granted)
    set('probeSentAt', now)
  end
  -- When to ask again: half a horizon before the next slot falls free, to lease it ahead; never in less than 10 ms.
  if #granted == 0 and retryIn == 0 then
    retryIn = nextFree > horizon and nextFree - horizon / 2 or nextFree
  end
  if retryIn > 0 or #granted == 0 then
    retryIn = max(retryIn, 10000)
  end
  if #granted < wanted then
    if waiting[1] ~= me or tonumber(waiting[2]) ~= used + #granted then
      call('ZADD', WAITING, used + #granted, me)
    end
  elseif wasWaiting > 0 then
    call('ZREM', WAITING, me)
  end
elseif wasWaiting > 0 then
  call('ZREM', WAITING, me)
end

-- 11. Expiry. Keys expire when unused; their lifetime is renewed at most four times in it. The entries 'end' keep the sorted
-- sets, and so their expiry, while they are empty.
local expireAt = tonumber(state[14]) or 0
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
return reply(settling and SETTLING or OK, limit, estimated > 0 and 1 or 0, members, total, max(0, pausedUntil - now),
    probeLimit, floor(retryIn), floor(nextFree), delays)

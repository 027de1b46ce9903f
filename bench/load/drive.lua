-- Sends prepared requests in a fixed order, and tells as JSON what came of them.
-- BENCH_REQUESTS is a directory with 1.http, 2.http, …; BENCH_ORDER is in which order they go, such as "1 1 2".

local number_mark = 'NNNNNNNNNN'

local function read(path)
  local file = assert(io.open(path, 'rb'))
  local text = file:read('*a')
  file:close()
  return text
end

-- Pieces between the marks: to search the text anew for each request would cost more than to send it.
local function split(text)
  local pieces, from = {}, 1
  while true do
    local at, last = text:find(number_mark, from, true)
    if not at then break end
    pieces[#pieces + 1] = text:sub(from, at - 1)
    from = last + 1
  end
  pieces[#pieces + 1] = text:sub(from)
  return pieces
end

local requests, order = {}, {}
for name in os.getenv('BENCH_ORDER'):gmatch('%d+') do
  local index = tonumber(name)
  requests[index] = requests[index] or split(read(os.getenv('BENCH_REQUESTS') .. '/' .. name .. '.http'))
  order[#order + 1] = requests[index]
end

local sent = 0

function request()
  local pieces = order[sent % #order + 1]
  sent = sent + 1
  if #pieces == 1 then return pieces[1] end
  return table.concat(pieces, string.format('%010d', sent))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"seconds":%.6f,"bytes":%d,"failed":%d,' ..
      '"errors":"connect %d, read %d, write %d, status %d, timeout %d","p50":%.3f,"p99":%.3f,"p999":%.3f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3))
end

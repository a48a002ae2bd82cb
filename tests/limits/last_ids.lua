-- SPDX-FileCopyrightText: 2026 The Trove-GLib authors
-- SPDX-License-Identifier: LGPL-2.1-or-later

-- The last three ids in Lua, where lgi passes ids as doubles. Prints TAP.

local lgi = require 'lgi'
local Trove = lgi.require('Trove', '1.0')
local GObject = lgi.GObject

local LAST = 2^53 - 1

local function int64(number)
  local result = GObject.Value(GObject.Type.INT64)
  result.value = number
  return result
end

local function full(result, err)
  assert(not result or result == 0, 'nothing was refused')
  assert(err:matches(Trove.Error, 'FULL'), tostring(err))
end

local function test()
  local arena = Trove.Arena.new(GObject.Type.INT64)
  local a = arena:append(int64(1))
  assert(a.sub_arena == LAST - 2, a:to_string())
  local clone = arena:clone()
  local b = clone:append(int64(2))
  assert(b.sub_arena == LAST - 1 and b:to_string() == '9007199254740990:0:0', b:to_string())
  local merged = arena:merge(clone)
  assert(merged:reserve_id() == LAST)
  local c = merged:append(int64(3))
  assert(c.sub_arena == LAST and c:to_string() == '9007199254740991:0:0', c:to_string())
  for i, ref in ipairs { a, b, c } do
    assert(Trove.Ref.parse(ref:to_string()):equal(ref))
    assert(merged:get(ref).value == i)
    local made = Trove.Ref()
    made.sub_arena, made.offset = ref.sub_arena, ref.offset
    assert(made:equal(ref) and merged:get(made).value == i)
  end
  assert(merged:dup_sub_arenas():contains(LAST))

  -- No id is left: calls that draw one fail, all others succeed.
  for _, spent in ipairs { arena, clone, merged:clone(), merged:snapshot():branch() } do
    full(spent:append(int64(4)))
    full(spent:reserve_id())
  end
  full(clone:set(b, int64(5)))
  assert(clone:get(b).value == 2 and merged:get(c).value == 3 and merged:snapshot():get(c).value == 3)
end

print('1..1')
local ok, message = xpcall(test, debug.traceback)
print((ok and 'ok' or 'not ok') .. ' 1 - the last ids')
if not ok then
  print((('# ' .. message):gsub('\n', '\n# ')))
end
os.exit(ok)

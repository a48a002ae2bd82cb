-- SPDX-FileCopyrightText: 2026 The Trove-GLib authors
-- SPDX-License-Identifier: LGPL-2.1-or-later

-- Arenas in Lua, without an override: values are GValues, errors a second result. Prints TAP.

local lgi = require 'lgi'
local Trove = lgi.require('Trove', '1.0')
local GObject, Gio = lgi.GObject, lgi.Gio

local function value(kind, contents)
  local result = GObject.Value(kind)
  result.value = contents
  return result
end

local function int64(number)
  return value(GObject.Type.INT64, number)
end

local function refused(code, result, err)
  assert(not result, 'nothing was refused')
  assert(err:matches(Trove.Error, code), tostring(err))
end

local function collect()
  collectgarbage()
  collectgarbage()
end

local tests = {
  { 'append and change', function()
    local arena = Trove.Arena.new(GObject.Type.INT64)
    local a, b = arena:append(int64(1)), arena:append(int64(2))
    assert(arena:get(a).value == 1 and arena:get(b).value == 2)
    local guard = arena:borrow_mut(a)
    assert(guard:set_value(int64(guard:get_value().value + 41)))
    guard:release()
    assert(arena:get(a).value == 42)
    assert(arena:set(b, int64(3)):equal(b) and arena:get(b).value == 3)
    assert(arena:to_string():match('{%d+: %[42, 3%]}'))
  end },

  { 'refs', function()
    local arena = Trove.Arena.new_for_types { GObject.Type.INT64, GObject.Type.STRING }
    local ref = arena:append(value(GObject.Type.STRING, 'x'))
    assert(ref:get_pool() == 1 and ref:get_index() == 0)
    assert(ref:get_nth(3):get_index() == 3)
    assert(Trove.Ref.parse(ref:to_string()):equal(ref))
    assert(not Trove.Ref():equal(ref) and Trove.Ref():is_null())
  end },

  { 'versions', function()
    local arena = Trove.Arena.new(GObject.Type.STRING)
    local a = arena:append(value(GObject.Type.STRING, 'one'))
    arena:set_root(a)
    local before = arena:snapshot()
    local b = arena:set(a, value(GObject.Type.STRING, 'two'))
    assert(before:get(a).value == 'one' and arena:get(a).value == 'one' and arena:get(b).value == 'two')
    assert(before:get_root():equal(a) and not before:contains(b))
    local branch = before:branch()
    local c = branch:append(value(GObject.Type.STRING, 'three'))
    local merged = arena:merge(branch)
    assert(merged:get(b).value == 'two' and merged:get(c).value == 'three')
    assert(merged:append(value(GObject.Type.STRING, 'four')))
  end },

  { 'errors', function()
    local arena = Trove.Arena.new(GObject.Type.INT64)
    local ref = arena:append(int64(1))
    refused('INVALID_REF', arena:get(Trove.Ref()))
    refused('TYPE_MISMATCH', arena:append(value(GObject.Type.STRING, 'x')))
    local guard = arena:borrow(ref)
    refused('BORROWED', arena:set(ref, int64(2)))
    guard:release()
    guard = arena:borrow_mut(ref)
    refused('BORROWED_MUT', arena:clone())
    guard:release()
    refused('INVALID_REF', guard:get_value())
    assert(arena:clone())
  end },

  { 'guards dropped by the collector', function()
    local arena = Trove.Arena.new(GObject.Type.INT64)
    local ref = arena:append(int64(1))
    do
      local guard = arena:borrow_mut(ref)
      guard = nil
    end
    collect()
    assert(arena:clone())
  end },

  { 'many in one call', function()
    local arena = Trove.Arena.new(GObject.Type.INT64)
    local first = arena:append_int64s(0, { 1, 2, 3 })
    local got = arena:read_int64s(first, 3)
    assert(#got == 3 and got[1] == 1 and got[3] == 3)
    arena:snapshot()
    local map = arena:dup_sub_arenas()
    assert(map:get_n_items() == 1 and map:get_item(0):get(0, 1).value == 2)
    assert(#map:dup_ids() == 1)
  end },

  { 'nothing is lost in collections', function()
    local arena, refs = Trove.Arena.new(GObject.Type.OBJECT), {}
    for i = 1, 200 do
      refs[i] = arena:append(value(GObject.Type.OBJECT, Gio.SimpleAction { name = 'n' .. i }))
    end
    local snapshot = arena:snapshot()
    arena = nil
    collect()
    for i = 1, 200 do
      assert(snapshot:get(refs[i]).value.name == 'n' .. i)
    end
  end },

  { 'types of objects', function()
    local function register(name)
      local number = GObject.ParamSpecInt('number', '', '', 0, 9, 3, { 'READABLE', 'WRITABLE' })
      return Trove.Object.register_type(name, Trove.Object._gtype, { number })
    end
    local gtype = assert(register('LuaShape'))
    assert(gtype == 'LuaShape')
    collect()
    assert(GObject.Object.new(gtype, {}).number == 3)
    local none, err = register('LuaShape')
    assert(none == nil or none == 'void')
    assert(err:matches(Trove.Error, 'TYPE_MISMATCH') and err.message:find('LuaShape', 1, true))
    collect()
  end },
}

local failed = 0
print('1..' .. #tests)
for i, test in ipairs(tests) do
  local ok, message = xpcall(test[2], debug.traceback)
  print((ok and 'ok ' or 'not ok ') .. i .. ' - ' .. test[1])
  if not ok then
    failed = failed + 1
    print((('# ' .. message):gsub('\n', '\n# ')))
  end
end
os.exit(failed == 0)
